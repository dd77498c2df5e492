"""A process that opens one long article for the first time, and prints the seconds until it was painted.

Argument: ``page``, or ``editor`` for a bare `QTextEdit`. Neither has been helped by the other, or by an article before.
"""

import sys

from annotator.app.run import application
from tests.benchmarks.bench_page import article, editor_opening, page_opening

if __name__ == "__main__":
    application()
    opened = article(1_000_000, 10_000, 1_000)
    print(page_opening(opened) if sys.argv[1] == "page" else editor_opening(opened))
