"""Counting from files: the declared measures, run by an engine over a Parquet lake.

``conditions`` and ``tables`` say in plain data what a measure asks of which columns;
they are read with every start. ``engines`` and ``comparing`` need the packages of the
lake, which an office need not install: only commands import them.
"""
