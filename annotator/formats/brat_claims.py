"""What a claim is as an event under a mapping, and which stand apart where a token has one label. Pure."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from annotator.formats.mapping import CONTENT, Frame
from annotator.formats.mapping import Mapping as TagMapping
from annotator.model.annotation import Annotation, Relation, Span


@dataclass(frozen=True, slots=True)
class Claim:
    """A claim as an event of *frame*.

    *trigger* has the words on which the event stands. The content is a role of its own under
    *content_role*, unless that is empty. *roles* hold the other parts. *parts* are the ids of
    all annotations that belong to it, with the role that each has; "" for the trigger's.
    """

    claim: Annotation
    frame: Frame
    trigger: Annotation
    content_role: str
    roles: tuple[tuple[str, tuple[Relation, ...]], ...]
    parts: Mapping[str, str] = field(default_factory=dict[str, str])


def claim_of(
    claim: Annotation,
    links: Sequence[Relation],
    marks: Mapping[str, Annotation],
    mapping: TagMapping,
    trigger_on_content: bool,
) -> Claim | None:
    """Return *claim* as an event; None if it has no trigger.

    *links* lead from it to other *marks*. A claim without a cue stands on its own content if
    the mapping allows that, or *trigger_on_content*.
    """
    frame = mapping.frame_holding(claim.tag, {link.type for link in links})
    if frame is None:
        return None
    content_role = frame.role_of(CONTENT) or ""
    roles: dict[str, list[Relation]] = {}
    parts: dict[str, str] = {}
    anchor: Annotation | None = None
    for link in links:
        role = frame.role_of(link.type)
        if link.type == frame.anchor and anchor is None and not link.attributes:
            anchor = marks[link.target]
            parts[anchor.id] = role or ""
            if role is None:
                # said by the trigger, and nowhere else
                roles.setdefault("", []).append(link)
        # a role can have no attributes
        if role is not None and not link.attributes:
            roles.setdefault(role, []).append(link)
            parts[link.target] = role
    if frame.anchor == CONTENT:
        anchor, content_role = claim, ""
    elif anchor is None:
        if not trigger_on_content and content_role not in frame.optional:
            return None
        anchor, content_role = claim, ""
    ordered = tuple((role, tuple(found)) for role, found in roles.items())
    return Claim(claim, frame, anchor, content_role, ordered, parts)


def claims_apart(claims: Iterable[Claim], marks: Mapping[str, Annotation]) -> tuple[list[Claim], list[Claim]]:
    """Return the claims whose parts share no character with those of others, the outer ones first, and the rest."""
    kept: list[Claim] = []
    rest: list[Claim] = []
    taken = _Taken()
    for claim in sorted(claims, key=_outermost):
        own = [("content", span) for span in claim.claim.spans]
        own += [(f"{role} {id_}", span) for id_, role in claim.parts.items() for span in marks[id_].spans]
        if taken.take(own):
            kept.append(claim)
        else:
            rest.append(claim)
    kept.sort(key=lambda each: (each.claim.start, each.claim.id))
    return kept, rest


def _outermost(claim: Claim) -> tuple[int, int, str]:
    spans = claim.claim.spans
    return (-sum(end - start for start, end in spans), spans[0].start, claim.claim.id)


class _Taken:
    """Which characters have which label already."""

    def __init__(self) -> None:
        self._spans: list[tuple[int, int, str]] = []

    def take(self, labelled: list[tuple[str, Span]]) -> bool:
        """Take all of them, or none if one shares a character with another label; tell which."""
        fresh: list[tuple[int, int, str]] = []
        for label, (start, end) in labelled:
            # one claimant may be that of several claims
            if (start, end, label) in self._around(start, end) or (start, end, label) in fresh:
                continue
            if any(True for _ in self._around(start, end)) or any(s < end and start < e for s, e, _ in fresh):
                return False
            fresh.append((start, end, label))
        self._spans = sorted(self._spans + fresh)
        return True

    def _around(self, start: int, end: int) -> Iterator[tuple[int, int, str]]:
        # what is taken does not overlap, so what ends behind the start begins at most one before it
        place = max(bisect_left(self._spans, (start,)) - 1, 0)
        for found in self._spans[place:]:
            if found[0] >= end:
                return
            if found[1] > start:
                yield found
