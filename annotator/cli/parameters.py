"""What the commands are given: projects, files to write, text and names, each checked as it is read.

Whatever is refused here was typed wrong: it ends the command with status 2 before anything is done.
"""

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from annotator.cli.showing import given_project
from annotator.errors import ProjectError, UsageError

# click's decorators take any function and give it back
Function = TypeVar("Function", bound=Callable[..., Any])


class ProjectPath(click.Path):
    """The path of a project that is there; UsageError in a sentence if it is none."""

    name = "project"

    def __init__(self) -> None:
        super().__init__(path_type=Path)

    def convert(self, value: str | os.PathLike[str], param: click.Parameter | None, ctx: click.Context | None) -> Path:
        """Return the path; only the head of the file is read."""
        return given_project(Path(os.fsdecode(value)))


class OutputPath(click.Path):
    """The path of a file to write: in a folder that is there, and never in the place of a project.

    With *stream* a single dash means stdout; with *over_project* another project may be replaced; with *folders* it
    may be a folder as well.
    """

    name = "output"

    def __init__(self, *, stream: bool = False, over_project: bool = False, folders: bool = False) -> None:
        super().__init__(path_type=Path)
        self._folders = folders
        self._stream = stream
        self._over_project = over_project

    def convert(self, value: str | os.PathLike[str], param: click.Parameter | None, ctx: click.Context | None) -> Path:
        """Return the path; UsageError if nothing can be written there."""
        path = Path(os.fsdecode(value))
        if self._stream and str(path) == "-":
            return path
        if path.is_dir() and not self._folders:
            raise UsageError(f"{path} is a folder; name a file in it")
        if not path.parent.is_dir():
            raise UsageError(f"there is no folder {path.parent}; make it first, or choose another place")
        if not self._over_project and _is_project(path):
            raise UsageError(f"{path} is a project, which this would overwrite; choose another name")
        return path


def _is_project(path: Path) -> bool:
    from annotator.store.connection import check_file

    if not path.is_file():
        return False
    try:
        check_file(path, write=False)
    except ProjectError:
        return False
    return True


class Text(click.types.StringParamType):
    """Words that a person typed, as Unicode, whatever the locale says of the terminal."""

    name = "text"

    def convert(self, value: object, param: click.Parameter | None, ctx: click.Context | None) -> str:
        """Return the text; a usage error if its bytes are not UTF-8."""
        text = str(value)
        try:
            text.encode()
            return text
        except UnicodeEncodeError:
            pass
        try:
            return os.fsencode(text).decode()
        except UnicodeError:
            self.fail("it is not valid UTF-8", param, ctx)


TEXT = Text()


def project_argument(function: Function) -> Function:
    """Give a command its first argument, the path of a project that is there."""
    return click.argument("project", type=ProjectPath())(function)


def json_option(function: Function) -> Function:
    """Give a command ``--json``."""
    return click.option("--json", "as_json", is_flag=True, help="Print one JSON document and nothing else.")(function)


def annotator_option(function: Function) -> Function:
    """Give a command ``--annotator``, whose default is the person who runs it."""
    return click.option(
        "--annotator",
        metavar="NAME",
        type=TEXT,
        help="Whose work it is. Default: the variable ANNOTATOR_NAME, else your user name.",
    )(function)


def annotator_name(given: str | None) -> str:
    """Return the name to work under."""
    if given is not None:
        if not given.strip():
            raise UsageError("the name after --annotator is empty")
        return given.strip()
    import getpass

    try:
        return TEXT.convert(os.environ.get("ANNOTATOR_NAME", ""), None, None).strip() or getpass.getuser()
    except (OSError, KeyError, ImportError):
        # a user that the system has no name for, as in some containers
        return "annotator"
