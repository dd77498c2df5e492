"""Damages files in the ways in which files come to harm: by hand, by a program, on the way, or by intent.

`damaged` alters some of the files of a folder; the same random numbers give the same damage.
"""

import io
import json
import re
import xml.etree.ElementTree as ElementTree
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from copy import deepcopy
from random import Random
from typing import Any

from tests.formats.documents import packed

Files = dict[str, bytes]

_DEEP, _HUGE = "@deep@", "@huge@"
_JUNK: list[Any] = [
    None, True, False, 0, 1, -1, 3, 1.5, 2**63, 10**20, -(10**18), float("nan"), "", " ", "x", "0", "5", "\0", "\ud800",
    "😀", "9999-99-99", "a\tb\nc", "../../x", "http://x", [], ["a"], [["a"]], [[1], 2, "x"], [None], [{}], {}, {"a": 1},
    {"id": {}}, {"id": 1, "text": "x"}, _DEEP, _HUGE,
]  # fmt: skip
_CELLS = [
    "", "_", "-", "*", "O", "B-", "I-PER", "B-PER", "x", "0", "-1", "1", "7", "99999", "1" * 5000, "1.5", "NaN", "\0",
    "\x1b", "\ud800", "😀", "\u2028", "أ", "|", "|||", "[1]", "[x]", "a[1", "*[0]", "a=b=c", "=", ":", "T1", "E1", "R1",
    "#1", "Arg1:T1", "0 1;1 2", "5 2", "true", "9999-99-99", "=1+1", '"', "'", "\\", "{}", "[]", "null", "&nope;", "<",
    "x:y:z", "1-1", "2-1", "0-3",
]  # fmt: skip
_STRAY = (b"\0", b"\xff", b"\x80\x81", b"\xed\xa0\x80", b"\r", b"\n\n")
_MARKUP = ("&nope;", "&#0;", "&#xD800;", "&amp;", "]]>", "<![CDATA[x]]>", "<!-- x -->", "<?x y?>")
_DECLARATION = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY nope "ten"><!ENTITY s SYSTEM "file:///etc/passwd">]>'
_PACKED: list[Any] = [None, True, -1, 2**63 - 1, 1.5, "", "x", "😀", b"", b"\0" * 7, [], ["a"], [[b"x"]], {}, {"a": 1}]
_WRONG = ("utf-16", "utf-16-be", "utf-32", "latin-1", "cp1252", "utf-8-sig", "utf-7")
_TAG = re.compile(r"<[^<>]*>")
_ATTRIBUTE = re.compile(r"""\s[\w:.-]+\s*=\s*("[^"]*"|'[^']*')""")
_NAMES = ("../out.txt", "/etc/x", "a\\b", "x" * 300, "x\0y", "con", "a/./b")


def damaged(files: Mapping[str, bytes], random: Random) -> Files:
    """Return *files* with damage in one of them, or to one of their names; seldom in two."""
    found = dict(files)
    for _ in range(random.choice((1, 1, 1, 2))):
        name = random.choice(sorted(found))
        if len(found) > 1 and random.random() < 0.04:
            data = found.pop(name)
            if random.random() < 0.5:
                found[random.choice(sorted(found))] = data
        else:
            found[name] = damaged_bytes(found[name], random)
    return found


def damaged_bytes(data: bytes, random: Random) -> bytes:
    """Return the bytes of one file with some damage, of a kind that suits what it is."""
    if random.random() < 0.1:
        return _bytes(data, random)
    if data.startswith(b"PK"):
        return _archive(data, random)
    if data.startswith(b"\x78"):
        return _packed(data, random)
    try:
        text = data.decode()
    except UnicodeDecodeError:
        return _bytes(data, random)
    if random.random() < 0.05:
        return text.encode(random.choice(_WRONG), "replace")
    if random.random() < 0.9 and (values := _json(text)):
        return _values(values, random)
    if text.lstrip("\ufeff \n").startswith("<"):
        text = _elements(text, random) if random.random() < 0.7 else _markup(text, random)
    else:
        text = _rows(text, random)
    return text.encode("utf-8", "surrogatepass")


def _bytes(data: bytes, random: Random) -> bytes:
    place, other = sorted(random.randrange(len(data) + 1) for _ in range(2))
    match random.randrange(5):
        case 0:
            return data[:place]
        case 1:
            flipped = bytes(each ^ 1 << random.randrange(8) for each in data[place : place + 1])
            return data[:place] + flipped + data[place + 1 :]
        case 2:
            return data[:place] + random.choice(_STRAY) + data[place:]
        case 3:
            return data[:place] + data[other:]
        case _:
            return data[:other] + data[place:]


