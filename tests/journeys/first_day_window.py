"""The child process of the first-day journey: a person marks an article, and the power goes.

Arguments: the project, the folder of articles, the settings file. It prints READY when the
last key press is painted, and then waits to be killed.
"""

import sys
import time
from pathlib import Path

from PySide6.QtCore import Qt

from annotator.app.main_window import MainWindow
from annotator.app.run import application
from annotator.app.settings import Settings
from tests.journeys.person import Person


def mark(person: Person) -> None:
    person.find_article("Harbour Strike")
    for words, key in (("Marta Lindqvist", "p"), ("Aldous Merrick", "p"), ("Norhaven", "l"), ("Dockers' Union", "o")):
        person.select(words)
        person.type(key)
    person.select("We will not go back for promises")
    person.type("8")
    person.key(Qt.Key.Key_Return)
    person.select("The strike was caused by a roster that nobody had read")
    person.type("3")
    person.key(Qt.Key.Key_Tab)
    person.key(Qt.Key.Key_Backtab)
    person.key(Qt.Key.Key_Escape)
    person.key(Qt.Key.Key_Return)
    person.key(Qt.Key.Key_Return)
    person.repainted()


def main() -> None:
    project, folder, settings_file = map(Path, sys.argv[1:])
    application()
    settings = Settings(settings_file)
    settings.annotator = "AK"
    window = MainWindow(settings, log=settings_file.with_suffix(".log"))
    assert window.open_project(project)
    person = Person(window)
    person.drop(folder)
    mark(person)
    settings.sync()
    print("READY", flush=True)
    time.sleep(600)


if __name__ == "__main__":
    main()
