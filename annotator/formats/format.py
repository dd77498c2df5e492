"""What a format is to the rest of the program, and what its readers and writers give and take."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from typing import IO, TYPE_CHECKING, Any, Literal, cast

from annotator.errors import UsageError
from annotator.formats.features import WHOLE_DOCUMENTS, Feature
from annotator.formats.ledger import Ledger
from annotator.model.document import AnnotatedDocument
from annotator.model.tag import TagSet

if TYPE_CHECKING:
    from annotator.formats.files import Given
    from annotator.formats.mapping import Mapping as TagMapping
    from annotator.formats.output import Folder
    from annotator.model.people import Record, RecordField

Shape = Literal["file", "folder"]
Anchor = Literal["offsets", "quote"]


@dataclass(frozen=True, slots=True)
class Remark:
    """Something to say of one record of a file.

    Without a *document* the record was not taken, nor was it if it is *skipped*, while its
    document was; else it was taken and altered, or is worth a note. *line* counts from 1;
    *file* names the file where that is not the one being read.
    """

    text: str
    document: str | None = None
    line: int | None = None
    file: str = ""
    skipped: bool = False

    @property
    def sentence(self) -> str:
        """Say it with the line in front, if it has one."""
        return self.text if self.line is None else f"line {self.line}: {self.text}"


@dataclass(frozen=True, slots=True)
class Reading:
    """What a reader is told: the *annotator* to name where the file names none, and what was asked for.

    *mapping* says which types of the file are which tags of ours; None means the format's own.
    *anchor* says whether offsets or quotations win where they disagree. *tag_set* is the
    project's, so that a reader knows of what kind a tag is.
    """

    annotator: str
    options: Mapping[str, str] = field(default_factory=dict[str, str])
    mapping: TagMapping | None = None
    anchor: Anchor = "offsets"
    tag_set: TagSet = field(default_factory=lambda: TagSet(""))


@dataclass(frozen=True, slots=True)
class Whole:
    """What a file says of the whole project that it holds: a project with nothing in it takes all of this.

    One with work in it is given the tags that it lacks. *settings* go from their names to their values;
    *version* is the number of the tag set's version, or 0 if not known.
    """

    tag_set: TagSet
    settings: Mapping[str, str] = field(default_factory=dict[str, str])
    version: int = 0


def _no_record(_id: str) -> Record | None:
    return None


def _no_records() -> Iterable[Record]:
    return ()


def _no_summary() -> Mapping[str, Any]:
    return {}


@dataclass(frozen=True, slots=True)
class Writing:
    """What a writer is told, and the *ledger* in which it notes what it bends or leaves out.

    *record* gives the record of an id, *records* all of them in their order. *facts* are what is known of the project
    as a whole (its title, what it says of itself, the command that makes the same bytes), JSON values by name;
    *summary* counts the documents that were taken until then, for a format that `describes`.
    """

    ledger: Ledger = field(default_factory=Ledger)
    tag_set: TagSet = field(default_factory=lambda: TagSet(""))
    options: Mapping[str, str] = field(default_factory=dict[str, str])
    mapping: TagMapping | None = None
    record: Callable[[str], Record | None] = _no_record
    facts: Mapping[str, Any] = field(default_factory=dict[str, Any])
    records: Callable[[], Iterable[Record]] = _no_records
    summary: Callable[[], Mapping[str, Any]] = _no_summary


if TYPE_CHECKING:
    # what a reader yields: a tag set or record comes before the documents that use it
    Found = AnnotatedDocument | Remark | TagSet | Whole | Record
    # from the bytes of a file and its name to its one document: pure
    DocumentReader = Callable[[bytes, str], AnnotatedDocument]
    # record by record; all readers raise InputError if it is none of the format
    FilesReader = Callable[[Given, Reading], Iterator[Found]]
    FileWriter = Callable[[Iterable[AnnotatedDocument], IO[bytes], Writing], None]
    # what it writes becomes a folder or a ZIP archive
    FolderWriter = Callable[[Iterable[AnnotatedDocument], Folder, Writing], None]


@dataclass(frozen=True, slots=True)
class Option:
    """Something that can be chosen when a format is read or written; the first of the *choices* is the default.

    Without choices it is free text, empty by default. *adds* says which features a choice makes the format hold
    that it does not hold by default.
    """

    name: str
    description: str
    choices: tuple[str, ...] = ()
    when: Literal["reading", "writing", "both"] = "writing"
    adds: Mapping[str, frozenset[Feature]] = field(default_factory=dict[str, frozenset[Feature]])

    @property
    def default(self) -> str:
        """What holds where nothing is chosen."""
        return self.choices[0] if self.choices else ""


@dataclass(frozen=True, slots=True)
class Format:
    """What a format is called, where its code is, and what it can hold.

    *module* is the file beside this one that has `read` (one document of the bytes of a file)
    or, where the format is *rich*, `read_files`, and, where it *writes*, `write`; it is imported when first used. What
    makes a file known: *magic*, a regular expression for its first bytes; *begins*, one for its first characters;
    *contains*, expressions that must all be found in its first 64 KiB; else its *suffixes*. *containers* are
    expressions for names of files: a folder or archive in which each is found (at any depth) is read as one. Companions
    are files that belong to another: *companion* expressions for their names, taken as such where *main* suffixes stand
    beside them. *holds* is the declared table; *keeps* and *loses* say it in words. *extra*
    is what to install for it, as in ``pip install annotator[EXTRA]``. One that *describes* what
    it writes is given a summary of it. *again* are the options with which what is written can be read again;
    *gives_up* says what is not held with an option, by ``NAME=VALUE``. *unrelated* are the
    marks of a format that keeps nothing of what joins them: plain passages, which are there for a relation only, would
    be entities there, and are left out. One that has *accepted_only* leaves suggestions out, too. *of_records* says
    what a format that holds links to records writes of these beside the id.
    """

    name: str
    title: str
    module: str
    keeps: str
    loses: str
    reads: bool = True
    writes: bool = False
    rich: bool = False
    shape: Shape = "file"
    suffixes: tuple[str, ...] = ()
    media_types: tuple[str, ...] = ()
    magic: bytes = b""
    begins: str = ""
    contains: tuple[str, ...] = ()
    containers: tuple[str, ...] = ()
    main: tuple[str, ...] = ()
    companions: tuple[str, ...] = ()
    holds: frozenset[Feature] = WHOLE_DOCUMENTS
    options: tuple[Option, ...] = ()
    extra: str = ""
    mapping: str = ""
    describes: bool = False
    again: Mapping[str, str] = field(default_factory=dict[str, str])
    gives_up: Mapping[str, frozenset[Feature]] = field(default_factory=dict[str, frozenset[Feature]])
    unrelated: bool = False
    accepted_only: bool = False
    of_records: tuple[RecordField, ...] = ()

    def reader(self) -> DocumentReader:
        """Return the function that reads a file as one document; UsageError if the format is only written."""
        return cast("DocumentReader", self._read("read"))

    def files_reader(self) -> FilesReader:
        """Return the function that reads a file, or a container, record by record; UsageError as `reader`."""
        return cast("FilesReader", self._read("read_files"))

    def file_writer(self) -> FileWriter:
        """Return the function that writes documents to one file; UsageError if the format is only read."""
        return cast("FileWriter", self._written())

    def folder_writer(self) -> FolderWriter:
        """Return the function that writes documents to several files; UsageError if the format is only read."""
        return cast("FolderWriter", self._written())

    def _read(self, function: str) -> object:
        if not self.reads:
            raise UsageError(
                f"the format {self.name} can be written but not read; “annotator formats” lists those that can"
            )
        return self._code(function)

    def _written(self) -> object:
        if not self.writes:
            raise UsageError(
                f"the format {self.name} can be read but not written; “annotator formats” lists those that can"
            )
        return self._code("write")

    def _code(self, function: str) -> object:
        return getattr(import_module(f"annotator.formats.{self.module}"), function)

    def held(self, options: Mapping[str, str]) -> frozenset[Feature]:
        """Return what the format holds with those *options*."""
        added = (each.adds.get(options.get(each.name, ""), frozenset[Feature]()) for each in self.options)
        return self.holds.union(*added)

    def comes_back(self, options: Mapping[str, str]) -> frozenset[Feature]:
        """Return what is held of all annotations with those *options*; what is not, the writer itself counts."""
        chosen = {each.name: options.get(each.name, each.default) for each in self.options}
        given_up = (self.gives_up.get(f"{name}={value}", frozenset()) for name, value in chosen.items())
        return self.held(options).difference(*given_up)

    def chosen(self, given: Mapping[str, str], when: Literal["reading", "writing"]) -> dict[str, str]:
        """Return the value of each option, as *given* or by default; UsageError for one that there is not."""
        known = {each.name: each for each in self.options if each.when in (when, "both")}
        for name, value in given.items():
            option = known.get(name)
            if option is None:
                there = ", ".join(known) or "none"
                raise UsageError(f"the format {self.name} has no option “{name}” for {when}; there are: {there}")
            if option.choices and value not in option.choices:
                raise UsageError(f"“{name}” cannot be “{value}”; it can be: {', '.join(option.choices)}")
        return {name: given.get(name, each.default) for name, each in known.items()}


def needed(extra: str, module: str) -> UsageError:
    """Return the error for a format whose library is not there: it says what to install."""
    return UsageError(f"this needs {module}, which is not installed; install it with: pip install 'annotator[{extra}]'")
