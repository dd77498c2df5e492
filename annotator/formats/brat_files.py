"""Which files of a brat collection make one document: a text, and the annotations of one or several annotators.

Annotators stand in names (``text_anna.ann`` beside ``text.txt``) or are folders (``anna/text.ann`` and
``ben/text.ann`` over the same text).
"""

import hashlib
import posixpath
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from weakref import WeakKeyDictionary

from annotator.formats.files import Files, whole

ANNOTATIONS, TEXT = ".ann", ".txt"
_ABOUT = frozenset(
    (
        "readme",
        "read_me",
        "license",
        "licence",
        "copying",
        "notice",
        "authors",
        "contributors",
        "contributing",
        "changelog",
        "changes",
        "citation",
        "makefile",
        "install",
        "todo",
        "sha256sums",
        "md5sums",
        "checksums",
    )
)
"""Names, without what follows a dot or a hyphen, of files that say something of a collection."""
_ABOUT_TAILS = (
    ".py",
    ".sh",
    ".css",
    ".js",
    ".ini",
    ".cfg",
    ".conf",
    ".yml",
    ".yaml",
    ".bib",
    ".cff",
    ".md5",
    ".sha256",
)


def is_about(name: str) -> bool:
    """Tell whether a file of a collection is plainly none of its documents: a README, a licence, a script."""
    tail = name.rpartition("/")[2].casefold()
    return re.split(r"[.-]", tail, maxsplit=1)[0] in _ABOUT or tail.endswith(_ABOUT_TAILS)


@dataclass(slots=True)
class Group:
    """The files of one document: the name of its *text*, and of each annotator's annotations; "" for nobody's."""

    text: str
    annotations: list[tuple[str, str]] = field(default_factory=list[tuple[str, str]])


class Collection:
    """The groups of a folder or archive, looked through once.

    *folders* that stand beside each other with the same texts are annotators; *always* says that every
    folder is one. *suffixes* says that endings of names are annotators.
    """

    def __init__(self, files: Files, *, folders: bool, suffixes: bool, always: bool = False) -> None:
        self._files = files
        self._suffixes = suffixes
        self._always = always
        self._shared: dict[str, list[tuple[str, str]]] = {}
        self._leaders: dict[str, str] = {}
        names: list[str] = []
        # folders with texts, by the folder that they stand in
        self._with_texts: dict[str, dict[str, None]] = {}
        for name in files.names():
            if name.endswith(ANNOTATIONS):
                names.append(name)
            elif name.endswith(TEXT) and (folder := posixpath.dirname(name)):
                self._with_texts.setdefault(posixpath.dirname(folder), {})[folder] = None
        self.has_annotations = bool(names)
        by_text: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)
        alone: list[str] = []
        for name in names:
            text, annotator = self.text_of(name)
            if text and text != _beside(name):
                by_text[text].append((name, annotator))
            elif text:
                alone.append(name)
        for text, group in by_text.items():
            own = text.removesuffix(TEXT) + ANNOTATIONS
            self._share(text, [(own, "")] * files.has(own) + group)
        if folders:
            for text, group in self._same_texts(alone):
                self._share(text, group)

    def _share(self, text: str, group: list[tuple[str, str]]) -> None:
        self._shared[group[0][0]] = group
        for name, _ in group:
            self._leaders[name] = group[0][0]
            self._leaders[_beside(name)] = group[0][0]
        self._leaders[text] = group[0][0]

    def text_of(self, name: str) -> tuple[str, str]:
        """Return the text of an annotation file, and the annotator whom its name names; empty where there is none."""
        has = self._files.has
        if has(own := _beside(name)):
            return own, ""
        stem = name.removesuffix(ANNOTATIONS)
        cut = stem.rpartition("_")[0] if self._suffixes else ""
        while cut and not cut.endswith("/"):
            if has(cut + TEXT):
                return cut + TEXT, stem[len(cut) + 1 :]
            cut = cut.rpartition("_")[0]
        folder, _, file = own.rpartition("/")
        above = posixpath.join(posixpath.dirname(folder), file)
        if folder and has(above):
            return above, posixpath.basename(folder)
        return self._in_folder_beside(stem)

    def _in_folder_beside(self, stem: str) -> tuple[str, str]:
        """Return the text that stands in a folder beside that of the annotations, as PolNeAR has it; empty if none."""
        folder, _, name = stem.rpartition("/")
        for other in self._with_texts.get(posixpath.dirname(folder), ()) if folder else ():
            cut, annotator = name, ""
            while cut:
                if other != folder and self._files.has(text := posixpath.join(other, cut + TEXT)):
                    return text, annotator
                cut = cut.rpartition("_")[0] if self._suffixes else ""
                annotator = name[len(cut) + 1 :]
        return "", ""

    def _same_texts(self, names: list[str]) -> Iterator[tuple[str, list[tuple[str, str]]]]:
        """Yield the groups of files of one name, in folders beside each other, whose texts are the same."""
        by_name: defaultdict[tuple[str, str], list[str]] = defaultdict(list)
        for name in names:
            folder, _, file = name.rpartition("/")
            if folder:
                by_name[posixpath.dirname(folder), file].append(name)
        for several in by_name.values():
            if len(several) < 2:
                continue
            by_text: defaultdict[bytes, list[str]] = defaultdict(list)
            for name in several:
                by_text[hashlib.sha256(whole(self._files, _beside(name))).digest()].append(name)
            for group in by_text.values():
                if len(group) > 1:
                    yield _beside(group[0]), [(name, posixpath.basename(posixpath.dirname(name))) for name in group]

    def is_text(self, name: str) -> bool:
        """Tell whether a file is the text of an annotation file."""
        return name in self._leaders or self._files.has(name.removesuffix(TEXT) + ANNOTATIONS)

    def is_made_of_text(self, name: str) -> bool:
        """Tell whether a file is named after a text, here or in a folder beside: what a program made of it."""
        folder, _, tail = name.rpartition("/")
        text = tail.rpartition(".")[0]
        if not text.endswith(TEXT):
            return False
        folders = (folder, *self._with_texts.get(posixpath.dirname(folder), ()))
        return any(self._files.has(posixpath.join(each, text)) for each in folders)

    def group(self, name: str) -> Group | None:
        """Return the group of an annotation file or of a text, or None where another file stands for it."""
        leader = self._leaders.get(name)
        if leader is None:
            if name.endswith(TEXT):
                return None if self._files.has(name.removesuffix(TEXT) + ANNOTATIONS) else Group(name)
            folder = posixpath.basename(posixpath.dirname(name)) if self._always else ""
            return Group(self.text_of(name)[0], [(name, folder)])
        if leader != name:
            return None
        shared = self._shared[name]
        return Group(self.text_of(name)[0], list(shared))


_collections: WeakKeyDictionary[Files, dict[str, Collection]] = WeakKeyDictionary()


def collection(files: Files, annotators: str) -> Collection:
    """Return the collection of *files*, made when it is first asked for; *annotators* is the option of that name."""
    found = _collections.setdefault(files, {})
    if annotators not in found:
        found[annotators] = Collection(
            files,
            folders=annotators != "names",
            suffixes=annotators != "folders",
            always=annotators == "folders",
        )
    return found[annotators]


def _beside(name: str) -> str:
    return name.removesuffix(ANNOTATIONS) + TEXT
