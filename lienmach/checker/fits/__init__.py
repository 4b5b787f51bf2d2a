"""Which figures of a report fit together, wherever they stand.

``figures`` puts those of text and tables in one line; ``sums`` and ``ratios`` say how
three counts, or a percentage and two counts, go together, and how their form speaks for
it; ``bits`` holds how much, learnt from right texts (``tests.corpus.weigh``); ``web``
finds what holds, and what a slip of the pen keeps from holding.
"""