# --- JSON


def _json(text: str) -> list[Any]:
    """Return the values of a file of JSON, one or one a line; none, if it is something else."""
    for pieces in ([text], [line for line in text.split("\n") if line.strip()]):
        try:
            return [json.loads(each) for each in pieces]
        except (ValueError, RecursionError):
            pass
    return []


def _values(values: list[Any], random: Random) -> bytes:
    for _ in range(random.choice((1, 1, 1, 2, 3))):
        number = random.randrange(len(values))
        values[number] = in_json(values[number], random)
    text = "\n".join(json.dumps(each, ensure_ascii=random.random() < 0.9) for each in values)
    text = text.replace(f'"{_DEEP}"', "[" * 3000 + "]" * 3000).replace(f'"{_HUGE}"', "1" + "0" * 5000)
    return text.encode("utf-8", "surrogatepass")


def _paths(value: Any, path: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    yield path
    if isinstance(value, dict | list):
        for key in value if isinstance(value, dict) else range(len(value)):
            yield from _paths(value[key], (*path, key))


def _at(value: Any, path: tuple[Any, ...]) -> Any:
    for key in path:
        value = value[key]
    return value


def in_json(value: Any, random: Random) -> Any:
    """Return a value of JSON with one of its nodes replaced, left out, doubled or renamed."""
    value = deepcopy(value)
    paths = list(_paths(value))
    # so that the many leaves do not hide what is around them
    depth = random.choice([len(each) for each in random.sample(paths, min(4, len(paths)))])
    path = random.choice([each for each in paths if len(each) == depth])
    if not path:
        return random.choice(_JUNK)
    holder, key = _at(value, path[:-1]), path[-1]
    act = random.randrange(8)
    if act == 0:
        del holder[key]
    elif act == 1 and isinstance(holder, list):
        holder.insert(key, holder[key])
    elif act == 1:
        holder[random.choice(("", "x", "id", "text", *holder))] = holder.pop(key)
    elif act <= 3:
        holder[key] = deepcopy(_at(value, random.choice(paths)))
    elif act == 4 and isinstance(holder[key], str | int):
        holder[key] = _nearly(holder[key], random)
    else:
        holder[key] = random.choice(_JUNK)
    return value


def _nearly(value: str | int, random: Random) -> Any:
    if isinstance(value, int):
        return random.choice((-value, value + 1, value - 1, str(value), float(value), value * 1000, [value]))
    return random.choice(
        (value + value, value[:-1], value.upper(), [value], {"value": value}, value + "\n", value + "\0")
    )


# --- XML


def _elements(text: str, random: Random) -> str:
    """Return well-formed XML in which elements and attributes were moved, renamed, left out or filled with junk."""
    try:
        root = ElementTree.fromstring(text.encode("utf-8", "surrogatepass"))
    except (ElementTree.ParseError, ValueError):
        return _markup(text, random)
    for prefix, uri in re.findall(r'xmlns:([\w.-]+)="([^"]*)"', text):
        if not re.fullmatch(r"ns\d+|xml", prefix):
            ElementTree.register_namespace(prefix, uri)
    for _ in range(random.choice((1, 1, 2, 3))):
        pairs = [(parent, each) for parent in root.iter() for each in parent] or [(root, root)]
        parent, each = random.choice(pairs)
        act = random.randrange(10)
        if act == 0 and each is not root:
            parent.remove(each)
        elif act == 1 and each is not root:
            parent.insert(random.randrange(len(parent) + 1), each)
        elif act == 2:
            other = random.choice(pairs)[1]
            each.tag = random.choice((other.tag, "x", "{http://example.org/x}y", each.tag.partition("}")[2] or "y"))
        elif act == 3:
            each.text = random.choice((None, "", "x", "5", "-1", "1 2 x", "9" * 5000, "😀\n"))
        elif each.attrib and act <= 8:
            name = random.choice(sorted(each.attrib))
            others = [value for one in root.iter() for value in one.attrib.values()]
            value = each.attrib.pop(name)
            if act != 4:
                junk = [one for one in _CELLS if one.isprintable()]
                each.set(
                    "x" if act == 5 else name,
                    random.choice((value, *random.choices(others, k=2), *random.choices(junk, k=2))),
                )
        else:
            each.set(
                random.choice(("id", "n", "{http://www.w3.org/XML/1998/namespace}id", "start")),
                random.choice(("", "x", "1")),
            )
    return ElementTree.tostring(root, encoding="unicode", xml_declaration=random.random() < 0.5)


def _markup(text: str, random: Random) -> str:
    """Return the text of XML with damage to its tags, so that it is often well-formed no more."""
    tags = list(_TAG.finditer(text))
    if not tags:
        return _rows(text, random)
    tag, other = random.choice(tags), random.choice(tags)
    start, end = tag.span()
    attributes = list(_ATTRIBUTE.finditer(text, start, end))
    match random.randrange(9):
        case 0:
            return text[:start] + text[end:]
        case 1:
            return text[:end] + text[start:]
        case 2:
            return text[:start] + other.group() + text[end:]
        case 3:
            return text[:end] + random.choice(_MARKUP) + text[end:]
        case 4:
            body = re.sub(r"^\s*<\?xml[^>]*\?>", "", text)
            return _DECLARATION + body.replace(">", random.choice((">&nope;", ">&s;")), 1)
        case 5:
            return text.replace("http://", "http://x.", 1)
        case 6:
            return text[:start]
        case _ if attributes:
            each = random.choice(attributes)
            junk = random.choice(
                ("", each.group() + each.group(), f' x="{random.choice(_CELLS)}"', random.choice(attributes).group())
            )
            return text[: each.start()] + junk + text[each.end() :]
        case _:
            return "<x " * 3000 + text


# --- lines and columns


def _rows(text: str, random: Random) -> str:
    lines = text.split("\n")
    for _ in range(random.choice((1, 1, 2, 3))):
        number, other = random.randrange(len(lines)), random.randrange(len(lines))
        act = random.randrange(10)
        if act == 0:
            del lines[number : number + random.choice((1, 1, 1, 5))]
            lines = lines or [""]
        elif act == 1:
            lines.insert(other, lines[number])
        elif act == 2:
            lines[number], lines[other] = lines[other], lines[number]
        elif act == 3:
            lines.insert(number, random.choice(("", " ", "\t", "#", "# x", "x", "\t\t\t", *_CELLS)))
        elif act <= 6:
            lines[number] = _cells(lines[number], random)
        else:
            lines[number] = _word(lines[number], text, random)
    return "\n".join(lines)


def _cells(line: str, random: Random) -> str:
    separator = next((each for each in "\t,; " if each in line), "\t")
    cells = line.split(separator)
    place, other = random.randrange(len(cells)), random.randrange(len(cells))
    match random.randrange(5):
        case 0:
            del cells[place]
        case 1:
            cells.insert(other, cells[place])
        case 2:
            cells[place], cells[other] = cells[other], cells[place]
        case _:
            cells[place] = random.choice(_CELLS)
    return separator.join(cells)


def _word(line: str, text: str, random: Random) -> str:
    words = list(re.finditer(r"[^\s,;:|=\[\]\"]+", line))
    if not words:
        return random.choice(_CELLS)
    word = random.choice(words)
    others = re.findall(r"[^\s,;:|=\[\]\"]+", text[:20000])
    junk = random.choice(
        (random.choice(others), random.choice(_CELLS), random.choice(("", "x", word.group() * 2, word.group()[1:])))
    )
    return line[: word.start()] + junk + line[word.end() :]


# --- what is packed


def _archive(data: bytes, random: Random) -> bytes:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            files = {each: archive.read(each) for each in archive.namelist() if each}
    except (zipfile.BadZipFile, zlib.error, OSError, NotImplementedError, ValueError):
        files = {}
    if not files:
        return _bytes(data, random)
    name = random.choice(sorted(files))
    if random.random() < 0.1:
        content = files.pop(name)
        if random.random() < 0.7:
            files[random.choice(_NAMES)] = content
    else:
        files[name] = damaged_bytes(files[name], random)
    return packed(files)


def _packed(data: bytes, random: Random) -> bytes:
    import srsly

    try:
        value = srsly.msgpack_loads(zlib.decompress(data))
    except (zlib.error, ValueError):
        return _bytes(data, random)
    return zlib.compress(srsly.msgpack_dumps(_in_packed(value, random)))


def _in_packed(value: Any, random: Random) -> Any:
    paths = list(_paths(value))
    path = random.choice(paths)
    if not path:
        return random.choice((None, 1, [], {}, "x"))
    holder, key = _at(value, path[:-1]), path[-1]
    if isinstance(holder, tuple):
        return value
    junk = random.choice(_PACKED)
    if isinstance(holder[key], bytes) and random.random() < 0.7:
        junk = damaged_bytes(holder[key], random) if holder[key] else b"\1"
    if random.random() < 0.1:
        del holder[key]
    else:
        holder[key] = junk
    return value
