"""Ctrl+C in the terminal, and what the system sends when it ends: the window closes as a person closes it."""

import signal
import socket
from collections.abc import Callable, Generator
from contextlib import contextmanager
from types import FrameType

from PySide6.QtCore import QSocketNotifier

_SIGNALS = (signal.SIGINT, signal.SIGTERM)


def _heard(_number: int, _frame: FrameType | None) -> None:
    """Do nothing: the socket has the number, too."""


@contextmanager
def closing_on_interrupts(close: Callable[[], object]) -> Generator[None]:
    """Call *close* when the process is asked to end, until the block ends; for the main thread only.

    Qt's loop runs no Python while it waits, so the signal wakes it through a socket.
    """
    reader, writer = socket.socketpair()
    with reader, writer:
        for end in (reader, writer):
            end.setblocking(False)
        woken = QSocketNotifier(reader.fileno(), QSocketNotifier.Type.Read)

        def look() -> None:
            if set(reader.recv(64)) & set(_SIGNALS):
                close()

        woken.activated.connect(look)
        before = {each: signal.signal(each, _heard) for each in _SIGNALS}
        waking = signal.set_wakeup_fd(writer.fileno(), warn_on_full_buffer=False)
        try:
            yield
        finally:
            woken.setEnabled(False)
            signal.set_wakeup_fd(waking)
            for each, handler in before.items():
                signal.signal(each, handler)
