"""The problems of all documents of a project, found in one pass and then again only where work has changed."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, NamedTuple

from annotator.analysis.constraints import Problem, problems_of, words_of
from annotator.errors import Cancelled, UsageError

if TYPE_CHECKING:
    from annotator.model.document import AnnotatedDocument
    from annotator.model.tag import TagSet
    from annotator.store import Project
    from annotator.store.claim_links import FarEnd

Progress = Callable[[int, int | None, str], None]
CancelCheck = Callable[[], bool]


class Line(NamedTuple):
    """One problem as a table shows it: where it is, its words, and the title of the document."""

    document: str
    title: str
    words: str
    problem: Problem

    @property
    def start(self) -> int:
        """The first code point of the place, or 0 for one that is about the whole document."""
        return self.problem.spans[0].start if self.problem.spans else 0


class Found(NamedTuple):
    """What was found in one document; *lines* are empty where all is well, or the document is gone."""

    document: str
    lines: tuple[Line, ...]


def found_in(document: AnnotatedDocument, tag_set: TagSet, far: Mapping[str, FarEnd]) -> Found:
    """Return the lines of one document; *far* are the ends of its relations in others."""
    facts = document.document
    by_id = {each.id: each for each in document.annotations}
    lines: list[Line] = []
    for problem in problems_of(document, tag_set, far):
        mark = by_id.get(problem.annotations[0])
        lines.append(Line(facts.id, facts.title, words_of(facts.text, mark) if mark is not None else "", problem))
    return Found(facts.id, tuple(lines))


def look_through(project: Project, progress: Progress, cancelled: CancelCheck) -> Iterator[Found]:
    """Yield what is found in each document; raises Cancelled as soon as that is asked for."""
    tag_set, total, far = project.tag_set(), project.count_documents(), project.claims.far_ends()
    for number, document in enumerate(project.scan(), start=1):
        if cancelled():
            raise Cancelled
        yield found_in(document, tag_set, far)
        progress(number, total, document.document.title)


def look_again(project: Project, documents: Iterable[str], cancelled: CancelCheck) -> Iterator[Found]:
    """Yield what is found now in *documents* (ids) and those that lead into them; nothing, in one that is gone."""
    tag_set, asked = project.tag_set(), list(documents)
    asked = list(dict.fromkeys((*asked, *project.claims.leading_to(asked))))
    far = project.claims.far_ends(asked)
    for each in asked:
        if cancelled():
            raise Cancelled
        try:
            yield found_in(project.document(each), tag_set, far)
        except UsageError:
            yield Found(each, ())
