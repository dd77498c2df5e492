"""Words that are evidence and nothing else: the tag that they get, whatever the tag set is."""

from annotator.model.annotation import Annotation
from annotator.model.change import Operation, Put
from annotator.model.ids import new_id
from annotator.model.tag import Tag, TagSet

PASSAGE = "Passage"
_DESCRIPTION = (
    "Words that are brought forward as evidence for a claim and are neither a claim nor a name themselves. It is given "
    "where words are chosen as evidence. Words that say what somebody might doubt are a claim: mark them as one first."
)


def passage_tag(tag_set: TagSet) -> tuple[Tag | None, list[Operation]]:
    """Return the tag of a plain passage, and what adds it where *tag_set* has none yet.

    None where it is retired, or its name is that of something else: nobody wants plain passages there.
    """
    found = tag_set.find(PASSAGE)
    if found is not None:
        return (found if found.kind == "entity" and not found.retired else None), []
    position = max((each.position for each in tag_set.tags), default=-1) + 1
    made = Tag(new_id(), "entity", PASSAGE, "#4b6b7d", description=_DESCRIPTION, position=position)
    return made, [Put(made)]


def is_passage(mark: Annotation) -> bool:
    """Tell whether *mark* has the tag of plain words, which name nothing."""
    return mark.kind == "entity" and mark.tag == PASSAGE
