"""Reads an official Vietnamese text and says where it contradicts itself.

A file becomes a *source* (paragraphs and tables, each line numbered as it was read:
``readers``), the source a *report* (sections, citations, quantities, annexes: what the
rules see), and each *rule* yields what it found wrong and what it verified.
Pure Python: no database, no Django, nothing is ever changed in the text.
"""
