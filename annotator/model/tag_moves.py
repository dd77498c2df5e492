"""Moves of a tag among its like, as keys make them: a step up or down, under the one above, a step out."""

from annotator.model.change import Change
from annotator.model.tag import Tag, TagSet
from annotator.model.tag_edits import move_tag


def step(tag_set: TagSet, tag: Tag, by: int) -> Change | None:
    """Return the change that moves *tag* up (-1) or down (1) among those under the same parent; None at the end."""
    like = _like(tag_set, tag)
    place = like.index(tag) + by
    if not 0 <= place < len(like):
        return None
    before = like[place] if by < 0 else like[place + 1] if place + 1 < len(like) else None
    return move_tag(tag_set, tag, before, tag.parent)


def step_in(tag_set: TagSet, tag: Tag) -> Change | None:
    """Return the change that puts *tag* under the one above it; None for the first."""
    like = _like(tag_set, tag)
    place = like.index(tag)
    return move_tag(tag_set, tag, None, like[place - 1].name) if place > 0 else None


def step_out(tag_set: TagSet, tag: Tag) -> Change | None:
    """Return the change that puts *tag* behind the one that it is under; None for one that is under none."""
    above = tag_set.find(tag.parent, tag.kind) if tag.parent else None
    if above is None:
        return None
    like = _like(tag_set, above)
    place = like.index(above) + 1
    return move_tag(tag_set, tag, like[place] if place < len(like) else None, above.parent)


def _like(tag_set: TagSet, tag: Tag) -> list[Tag]:
    return [each for each in tag_set.tags if each.kind == tag.kind and each.parent == tag.parent]
