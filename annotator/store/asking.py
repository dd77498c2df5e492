"""The border of the questions asked of a project: what SQLite cannot answer is said in a sentence."""

from collections.abc import Callable, Iterator
from functools import wraps
from pathlib import Path
from typing import Concatenate, ParamSpec, Protocol, TypeVar

from annotator.errors import UsageError
from annotator.store.connection import FAULTS, explained


class _AtPath(Protocol):
    path: Path


UNKNOWN = "what was asked for holds half of a character (a lone surrogate); nothing in a project is called so"
P = ParamSpec("P")
Result = TypeVar("Result")
Asked = TypeVar("Asked", bound=_AtPath)


def asking(question: Callable[Concatenate[Asked, P], Result]) -> Callable[Concatenate[Asked, P], Result]:
    """Make a method raise ProjectError where SQLite fails it, or a value is damaged."""

    @wraps(question)
    def ask(project: Asked, *args: P.args, **kwargs: P.kwargs) -> Result:
        try:
            return question(project, *args, **kwargs)
        except FAULTS as error:
            raise explained(error, project.path) from error
        except UnicodeEncodeError as error:
            raise UsageError(UNKNOWN) from error

    return ask


def asking_for_each(
    question: Callable[Concatenate[Asked, P], Iterator[Result]],
) -> Callable[Concatenate[Asked, P], Iterator[Result]]:
    """Make a method that yields raise ProjectError where SQLite fails it, now or along the way."""

    @wraps(question)
    def ask(project: Asked, *args: P.args, **kwargs: P.kwargs) -> Iterator[Result]:
        try:
            yield from question(project, *args, **kwargs)
        except FAULTS as error:
            raise explained(error, project.path) from error
        except UnicodeEncodeError as error:
            raise UsageError(UNKNOWN) from error

    return ask
