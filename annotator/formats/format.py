"""What a format is to the rest of the program, and what readers and writers give and take."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from importlib import import_module
from typing import cast

from annotator.errors import UsageError
from annotator.model.document import AnnotatedDocument


@dataclass(frozen=True, slots=True)
class Remark:
    """Something to say of one record of a file; without a *document* the record was not taken."""

    text: str
    document: str | None = None


Reader = Callable[[bytes, str], AnnotatedDocument]
"""From the bytes of a file and its name to its document; raises InputError."""
StreamReader = Callable[[Iterable[bytes], str, str], Iterator[AnnotatedDocument | Remark]]
"""From the lines of a file, its name and the annotator to name where the file names none."""
Writer = Callable[[AnnotatedDocument], bytes]
"""From one document to its bytes in the file."""


@dataclass(frozen=True, slots=True)
class Format:
    """What a format is called, where its code is, and what it can hold.

    *module* is the file beside this one that has `read` (or `read_stream`) and `encode`; it
    is imported when first used. *begins* is a regular expression for the first characters
    of a file by which it is known, *contains* words that stand further on; empty where only
    the name tells. A format that *streams* is read record by record; of the others a file
    is one document.
    """

    name: str
    title: str
    module: str
    keeps: str
    loses: str
    reads: bool = True
    writes: bool = False
    suffixes: tuple[str, ...] = ()
    media_types: tuple[str, ...] = ()
    begins: str = ""
    contains: str = ""
    streams: bool = False

    def reader(self) -> Reader:
        """Return the function that reads a file as one document."""
        return cast(Reader, self._code("read"))

    def stream_reader(self) -> StreamReader:
        """Return the function that reads a file record by record."""
        return cast(StreamReader, self._code("read_stream"))

    def writer(self) -> Writer:
        """Return the function that writes a document; UsageError if the format is only read."""
        if not self.writes:
            raise UsageError(
                f"the format {self.name} can be read but not written; “annotator formats” lists those that can"
            )
        return cast(Writer, self._code("encode"))

    def _code(self, function: str) -> object:
        return getattr(import_module(f"annotator.formats.{self.module}"), function)
