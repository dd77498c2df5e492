"""What of a document does not keep to the constraints of its tag set: pure, from model objects to problems."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import TYPE_CHECKING, NamedTuple

from annotator.model.annotation import Annotation, Relation, Span
from annotator.model.constraint import Constraint, chooses, spoken
from annotator.model.document import AnnotatedDocument
from annotator.model.segments import sentences
from annotator.model.tag import RelationType, TagSet

if TYPE_CHECKING:
    from annotator.store.claim_links import FarEnd

_LONGEST = 60
_NO_ENDS: Mapping[str, FarEnd] = MappingProxyType({})


class Problem(NamedTuple):
    """One place that does not keep to a rule.

    *rule* names the constraint, or what of the tag set asks for it; *sentence* says it of this place.
    *annotations* are ids, the one that is to be mended first; *spans* are theirs, in code points. *lacks* is the
    part or attribute that is missing, where one is; *summary* says the same of one and of many, with ``{}`` for their
    number. *short* is the sentence without the words of the text.
    """

    rule: str
    sentence: str
    annotations: tuple[str, ...]
    spans: tuple[Span, ...]
    lacks: str = ""
    summary: tuple[str, str] = ("", "")
    short: str = ""


class _Work(NamedTuple):
    """A document's accepted marks, looked up in several ways."""

    text: str
    marks: Sequence[Annotation]
    by_id: dict[str, Annotation]
    relations: Sequence[Relation]
    joined: dict[str, set[str]]
    far: Mapping[str, FarEnd] = _NO_ENDS


def problems_of(document: AnnotatedDocument, tag_set: TagSet, far: Mapping[str, FarEnd] = _NO_ENDS) -> list[Problem]:
    """Return what of *document* does not keep to *tag_set*, in reading order.

    Looked at are accepted marks, and *far*, by id: those of other documents at which relations end. Beside the
    constraints these are: attributes that a tag requires, and the kinds that a relation type may join.
    """
    work = _work(document, far)
    found: list[Problem] = []
    found += _required(work, tag_set)
    found += _joined_kinds(work, tag_set.relation_types)
    for each in tag_set.constraints:
        found += _RULES[each.rule](work, each)
    return sorted(found, key=_place)


def missing_parts(mark: Annotation, relations: Iterable[Relation], tag_set: TagSet) -> list[Problem]:
    """Return what alone *mark* lacks, for a form that shows it: relations from it and attributes, as `problems_of`."""
    own = [each for each in relations if each.source == mark.id]
    work = _Work("", [mark], {mark.id: mark}, own, {mark.id: {each.type for each in own}})
    needs = (each for each in tag_set.constraints if each.rule == "needs")
    return [*_required(work, tag_set), *(problem for each in needs for problem in _needs(work, each))]


def summaries(problems: Iterable[Problem]) -> list[str]:
    """Return one sentence for each sort of problem, with how many there are: ``3 claims lack a claimant``."""
    counts = Counter(each.summary for each in problems)
    return [(one if many == 1 else more).format(f"{many:,}") for (one, more), many in counts.most_common()]


def _work(document: AnnotatedDocument, far: Mapping[str, FarEnd]) -> _Work:
    marks = [each for each in document.annotations if each.state == "accepted"]
    by_id = {each.id: each for each in marks}
    joined: defaultdict[str, set[str]] = defaultdict(set)
    for each in document.relations:
        joined[each.source].add(each.type)
    return _Work(document.document.text, marks, by_id, document.relations, joined, far)


def _place(problem: Problem) -> tuple[int, int, str]:
    first = problem.spans[0] if problem.spans else Span(-1, -1)
    return first.start, first.end, problem.sentence


def _of(work: _Work, choice: Sequence[str]) -> Iterator[Annotation]:
    return (each for each in work.marks if chooses(choice, each.kind, each.tag))


