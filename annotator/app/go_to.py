"""One field that leads to a paragraph, an offset, an article, the next mark of a tag, or a claim."""

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING

from annotator.app.calls import call
from annotator.app.jobs import CancelCheck, Latest, Progress
from annotator.app.nearby import shorten
from annotator.app.palette import Entry, Palette, fuzzy_score
from annotator.errors import AnnotatorError
from annotator.model.annotation import Annotation
from annotator.model.document import DocumentSummary
from annotator.store import Project

if TYPE_CHECKING:
    from annotator.app.workspace import Workspace

ARTICLES = 12
"""Articles that are offered."""
CLAIMS = 40
"""Claims, and headings, that are offered."""
LOOKED_AT = 5_000
"""Claims whose words are looked at."""


class GoTo(Palette):
    """The palette of places: what is chosen is shown at once, Esc leads back.

    *go* takes a document and a place; *look* does what only shows a place, so that nobody has gone there. Articles are
    searched beside the window, and stand below the rest once they are found.
    """

    def __init__(
        self,
        workspace: "Workspace",
        go: Callable[[str, int], None],
        look: Callable[[Callable[[], object]], None],
    ) -> None:
        self._workspace = workspace
        self._page = workspace.page
        self._go = go
        self._look = look
        self._came_from = workspace.page.place()
        self._runs_first = False
        self._search = Latest(workspace.jobs, "Searching articles")
        super().__init__([], workspace.page)
        self._search.setParent(self)
        self._search.answered.connect(self._add_articles)
        self._search.failed.connect(self._search_failed)
        self.query.setPlaceholderText("Paragraph number, @offset, article, tag or claim")
        self.query.setAccessibleName("Go to")
        self.list.setAccessibleName("Places")
        self.rejected.connect(self._lead_back)
        self.finished.connect(self._search.drop)
        self.list.selectionModel().currentChanged.connect(self._preview)

    def found(self, query: str) -> list[Entry]:
        """Return the places of this article that *query* may mean, the most likely first; articles come later."""
        wanted = query.strip()
        self._ask_for_articles(wanted)
        entries = [*self._numbers(wanted)]
        if wanted.startswith("@"):
            return entries
        entries += self._tags(wanted) if wanted else []
        entries += self._headings(wanted)
        entries += self._claims(wanted)
        return entries

    @property
    def is_searching(self) -> bool:
        """Whether articles are still looked for."""
        return self._search.is_asking

    def run(self) -> None:
        """Go to the chosen place, or to the first that is found."""
        self._runs_first = self.current() is None and self.is_searching
        if self.current() is not None:
            self._lead_back()
            super().run()

    def _lead_back(self) -> None:
        self._look(call(self._page.go_back_to, self._came_from))

    def _preview(self, *_rows: object) -> None:
        entry = self.current()
        if entry is not None and entry.preview is not None:
            self._look(entry.preview)

    def _here(self, text: str, place: int, where: str, *, colour: str = "", icon: str = "", mark: str = "") -> Entry:
        """Return the line for a place in the open article."""
        document = self._workspace.session.document
        assert document is not None

        def run() -> None:
            self._go(document.document.id, place)
            self._page.set_caret(place, reveal=False)
            if mark:
                self._page.select_annotation(mark, reveal=True)

        return Entry(text, run, where, "", colour, icon, call(self._page.go_to, place))

    def _numbers(self, wanted: str) -> Iterator[Entry]:
        digits = wanted.removeprefix("@").replace(",", "")
        if self._page.flow is None or not digits.isdecimal():
            return
        number, text = int(digits), self._page.text
        if not wanted.startswith("@"):
            starts = [piece.start for piece in self._page.flow.pieces if piece.first]
            if 1 <= number <= len(starts):
                words = shorten(text[starts[number - 1] : starts[number - 1] + 80], 60)
                yield self._here(f"Paragraph {number:,} of {len(starts):,}", starts[number - 1], words)
        if number <= len(text):
            words = shorten(text[number : number + 60], 40)
            yield self._here(f"Offset {number:,} of {len(text):,}", number, words)

    def _tags(self, wanted: str) -> Iterator[Entry]:
        marks = [each for each in self._page.annotations if each.spans]
        caret = self._page.caret
        scored = sorted(
            (-score, tag.name, tag)
            for tag in self._workspace.session.tag_set.tags
            if (score := fuzzy_score(wanted, tag.name)) is not None and score > 0
        )
        for _, _, tag in scored[:6]:
            own = [each for each in marks if (each.kind, each.tag) == (tag.kind, tag.name)]
            if own:
                following = next((each for each in own if each.start > caret), own[0])
                many = f"{len(own):,} in this article"
                yield self._here(f"Next {tag.name}", following.start, many, colour=tag.colour, mark=following.id)

    def _headings(self, wanted: str) -> Iterator[Entry]:
        flow, text = self._page.flow, self._page.text
        pieces = [each for each in flow.pieces if each.role == "heading"] if flow is not None else []
        words = ((shorten(text[each.start : each.end], 80), each.start) for each in pieces)
        fitting = [(each, start) for each, start in words if not wanted or wanted.casefold() in each.casefold()]
        for each, start in fitting[:CLAIMS]:
            yield self._here(each, start, "heading", icon="down")

    def _claims(self, wanted: str) -> Iterator[Entry]:
        links, folded = self._page.links, wanted.casefold()
        claims = [each for each in self._page.annotations if each.kind == "claim" and each.spans][:LOOKED_AT]
        offered = 0
        for each in claims:
            said_by = ", ".join(links.name(who) for who in links.targets(each.id, "claimant"))
            words = links.words(each)
            if folded in f"{words} {said_by} {each.tag}".casefold():
                yield self._claim(each, shorten(words, 70), said_by)
                offered += 1
                if offered == CLAIMS:
                    return

    def _claim(self, claim: Annotation, words: str, said_by: str) -> Entry:
        where = f"{claim.tag}, by {said_by}" if said_by else claim.tag
        colour = self._page.colour_of("claim", claim.tag)
        return self._here(words, claim.start, where, colour=colour, mark=claim.id)

    def _ask_for_articles(self, wanted: str) -> None:
        self._runs_first = False
        if not wanted or wanted.startswith("@"):
            self._search.drop()
            return
        path = self._workspace.session.project.path

        def search(_progress: Progress, _cancelled: CancelCheck) -> list[DocumentSummary]:
            with Project.open(path, write=False) as project:
                return project.documents(text=wanted, limit=ARTICLES)

        self._search.ask(search)

    def _add_articles(self, found: list[DocumentSummary]) -> None:
        self.add(
            [
                Entry(
                    each.title or "Untitled",
                    call(self._go, each.id, 0),
                    f"article, {each.date or 'no date'}",
                    icon="sidebar",
                )
                for each in found
            ]
        )
        if self._runs_first:
            self.run()

    def _search_failed(self, error: Exception) -> None:
        if isinstance(error, AnnotatorError):
            self.add([Entry(str(error).capitalize(), self.reject, icon="search")])
        else:
            raise error
