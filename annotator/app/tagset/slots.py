"""Slots for the fields of `panels.editors`, which send whatever value they hold."""

from collections.abc import Callable


def text_slot(act: Callable[[str], object]) -> Callable[[object], None]:
    """Return a slot that calls *act* with the text; None counts as an empty one."""

    def take(value: object) -> None:
        act("" if value is None else str(value))

    return take


def flag_slot(act: Callable[[bool], object]) -> Callable[[object], None]:
    """Return a slot that calls *act* with yes or no."""

    def take(value: object) -> None:
        act(bool(value))

    return take


def value_slot(act: Callable[[object], object]) -> Callable[[object], None]:
    """Return a slot that calls *act* with the value as it is."""

    def take(value: object) -> None:
        act(value)

    return take
