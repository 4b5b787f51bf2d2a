"""Counting from files: the declared measures, run by an engine over a Parquet lake.

``conditions`` and ``tables`` say in plain data what a measure asks of which columns;
they are read with every start. The other modules load the engines, which takes time:
only commands import them. Spark alone need not be installed.
"""
