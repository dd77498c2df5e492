"""What is said of a claim, as changes: its attributes, and the judgement of somebody who checked it."""

from collections.abc import Mapping, Sequence

from annotator.model.annotation import Annotation, Value
from annotator.model.change import Alter, Change

UNCHECKED = "unchecked"
VERDICT, BY, DATE, JUSTIFICATION, CITATION = "verdict", "verdict_by", "verdict_date", "justification", "citation"


def with_value(attributes: Mapping[str, Value], name: str, value: Value) -> dict[str, Value]:
    """Return *attributes* with *name* set to *value*, or without it for None, an empty text or no flag."""
    changed = {key: each for key, each in attributes.items() if key != name}
    if value is not None and value != "" and value is not False:
        changed[name] = value
    return changed


def with_judgement(
    attributes: Mapping[str, Value], name: str, value: Value, *, annotator: str, today: str
) -> dict[str, Value]:
    """Return *attributes* with *name* set; a verdict comes with who gave it and when, unless that is known.

    A claim that is unchecked again was checked by nobody: both go with the verdict. *today* is a date, 2025-04-28.
    """
    changed = with_value(attributes, name, value)
    if name != VERDICT or value == attributes.get(VERDICT):
        return changed
    if value in (None, "", UNCHECKED):
        return {key: each for key, each in changed.items() if key not in (BY, DATE)}
    return {**changed, BY: changed.get(BY) or annotator, DATE: changed.get(DATE) or today}


def set_attribute(claim: Annotation, name: str, value: Value, *, annotator: str, today: str) -> Change | None:
    """Return the change that sets an attribute of an annotation, or None if it is so already."""
    attributes = with_judgement(claim.attributes, name, value, annotator=annotator, today=today)
    if attributes == dict(claim.attributes):
        return None
    said = "clear" if name not in attributes else "set"
    label = f"{said} {name.replace('_', ' ').strip().lower()} of {claim.tag}"
    return Change(label, [Alter(Annotation, claim.id, {"attributes": attributes})])


def citations(attributes: Mapping[str, Value]) -> list[str]:
    """Return the citations that stand for a claim's verdict, in their order: an address or a text each."""
    return [each.strip() for each in str(attributes.get(CITATION) or "").splitlines() if each.strip()]


def with_citations(attributes: Mapping[str, Value], cited: Sequence[str]) -> dict[str, Value]:
    """Return *attributes* with these citations, one a line; none twice."""
    lines = dict.fromkeys(" ".join(each.split()) for each in cited)
    return with_value(attributes, CITATION, "\n".join(filter(None, lines)))
