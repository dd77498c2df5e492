"""What every test stands on: its own home, no display, and no unexpected word in the log."""

import logging
import os
import re
import tempfile
from collections.abc import Callable, Generator, Iterator
from pathlib import Path

from tests.own_fonts import written_once

# before Qt is imported, which reads them once
os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ["LC_ALL"] = "C.UTF-8"
os.environ.pop("LANGUAGE", None)
os.environ["FONTCONFIG_FILE"] = str(written_once())

import hypothesis
import pytest
from PySide6.QtCore import QSettings
from PySide6.QtWidgets import QWidget

hypothesis.settings.register_profile("desk", deadline=None)
hypothesis.settings.register_profile("ci", deadline=None, derandomize=True, print_blob=True)
hypothesis.settings.load_profile("ci" if os.environ.get("CI") else "desk")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--screenshots", metavar="DIR", type=Path, help="save the pictures that tests take into this folder"
    )


@pytest.fixture(scope="session", autouse=True)
def _runtime_folder() -> Iterator[None]:
    """Give Qt the folder for sockets that a login would have given it."""
    with (
        tempfile.TemporaryDirectory(prefix="annotator-tests-") as folder,
        pytest.MonkeyPatch.context() as patch,
    ):
        patch.setenv("XDG_RUNTIME_DIR", folder)
        patch.setenv("XDG_CACHE_HOME", folder)
        yield


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Return a home of this test's own: settings, data and state of the person stay untouched.

    Processes that the test starts live there too.
    """
    folder = tmp_path_factory.mktemp("home")
    for name in ("config", "data", "state"):
        monkeypatch.setenv(f"XDG_{name.upper()}_HOME", str(folder / name))
    for form in (QSettings.Format.NativeFormat, QSettings.Format.IniFormat):
        QSettings.setPath(form, QSettings.Scope.UserScope, str(folder / "config"))
    return folder


@pytest.fixture
def screenshot(request: pytest.FixtureRequest) -> Callable[[QWidget, str], None]:
    """Return a function that saves the picture of a widget as NAME.png, if --screenshots asks for it."""
    folder: Path | None = request.config.getoption("--screenshots")

    def save(widget: QWidget, name: str) -> None:
        if folder is not None:
            folder.mkdir(parents=True, exist_ok=True)
            assert widget.grab().save(str(folder / f"{name}.png"))

    return save


class UnexpectedLog(logging.Handler):
    """Keeps what was logged at WARNING or above while a test ran."""

    def __init__(self) -> None:
        super().__init__(logging.WARNING)
        self.lines: list[str] = []
        self.setFormatter(logging.Formatter("%(levelname)s %(name)s: %(message)s"))

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))


def _watch_log(item: pytest.Item) -> Generator[None, object, UnexpectedLog]:
    handler = UnexpectedLog()
    root = logging.getLogger()
    root.addHandler(handler)
    try:
        yield
    finally:
        root.removeHandler(handler)
    unexpected = [line for line in handler.lines if not any(each.search(line) for each in _expected(item))]
    if unexpected:
        pytest.fail("unexpected in the log:\n" + "\n".join(unexpected), pytrace=False)
    return handler


def _expected(item: pytest.Item) -> list[re.Pattern[str]]:
    return [re.compile(str(mark.args[0])) for mark in item.iter_markers("expect_log")]


@pytest.hookimpl(wrapper=True)
def pytest_runtest_setup(item: pytest.Item) -> Generator[None, object, None]:
    yield from _watch_log(item)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, object, None]:
    handler = yield from _watch_log(item)
    for each in _expected(item):
        if not any(each.search(line) for line in handler.lines):
            pytest.fail(f"expected in the log, and not there: {each.pattern}", pytrace=False)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item) -> Generator[None, object, None]:
    yield from _watch_log(item)
