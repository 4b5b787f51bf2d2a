"""Official papers in the layout of decree 30/2020/NĐ-CP, annex I.

``paper.Paper`` is what stands on one, in words. ``pdf`` prints it, ``word`` writes it
for whoever goes on with it in a word processor, perhaps on a template of the office.
"""
