"""The child process of the screen reader's journey: a window on a project, and beside it the reader.

Argument: the project. Prints what the reader printed. Run it in a D-Bus session of its own.
"""

import sys
from pathlib import Path

from PySide6.QtCore import QProcess, Qt

from annotator.app.main_window import MainWindow
from annotator.app.run import application
from annotator.app.settings import Settings
from tests.journeys.person import Person, wait_for

READER = Path(__file__).with_name("atspi_reader.py")
SYSTEM_PYTHON = "/usr/bin/python3"
PATIENCE = 60_000


def mark(person: Person) -> None:
    """Mark by keys; each goes by way of the bus, so that what it does comes later."""
    session, marking = person.window.session, person.window.workspace.marking
    select(person, "praised the soldiers")
    person.type("p")
    assert wait_for(lambda: len(session.annotations) == 5, PATIENCE)
    person.key(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert wait_for(lambda: len(session.annotations) == 4, PATIENCE)
    person.key(Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)
    assert wait_for(lambda: session.document.document.status == "done", PATIENCE)
    select(person, "would be built in")
    person.type("1")
    assert wait_for(lambda: marking.proposing is not None, PATIENCE)


def select(person: Person, words: str) -> None:
    start = person.page.text.index(words)
    person.page.set_caret(start)
    for count in range(1, len(words) + 1):
        person.key(Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
        assert wait_for(lambda count=count: person.page.caret == start + count, PATIENCE)


def main() -> int:
    project = Path(sys.argv[1])
    application()
    settings = Settings(None)
    settings.annotator = "AK"
    window = MainWindow(settings, log=project.with_suffix(".log"))
    assert window.open_project(project)
    person = Person(window)
    person.page.take_focus()
    reader = QProcess()
    reader.setProcessChannelMode(QProcess.ProcessChannelMode.ForwardedErrorChannel)
    said: list[str] = []
    reader.readyReadStandardOutput.connect(lambda: said.append(bytes(reader.readAllStandardOutput().data()).decode()))
    reader.start(SYSTEM_PYTHON, ["-W", "ignore", str(READER)])
    over = QProcess.ProcessState.NotRunning
    if wait_for(lambda: "LISTENING" in "".join(said) or reader.state() == over, PATIENCE):
        mark(person)
        reader.write(b"\n")
        wait_for(lambda: reader.state() == over, PATIENCE)
    reader.kill()
    reader.waitForFinished()
    print("".join(said))
    window.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
