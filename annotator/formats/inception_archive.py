"""Who worked on which document of an INCEpTION project: the files of its archive, and the names behind their names."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from annotator.errors import InputError
from annotator.formats.files import Files, ZipFiles, whole
from annotator.formats.many_names import ManyNames

CURATION = "Curation"
"""Who is named for what was curated: the archive does not say who did it."""
CORRECTION = "Correction"
"""Who is named for what the annotators of a correction project were given to correct."""
IMPORTED = "Source"
"""Who is named for what stood in a document's source before anybody marked anything."""
READ = ("zip", "json", "xmi", "tsv")
_INITIAL, _CURATOR, _CORRECTION = "INITIAL_CAS", "CURATION_USER", "CORRECTION_USER"
# versions before 35 put the number of a temporary file behind the name of the annotator, or in its place
_NUMBERED = "_*[0-9]{5,}"
_TEMPORARY = re.compile(r"webanno[0-9]+export", re.IGNORECASE)
_WANTED = {"annotation": "annotators", "curation": "curation"}


@dataclass(frozen=True, slots=True)
class Work:
    """The work of one person on one document: a file of the archive, perhaps an archive itself."""

    name: str
    user: str


def add_to(many: ManyNames, key: str, name: str) -> None:
    """Add a *name* to those that *many* holds, compactly, under a *key*."""
    before = many.get(key)
    added = name.encode("utf-8", "surrogatepass")
    many.add(key, added if before is None else before + b"\0" + added)


def listed(many: ManyNames, key: str) -> list[str]:
    """Return the names that `add_to` has put under a *key*."""
    found = many.get(key)
    return found.decode("utf-8", "surrogatepass").split("\0") if found is not None else []


class Archive:
    """The files of a project by document; *people* has who is said to have worked on each, put there by `add_to`.

    *root* is the folder of the archive in which the project stands.
    """

    def __init__(self, files: Files, names: Iterable[str], root: str, people: ManyNames) -> None:
        self.files = files
        self.root = f"{root}/" if root else ""
        self._said = people
        # by what holds them and the document, joined
        self._of = ManyNames()
        for name in names:
            if not name.startswith(self.root):
                continue
            kind, _, rest = name[len(self.root) :].partition("/")
            document, slash, file = rest.rpartition("/")
            if slash and kind.removesuffix("_ser") in _WANTED:
                add_to(self._of, f"{kind}\0{document}", file)

    def work(self, document: str, wanted: str) -> list[Work]:
        """Return who worked on a document: *wanted* is ``all``, ``annotators`` or ``curation``.

        If nobody did, what stood there before anybody marked anything.
        """
        people = self._people(document)
        found: list[Work] = []
        before: list[Work] = []
        for kind, file in self._files(document, wanted, ""):
            stem, _, ending = file.rpartition(".")
            if ending.lower() not in READ or not stem:
                continue
            name = f"{self.root}{kind}/{document}/{file}"
            user = self._user(name, kind, stem, people)
            (before if user == IMPORTED else found).append(Work(name, user))
        return found or before

    def only_as_objects(self, document: str, wanted: str, works: Iterable[Work]) -> list[str]:
        """Return who worked on a document and whose work is none of *works*, but only there as Java's own objects."""
        people = self._people(document)
        readable = {IMPORTED, *(each.user for each in works)}
        files = self._files(document, wanted, "_ser")
        users = [self._user("", kind, file.rpartition(".")[0], people) for kind, file in files]
        return [user for user in users if user not in readable]

    def _files(self, document: str, wanted: str, form: str) -> Iterator[tuple[str, str]]:
        """Yield kind and name of the files with the work that is *wanted* on a document; *form* ends their folder."""
        for kind, what in _WANTED.items():
            if wanted in ("all", what):
                for file in listed(self._of, f"{kind}{form}\0{document}"):
                    yield kind, file

    def source(self, document: str) -> str | None:
        """Return the name of the file that a document was made of, if the archive has it."""
        name = f"{self.root}source/{document}"
        return name if self.files.has(name) else None

    def _people(self, document: str) -> set[str]:
        files = listed(self._of, f"annotation_ser\0{document}")
        return {file.rpartition(".")[0] for file in files} | set(listed(self._said, document))

    def _user(self, name: str, kind: str, stem: str, people: set[str]) -> str:
        """Return who a file is of, by its *stem*; *name* is its whole name, if it can be looked into."""
        for special, user in ((_INITIAL, IMPORTED), (_CURATOR, CURATION), (_CORRECTION, CORRECTION)):
            if re.fullmatch(f"{special}({_NUMBERED})?", stem):
                return user
        if kind == "curation":
            return CURATION
        if stem in people:
            return stem
        for each in sorted(people, key=len, reverse=True):
            if re.fullmatch(re.escape(each) + _NUMBERED, stem):
                return each
        if name.lower().endswith(".zip") and _TEMPORARY.fullmatch(stem):
            return self._named_inside(name) or stem
        return stem

    def _named_inside(self, name: str) -> str:
        try:
            inner = ZipFiles.of(whole(self.files, name))
        except InputError:
            # said when the work itself is read
            return ""
        stems = [posixpath.splitext(posixpath.basename(each)) for each in inner.names()]
        return next((stem for stem, ending in stems if ending.lower()[1:] in READ), "")
