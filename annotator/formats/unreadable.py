"""Tells what a file is that is no text, or none to mark, and what a library says of it, for refusals."""

import re

_BYTES = (
    (rb"%PDF-", "a PDF"),
    (rb"PK(\x03\x04|\x05\x06)", "a ZIP archive or an office document"),
    (rb"\x89PNG\r\n", "a PNG picture"),
    (rb"\xff\xd8\xff", "a JPEG picture"),
    (rb"GIF8[79]a", "a GIF picture"),
    (rb"(II\*\0|MM\0\*)", "a TIFF picture"),
    (rb"\0\0\0.ftyp", "a film or picture"),
    (rb"\0\0\0\x0cjP  ", "a JPEG 2000 picture"),
    (rb"RIFF....(WAVE|AVI |WEBP)", "a sound, film or picture"),
    (rb"ID3[\x02-\x04]\0", "a sound"),
    (rb"OggS\0", "a sound or film"),
    (rb"\x1f\x8b", "a gzip archive"),
    (rb"BZh[1-9]1AY&SY", "a bzip2 archive"),
    (rb"\xfd7zXZ\0", "an xz archive"),
    (rb"7z\xbc\xaf", "a 7z archive"),
    (rb"Rar!\x1a\x07", "a RAR archive"),
    (rb"\x28\xb5\x2f\xfd", "a Zstandard archive"),
    (rb"\xd0\xcf\x11\xe0", "an old Office document"),
    (rb"SQLite format 3\0", "an SQLite database"),
    (rb"(\x7fELF|MZ\x90\0)", "a program"),
    (rb"\{\\rtf", "an RTF document"),
    (rb"(\xef\xbb\xbf)?\s*<(\?xml|!doctype\s|html[\s>])", "a page or document in HTML or XML"),
)
_PATTERNS = [(re.compile(pattern, re.DOTALL | re.IGNORECASE), what) for pattern, what in _BYTES]


_TYPE = 128
"""Bytes within which an OpenDocument says what it is."""


def what_is_it(head: bytes) -> str | None:
    """Return a name for what begins with *head*, if it is a known thing that is not to be read as text."""
    for pattern, what in _PATTERNS:
        if pattern.match(head):
            return what
    return None


def what_to_do(head: bytes, what: str) -> str:
    """Return the sentence that refuses *what* begins with *head*, and says what to do instead."""
    if b"<typeSystemDescription" in head:
        return (
            "it describes the types of XMI files and holds no text; "
            "name it TypeSystem.xml, put it beside them and import the folder"
        )
    if b"vnd.oasis.opendocument.spreadsheet" in head[:_TYPE]:
        return "it is an OpenDocument workbook; save it as .xlsx or .csv and import that"
    return f"it is {what}; save what it says as plain text and import that"


_BDOC_NAMES = (".bdocjs", ".bdocjs.gz", ".bdocym", ".bdocym.gz", ".bdocmp")
_BDOC = (re.compile(rb'"annotation_sets"\s*:'), re.compile(rb'"(offset_type|next_annid)"\s*:'))


def refused_json(head: bytes, name: str) -> str | None:
    """Return the sentence that refuses a document of another program that would be taken for one of ours, or None."""
    if name.lower().endswith(_BDOC_NAMES) or all(each.search(head) for each in _BDOC):
        return (
            "it is a document of GATE as gatenlp writes it (bdoc), whose annotations are not read from JSON; "
            "save it as GATE XML (in GATE: Save as GATE XML) and import that"
        )
    return None


_CODE = re.compile(r"Error -\d+ while [a-z ]+: ")
"""What zlib puts before what is wrong."""
_STUMBLES = (LookupError, TypeError, AttributeError, ArithmeticError, AssertionError)


def in_brackets(error: Exception) -> str:
    """Return what a library says of a damaged file, behind a space; nothing where it only stumbled over the damage."""
    said = "" if isinstance(error, _STUMBLES) else next(iter(str(error).splitlines()), "")
    said = _CODE.sub("", said)
    return f" ({said})" if said else ""
