"""How good the checker is on made-up reports: citations, precision, recall by kind."""

import json
import sys

from tests.corpus.generate import HELD_OUT
from tests.corpus.score import figures, score_seeds


def main(samples: int = 200) -> None:
    for name, seed in (("corpus", 1), ("heldout", HELD_OUT)):
        for row in figures(score_seeds(samples, seed), name):
            sys.stdout.write(json.dumps(row) + "\n")


if __name__ == "__main__":
    main()
