"""The tag sets that come with the program, by name."""

from annotator.errors import UsageError
from annotator.formats.tagset_toml import read_tag_set
from annotator.model.tag import TagSet
from annotator.resources import resources

DEFAULT = "news"


def ready_names() -> tuple[str, ...]:
    """Return the names, the default first, then by letter."""
    found = sorted(each.stem for each in (resources() / "tagsets").glob("*.toml"))
    return (DEFAULT, *(each for each in found if each != DEFAULT))


def ready_tag_set(name: str) -> TagSet:
    """Return the ready tag set of that *name*; UsageError if there is none."""
    if name not in ready_names():
        raise UsageError(f"there is no ready tag set “{name}”; there are {', '.join(ready_names())}")
    return read_tag_set((resources() / "tagsets" / f"{name}.toml").read_text("utf-8"), f"{name}.toml")


def ready_tag_sets() -> list[TagSet]:
    """Return all of them."""
    return [ready_tag_set(name) for name in ready_names()]
