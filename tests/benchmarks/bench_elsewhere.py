"""What "Where else?" costs in 10,000 documents until its first page is there, beside full text search alone."""

import random
import tempfile
from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate
from pathlib import Path

from annotator.analysis.elsewhere import PAGE, Question, look
from annotator.formats.tagset_toml import load_default
from annotator.model.document import AnnotatedDocument, Document
from annotator.model.text import text_sha256
from annotator.store import Project
from tests.benchmarks.corpus import TIME
from tests.benchmarks.harness import Figure, compare

DOCUMENTS = 10_000
WORDS = 500
VOCABULARY = 60_000
ASKED = 24
REPEATED = 12
"""How often each claim is said again, in other words."""
AT_MOST = 3.0
_SYLLABLES = [a + b for a in "b d f g h k l m n p r s t v w z ch st br".split() for b in "a e i o u ai en or".split()]
_HAN = [chr(0x4E00 + number) for number in range(3_000)]


class Corpus:
    """Articles of invented words, common and rare as in a language, in which claims and names are said again."""

    def __init__(self, *, han: bool = False) -> None:
        dice = self._dice = random.Random(1917)
        self._gap = "" if han else " "
        if han:
            self._vocabulary = _HAN
        else:
            made = ("".join(dice.choices(_SYLLABLES, k=dice.randint(1, 4))) for _ in range(VOCABULARY))
            self._vocabulary = list(dict.fromkeys(made))
        self._weights = list(accumulate(1 / (number + 4) for number in range(len(self._vocabulary))))
        self.claims = [self._words(18) for _ in range(ASKED)]
        self.names = [self._gap.join(dice.sample(self._vocabulary[300:4_000], 3 if han else 2)) for _ in range(ASKED)]
        self._planted: dict[int, list[str]] = {}
        for claim in self.claims:
            for _ in range(REPEATED):
                self._plant(self._gap.join(self._said_again(claim)))
        for name in self.names:
            for _ in range(REPEATED):
                self._plant(name)

    def _words(self, count: int) -> list[str]:
        return self._dice.choices(self._vocabulary, cum_weights=self._weights, k=count)

    def _said_again(self, claim: Sequence[str]) -> list[str]:
        """Leave words out, put others in, and begin with another half."""
        words = list(claim)
        for _ in range(3):
            del words[self._dice.randrange(len(words))]
            words.insert(self._dice.randrange(len(words)), self._words(1)[0])
        middle = len(words) // 2
        return words[middle:] + words[:middle] if self._dice.random() < 0.3 else words

    def _plant(self, words: str) -> None:
        self._planted.setdefault(self._dice.randrange(DOCUMENTS), []).append(words)

    def write(self, path: Path) -> Path:
        """Make a project of it, as one change."""
        with Project.create(path, load_default()) as project:
            importer = project.importing("import", "Bench")
            for begin in range(0, DOCUMENTS, 500):
                importer.put([self._article(number) for number in range(begin, begin + 500)])
        return path

    def _article(self, number: int) -> AnnotatedDocument:
        words = self._words(WORDS)
        for planted in self._planted.get(number, ()):
            words.insert(self._dice.randrange(len(words)), planted)
        text = self._gap.join(words)
        document = Document(f"d{number}", f"Article {number}", text, text_sha256(text), TIME, "1924", "en")
        return AnnotatedDocument(document)


def run() -> Iterator[Figure]:
    """Yield the figures of a claim and of a name, in a script with spaces and in one without."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        corpus = Corpus()
        path = corpus.write(folder / "corpus.annotator")
        claims = [Question(" ".join(each), "claim") for each in corpus.claims]
        yield _figure("a claim, first page, 10,000 documents", path, claims, _ranked, "FTS query alone, ranked")
        yield _recall(path, claims)
        names = [Question(each) for each in corpus.names]
        against = "full text search alone, so many places"
        yield _figure("a name, first page, 10,000 documents", path, names, _places, against)
        han = Corpus(han=True)
        path = han.write(folder / "han.annotator")
        claims = [Question("".join(each), "claim") for each in han.claims]
        against = "a scan of the texts for the same characters"
        yield _figure("a claim without spaces, first page, 10,000 documents", path, claims, _scanned, against)
        names = [Question(each) for each in han.names]
        yield _figure("a name without spaces, first page, 10,000 documents", path, names, _scanned, against)


def _figure(
    case: str,
    path: Path,
    questions: Sequence[Question],
    floor: Callable[[Project, str], None],
    against: str,
) -> Figure:
    ours, theirs = iter(questions), iter(questions)
    with Project.open(path, write=False) as project:

        def ask() -> None:
            next(look(project, next(ours)))

        def search() -> None:
            floor(project, next(theirs).words)

        return compare(
            "elsewhere", case, ours=ask, floor=search, against=against, at_most=AT_MOST, runs=len(questions) - 1
        )


def _ranked(project: Project, words: str) -> None:
    expression = " OR ".join(f'"{each}"' for each in words.split())
    statement = "SELECT rowid FROM texts_search WHERE texts_search MATCH ? ORDER BY rank LIMIT ?"
    project.database.conn.execute(statement, (expression, PAGE)).fetchall()


def _places(project: Project, words: str) -> None:
    list(project.search(words, limit=PAGE))


def _scanned(project: Project, words: str) -> None:
    project.database.conn.execute("SELECT key FROM texts WHERE instr(text, ?) > 0", (words,)).fetchall()


def _recall(path: Path, questions: Sequence[Question]) -> Figure:
    """Return how many of the repetitions the first page has, beside all that there are."""
    with Project.open(path, write=False) as project:
        found = sum(min(REPEATED, len(next(look(project, each)).passages)) for each in questions)
    there = len(questions) * REPEATED
    against = "those that there are"
    return Figure("elsewhere", "repetitions on the first page", found, "", against, there, there / found, 1.1, 1)
