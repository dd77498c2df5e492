"""Errors that a person caused or can mend; everything else that is raised is a bug."""


class AnnotatorError(Exception):
    """One sentence for the person: what happened, where, and what to do about it."""


class UsageError(AnnotatorError):
    """The request itself is wrong: an unknown tag, a document that no name fits."""


class InputError(AnnotatorError):
    """Something read from outside (a file, a line of one) cannot be taken as it is.

    *text* says what is wrong, in the *line* of that number (from 1) if there is one: with it the sentence begins.
    """

    def __init__(self, text: str, line: int | None = None) -> None:
        super().__init__(text if line is None else f"line {line}: {text}")
        self.text = text
        self.line = line


class ProjectError(AnnotatorError):
    """The project file cannot be opened or written."""


class ConflictError(AnnotatorError):
    """A change does not fit what the project holds now, often since someone else changed it."""


class Cancelled(AnnotatorError):
    """The person stopped a long task; what was done until then stands whole."""
