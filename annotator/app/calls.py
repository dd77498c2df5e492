"""Calls kept for later: a slot that needs arguments of its own and none of the signal's."""

from collections.abc import Callable
from typing import ParamSpec

P = ParamSpec("P")


def call(act: Callable[P, object], *args: P.args, **kwargs: P.kwargs) -> Callable[[], None]:
    """Return a function without parameters that calls *act* with these arguments."""

    def called() -> None:
        act(*args, **kwargs)

    return called
