"""What could be a part of a claim: what is one now, what the text proposes, marks near, and nobody who is named."""

from collections.abc import Sequence
from typing import NamedTuple

from annotator.analysis.proposals import propose
from annotator.app.nearby import candidates
from annotator.app.page.claim_card import UNNAMED, Links
from annotator.model.annotation import Annotation, Span
from annotator.model.claim_links import EVIDENCE
from annotator.model.document import AnnotatedDocument
from annotator.model.people import Record
from annotator.model.tag import TagSet

MOST_CANDIDATES = 14
ASK_RECORD = "Known, but not in the text: a record…"
ASK_ELSEWHERE = "A claim, here or in another article…"
ASK_CITATION = "A citation or an address…"
FIRST_PARTS = ("claimant", "cue")
"""The parts that every card names, and that are proposed from the words."""

LIKELY = {"said at": "Location", "said on": "Date"}
"""The tag that a part most often has, for parts that any entity may be."""


class Candidate(NamedTuple):
    """What could be a part: an annotation, words that would become one of *tag*, a record, a kind of source, nothing.

    *asks* is set for a line that only leads to another question: `ASK_RECORD`, `ASK_ELSEWHERE` or `ASK_CITATION`.
    """

    span: Span | None = None
    annotation: Annotation | None = None
    tag: str = ""
    source_kind: str = ""
    record: Record | None = None
    asks: str = ""

    @property
    def spans(self) -> Sequence[Span]:
        """Where it stands in the text."""
        return (self.span,) if self.span is not None else self.annotation.spans if self.annotation else ()


def part_candidates(
    opened: AnnotatedDocument, tag_set: TagSet, links: Links, claim: Annotation, name: str
) -> list[Candidate]:
    """Return what could be the part *name* of *claim*; the last one stands for nothing."""
    relation_type = tag_set.relation_type(name)
    if relation_type is None:
        return []
    marks = {each.id: each for each in opened.annotations if each.id != claim.id}
    found = [Candidate(annotation=each) for each in links.targets(claim.id, name)]
    taken = {each.annotation.id for each in found if each.annotation is not None}
    if name in FIRST_PARTS:
        proposal = propose(opened.document.text, claim.spans, list(marks.values()), opened.document.language)
        for each in proposal.claimants if name == "claimant" else proposal.cues:
            existing = marks.get(each.annotation or "")
            if existing is None and tag_set.find(each.tag) is not None:
                found.append(Candidate(each.span, tag=each.tag))
            elif existing is not None and existing.id not in taken:
                found.append(Candidate(annotation=existing))
                taken.add(existing.id)
    near = candidates(claim, relation_type.to_kinds, list(marks.values()), len(marks))
    # that a claim is said by a claim, or about one, is rare; a place and a time are most often marked as such
    likely = LIKELY.get(name)
    near.sort(key=lambda each: (each.kind == "claim", likely is not None and each.tag != likely))
    found += [Candidate(annotation=each) for each in near if each.id not in taken]
    del found[MOST_CANDIDATES:]
    if name == "claimant":
        tag = tag_set.find(claim.tag, "claim")
        kinds = next((each.choices for each in tag.attributes if each.name == "source_kind"), ()) if tag else ()
        found += [Candidate(source_kind=each) for each in UNNAMED if each in kinds]
        found.append(Candidate(asks=ASK_RECORD))
    if name == EVIDENCE:
        found += [Candidate(asks=ASK_ELSEWHERE), Candidate(asks=ASK_CITATION)]
    return [*found, Candidate()]
