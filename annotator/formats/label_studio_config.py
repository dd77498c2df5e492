"""Label Studio's labelling configuration: what a file says of it, and the one that goes with an export."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from annotator.errors import InputError
from annotator.formats.xml_safely import parse, quoted, storable
from annotator.model.annotation import KINDS, Kind
from annotator.model.tag import Attribute, TagSet

TEXT = "text"
"""The name of the text in our configuration, and the key under which tasks have it."""
_OBJECTS = frozenset(("text", "hypertext", "paragraphs"))


@dataclass(frozen=True, slots=True)
class Texts:
    """What a configuration says of a text: its sort, the key of the tasks that holds it, and keys of dialogues."""

    sort: str
    key: str
    name_key: str = ""
    text_key: str = ""
    is_address: bool = False


def texts_in(data: bytes) -> dict[str, Texts]:
    """Return the texts that a configuration names, by their names; none of what cannot be read."""
    try:
        root = parse(data)
    except InputError:
        return {}
    found: dict[str, Texts] = {}
    for each in root.iter():
        sort = each.tag.lower()
        name, value = each.get("name"), each.get("value", "")
        if sort in _OBJECTS and name and value.startswith("$"):
            found[name] = Texts(
                sort, value[1:], each.get("nameKey", ""), each.get("textKey", ""), each.get("valueType") == "url"
            )
    return found


@dataclass(slots=True)
class Used:
    """What an export uses: labels by kind, document labels, attributes and types of relations, in order of use."""

    labels: dict[str, dict[str, None]] = field(default_factory=dict[str, dict[str, None]])
    documents: dict[str, None] = field(default_factory=dict[str, None])
    asked: dict[str, dict[str, None]] = field(default_factory=dict[str, dict[str, None]])
    attributes: dict[str, None] = field(default_factory=dict[str, None])
    relations: dict[str, None] = field(default_factory=dict[str, None])


class Controls:
    """Which attributes are chosen from a list, which are numbers and which are text, by the tag set."""

    def __init__(self, tag_set: TagSet) -> None:
        self._known: dict[str, Attribute] = {}
        self.colours: dict[tuple[Kind, str], str] = {}
        for tag in tag_set.tags:
            self.colours.setdefault((tag.kind, tag.name), tag.colour)
            for attribute in tag.attributes:
                there = self._known.get(attribute.name)
                if there is None or (attribute.type == "choice" and not set(attribute.choices) <= set(there.choices)):
                    self._known[attribute.name] = attribute

    def choices(self, name: str) -> tuple[str, ...] | None:
        """Return what an attribute is chosen from, or None where it is written."""
        found = self._known.get(name)
        if found is None:
            return None
        return ("true", "false") if found.type == "flag" else found.choices or None

    def is_number(self, name: str) -> bool:
        """Tell whether an attribute is a number."""
        return name in self._known and self._known[name].type == "number"


def written(used: Used, controls: Controls, tags: Mapping[tuple[str, str], tuple[Kind, str]]) -> str:
    """Return the configuration for what is *used*; *tags* gives the tag of each label of a kind."""
    lines = ["<View>", '  <Header value="$title"/>']
    if used.relations:
        lines += ["  <Relations>", *(f"    <Relation value={_name(each)}/>" for each in used.relations)]
        lines.append("  </Relations>")
    for kind in KINDS:
        if labels := used.labels.get(kind):
            lines.append(f'  <Labels name="{kind}" toName="{TEXT}">')
            for label in labels:
                colour = controls.colours.get(tags.get((kind, label), (kind, label)))
                shade = f' background="{colour}"' if colour else ""
                lines.append(f"    <Label value={_name(label)}{shade}/>")
            lines.append("  </Labels>")
    lines.append(f'  <Text name="{TEXT}" value="${TEXT}"/>')
    if used.documents:
        lines += _choices("document", used.documents, 'choice="multiple"')
    for name, values in used.asked.items():
        lines += _choices(name, values, 'choice="single"')
    for name in used.attributes:
        head = f"name={_name(name)} toName={_name(TEXT)}"
        if choices := controls.choices(name):
            lines += _choices(name, choices, 'choice="single" perRegion="true"')
        elif controls.is_number(name):
            lines.append(f'  <Number {head} perRegion="true"/>')
        else:
            lines.append(f'  <TextArea {head} perRegion="true" editable="true" maxSubmissions="1"/>')
    return "\n".join([*lines, "</View>", ""])


def _choices(name: str, values: Iterable[str], how: str) -> list[str]:
    lines = [f'  <Choices name={_name(name)} toName="{TEXT}" {how}>']
    lines += [f"    <Choice value={_name(each)}/>" for each in values]
    return [*lines, "  </Choices>"]


def _name(text: str) -> str:
    return quoted(storable(text))
