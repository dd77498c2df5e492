"""A window that was opened from a terminal, and is asked to end there."""

import os
import signal
import subprocess
import sys

import pytest

PROGRAM = """
from PySide6.QtCore import QTimer
from annotator.app import run
from annotator.app.main_window import MainWindow

shown = MainWindow.show
def show(window):
    shown(window)
    QTimer.singleShot(0, lambda: print("READY", flush=True))
MainWindow.show = show
print(run.run_window(remember=False), flush=True)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no signals of this kind")
@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM])
def test_the_window_closes_when_the_terminal_interrupts_it(home, sent):
    child = subprocess.Popen(
        [sys.executable, "-c", PROGRAM], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=os.environ
    )
    assert child.stdout is not None
    assert child.stdout.readline() == "READY\n"
    child.send_signal(sent)
    out, errors = child.communicate(timeout=60)
    assert (out, errors, child.returncode) == ("0\n", "", 0)
