"""One field in which a claim of the project is chosen: similar ones are offered at once, others by typing."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from annotator.app.calls import call
from annotator.app.chooser import Chooser
from annotator.app.direction import isolated
from annotator.app.jobs import CancelCheck, Jobs, Latest, Progress
from annotator.app.nearby import shorten
from annotator.app.palette import Entry
from annotator.errors import AnnotatorError
from annotator.store import Project
from annotator.store.claims import ClaimLine, Claims, Wanted

if TYPE_CHECKING:
    from annotator.app.session import Session

HEIGHT = 380
"""Pixels: enough for what is offered first, and the text stays in view."""
OFFERED = 24
AT_ONCE = 3_000
"""Claims whose words are compared while the person waits; more are compared beside the window."""
LONGEST = 90


class ClaimChooser(Chooser):
    """Claims similar to *words*, or those that have the words that are typed; *choose* takes the line of one.

    *without* is the id of one that is not offered, *document* that of the article whose other claims follow the
    similar ones. With *lines* only those are offered.
    """

    def __init__(
        self,
        session: Session,
        jobs: Jobs,
        parent: QWidget,
        *,
        title: str,
        ask: str,
        words: str,
        choose: Callable[[ClaimLine], object],
        document: str = "",
        without: str = "",
        lines: Sequence[ClaimLine] | None = None,
    ) -> None:
        self._session = session
        self._words = words
        self._choose = choose
        self._document = document
        self._without = without
        self._fixed = lines is not None
        self._lines = list(lines or ())
        self._similar: list[ClaimLine] = self._lines
        self._colours = {tag.name: tag.colour for tag in session.tag_set.tags if tag.kind == "claim"}
        super().__init__(parent, title=title, ask=ask, names=("Claim", "Claims"), highest=HEIGHT)
        self.query.setVisible(not self._fixed)
        self._search = Latest(jobs, "Looking for claims", self)
        self._search.answered.connect(self._take)
        self._search.failed.connect(self._failed)
        self.finished.connect(self._search.drop)
        if not self._fixed:
            self._ask(partial(_similar, words, without, document), is_first=True)
        self._show_lines()
        (self if self._fixed else self.query).setFocus()

    @property
    def is_looking(self) -> bool:
        """Whether claims are still looked for."""
        return self._search.is_asking

    @property
    def lines(self) -> list[ClaimLine]:
        """The claims that are offered."""
        return self._lines

    def note_of(self, line: ClaimLine) -> str:
        """Return what is said of a claim beside its words."""
        return " · ".join(
            filter(None, (isolated(line.claimant), "" if line.document == self._document else isolated(line.title)))
        )

    def found(self, query: str) -> list[Entry]:
        """Return the claims that are offered, and look for those with the words that were typed."""
        if self._fixed or not hasattr(self, "_search"):
            return self._entries_of(self._lines)
        words = " ".join(query.split())
        if words:
            self._ask(partial(_with_words, words, self._without))
        else:
            self._search.drop()
            self._lines = self._similar
        return self._entries_of(self._lines)

    def refill(self) -> None:
        """Show the same claims, of which other things are to be said."""
        row = self.list.currentIndex().row()
        self._model.show_entries(self._entries_of(self._lines))
        self.list.setCurrentIndex(self._model.index(max(0, min(row, self._model.rowCount() - 1))))

    def _entries_of(self, lines: Sequence[ClaimLine]) -> list[Entry]:
        return [
            Entry(
                shorten(each.words, LONGEST),
                call(self._choose, each),
                self.note_of(each),
                colour=self._colours.get(each.type, ""),
                icon="claim",
            )
            for each in lines
        ]

    def _ask(self, question: Callable[[Claims], list[ClaimLine]], *, is_first: bool = False) -> None:
        project = self._session.project
        if project.claims.count() <= AT_ONCE:
            self._take((question(project.claims), is_first))
            return

        def work(_progress: Progress, _cancelled: CancelCheck) -> object:
            with Project.open(project.path, write=False) as beside:
                return question(beside.claims), is_first

        self._search.ask(work)

    def _take(self, answer: tuple[list[ClaimLine], bool]) -> None:
        self._lines, is_first = answer
        if is_first:
            self._similar = self._lines
        self._show_lines()

    def _show_lines(self) -> None:
        self._model.show_entries(self._entries_of(self._lines))
        self.list.setVisible(bool(self._lines))
        self.empty.setVisible(not self._lines)
        typed = bool(self.query.text().strip())
        self.empty.setText(
            "Looking…" if self.is_looking else "No claim has these words." if typed else "There is no other claim yet."
        )
        if self._lines:
            self.list.setCurrentIndex(self._model.index(0, 0))

    def _failed(self, error: Exception) -> None:
        if not isinstance(error, AnnotatorError):
            raise error
        self.empty.setText(str(error).capitalize())
        self.empty.show()


def _similar(words: str, without: str, document: str, claims: Claims) -> list[ClaimLine]:
    """Return the claims with similar words, and behind them the others of *document* as they stand there."""
    from annotator.analysis.similar_claims import ranked

    others = ((claim, each) for claim, each in claims.wordings() if claim != without)
    found = [each.claim for each in ranked(words, others, limit=OFFERED // 2)]
    near = [each for each in claims.of_document(document) if each != without] if document else []
    return claims.lines(list(dict.fromkeys([*found, *near]))[:OFFERED])


def _with_words(words: str, without: str, claims: Claims) -> list[ClaimLine]:
    return [each for each in claims.page(Wanted(text=words), None, OFFERED) if each.id != without]