def words_of(text: str, mark: Annotation) -> str:
    """Return the words of *mark* as a sentence quotes them: in one line, cut where they are long."""
    return _cut(" ".join(text[start:end] for start, end in mark.spans))


def _cut(words: str) -> str:
    words = " ".join(words.split())
    return words if len(words) <= _LONGEST else words[: _LONGEST - 1].rstrip() + "…"


def _end(work: _Work, end: str) -> Annotation | FarEnd | None:
    return work.by_id.get(end) or work.far.get(end)


def _named(work: _Work, mark: Annotation | FarEnd) -> str:
    words = words_of(work.text, mark) if isinstance(mark, Annotation) else _cut(mark.words)
    return f"{mark.tag} “{words}”" if words else mark.tag


def _a(noun: str) -> str:
    return f"{'an' if noun[:1].lower() in 'aeiou' else 'a'} {noun}"


def _said(value: object) -> bool:
    return value is not None and value != ""


def _text(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _required(work: _Work, tag_set: TagSet) -> Iterator[Problem]:
    required = {
        (tag.kind, tag.name): names
        for tag in tag_set.tags
        if (names := [each.name for each in tag.attributes if each.required])
    }
    if not required:
        return
    for mark in work.marks:
        for name in required.get((mark.kind, mark.tag), ()):
            if not _said(mark.attributes.get(name)):
                yield Problem(
                    f"{mark.tag} requires {name}",
                    f"{_named(work, mark)} does not say its {name}",
                    (mark.id,),
                    mark.spans,
                    name,
                    (f"{{}} {mark.tag} does not say its {name}", f"{{}} {mark.tag} marks do not say their {name}"),
                    f"{mark.tag} does not say its {name}",
                )


def _joined_kinds(work: _Work, types: Sequence[RelationType]) -> Iterator[Problem]:
    known = {each.name: each for each in types}
    for relation in work.relations:
        of_type = known.get(relation.type)
        if of_type is None:
            continue
        for end, kinds, way in (
            (relation.source, of_type.from_kinds, "from"),
            (relation.target, of_type.to_kinds, "to"),
        ):
            mark = _end(work, end)
            if mark is not None and kinds and mark.kind not in kinds:
                yield _wrongly_joined(work, relation, mark, way, " or ".join(kinds), f"{relation.type} joins kinds")


def _wrongly_joined(
    work: _Work, relation: Relation, mark: Annotation | FarEnd, way: str, wanted: str, rule: str
) -> Problem:
    source = work.by_id.get(relation.source)
    near = [each for each in (source, mark) if isinstance(each, Annotation)]
    where = "" if isinstance(mark, Annotation) else " of another article"
    return Problem(
        rule,
        f"{relation.type} leads {way} {_named(work, mark)}{where}, but may only lead {way} {wanted}",
        tuple(dict.fromkeys(each.id for each in near)) or (relation.source,),
        near[0].spans if near else (),
        "",
        (
            f"{{}} relation “{relation.type}” leads {way} what it may not",
            f"{{}} relations “{relation.type}” lead {way} what they may not",
        ),
        f"{relation.type} leads {way} {mark.tag}{where}, but may only lead {way} {wanted}",
    )


def _needs(work: _Work, rule: Constraint) -> Iterator[Problem]:
    wanted = " or ".join((*rule.relations, *rule.attributes))
    relations, noun = set(rule.relations), spoken(rule.of)
    for mark in _of(work, rule.of):
        if not relations.isdisjoint(work.joined.get(mark.id, ())):
            continue
        if any(_said(mark.attributes.get(name)) for name in rule.attributes):
            continue
        if any(_text(mark.attributes.get(name)) in values for name, values in rule.unless.items()):
            continue
        yield Problem(
            rule.name,
            f"{_named(work, mark)} lacks {_a(wanted)}",
            (mark.id,),
            mark.spans,
            wanted,
            (f"{{}} {noun} lacks {_a(wanted)}", f"{{}} {_many(rule.of)} lack {_a(wanted)}"),
            f"{mark.tag} lacks {_a(wanted)}",
        )


def _many(choice: Sequence[str]) -> str:
    words = ["entities" if each == "entity" else f"{each.partition(':')[2]} marks" if ":" in each else f"{each}s"
             for each in choice]  # fmt: skip
    return " or ".join(words)


def _spans(work: _Work, choice: Sequence[str]) -> list[tuple[Span, Annotation]]:
    return sorted(((span, mark) for mark in _of(work, choice) for span in mark.spans), key=lambda each: each[0])


def _apart(work: _Work, rule: Constraint) -> Iterator[Problem]:
    ours, theirs = _spans(work, rule.of), _spans(work, rule.other)
    seen: set[frozenset[str]] = set()
    open_now: list[tuple[Span, Annotation]] = []
    place = 0
    for span, mark in ours:
        while place < len(theirs) and theirs[place][0].start < span.end:
            open_now.append(theirs[place])
            place += 1
        open_now = [each for each in open_now if each[0].end > span.start]
        for other_span, other in open_now:
            pair = frozenset((mark.id, other.id))
            if len(pair) < 2 or other_span.start >= span.end or pair in seen:
                continue
            seen.add(pair)
            yield Problem(
                rule.name,
                f"{_named(work, mark)} overlaps {_named(work, other)}",
                (mark.id, other.id),
                (span, other_span),
                "",
                (
                    f"{{}} {spoken(rule.of)} overlaps {_a(spoken(rule.other))}",
                    f"{{}} {_many(rule.of)} overlap {_a(spoken(rule.other))}",
                ),
                f"{mark.tag} overlaps {other.tag}",
            )


def _at_most(work: _Work, rule: Constraint) -> Iterator[Problem]:
    marks = list(_of(work, rule.of))
    if len(marks) > rule.most:
        what = spoken(rule.of)
        yield Problem(
            rule.name,
            f"{len(marks):,} × {what} in one article, where at most {rule.most:,} may be",
            tuple(each.id for each in marks[rule.most :]),
            tuple(span for each in marks[rule.most :] for span in each.spans),
            "",
            (f"{{}} article has too many {what}", f"{{}} articles have too many {what}"),
            f"{len(marks):,} × {what} in one article",
        )


def _joins(work: _Work, rule: Constraint) -> Iterator[Problem]:
    for relation in work.relations:
        if relation.type not in rule.relations:
            continue
        for end, choice, way in ((relation.source, rule.of, "from"), (relation.target, rule.other, "to")):
            mark = _end(work, end)
            if mark is not None and choice and not chooses(choice, mark.kind, mark.tag):
                yield _wrongly_joined(work, relation, mark, way, spoken(choice), rule.name)


def _one_sentence(work: _Work, rule: Constraint) -> Iterator[Problem]:
    starts: list[int] = []
    ends: list[int] = []
    for mark in _of(work, rule.of):
        if not mark.spans:
            continue
        if not starts:
            found = list(sentences(work.text))
            starts, ends = [each.start for each in found], [each.end for each in found]
        place = bisect_right(starts, mark.start) - 1
        # quotation marks and brackets behind the last word are no new sentence
        if place < 0 or (mark.end > ends[place] and place + 1 < len(starts) and mark.end > starts[place + 1]):
            yield Problem(
                rule.name,
                f"{_named(work, mark)} goes beyond its sentence",
                (mark.id,),
                mark.spans,
                "",
                (
                    f"{{}} {spoken(rule.of)} goes beyond its sentence",
                    f"{{}} {_many(rule.of)} go beyond their sentence",
                ),
                f"{mark.tag} goes beyond its sentence",
            )


_RULES: dict[str, Callable[[_Work, Constraint], Iterator[Problem]]] = {
    "needs": _needs,
    "apart": _apart,
    "at most": _at_most,
    "joins": _joins,
    "one sentence": _one_sentence,
}
