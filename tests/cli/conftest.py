"""The program as a script meets it: in this process for speed, and as a process of its own where that matters."""

import io
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from annotator.cli import main
from annotator.exchange.samples import make_samples

ROOT = Path(__file__).resolve().parents[2]
ARTICLE = "date 1926-05-04 Strike begins\n\nThe harbour master denied that the crane had been inspected.\n"


@dataclass
class Ended:
    """How a run ended."""

    status: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        return json.loads(self.out)


@pytest.fixture(autouse=True)
def _in_a_folder_of_its_own(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    # the demo leaves its project there, for the person
    temporary = str(tmp_path_factory.mktemp("temporary"))
    monkeypatch.setattr("tempfile.tempdir", temporary)
    monkeypatch.setenv("TMPDIR", temporary)
    monkeypatch.setenv("ANNOTATOR_NAME", "AK")
    monkeypatch.setenv("COLUMNS", "100")


@pytest.fixture
def run() -> Callable[..., Ended]:
    """Return a function that runs the command line in this process."""

    def running(*arguments: object) -> Ended:
        with CliRunner().isolation() as (out, err, _):
            with pytest.raises(SystemExit) as ending:
                main([str(each) for each in arguments])
            return Ended(ending.value.code, text(out), text(err))

    return running


def text(stream: io.BytesIO) -> str:
    return stream.getvalue().decode()


def start(*arguments: object, **options: Any) -> "subprocess.Popen[bytes]":
    """Start the program; *env* is added to ours, None taking a variable away."""
    env = {**os.environ, "PYTHONPATH": str(ROOT), **options.pop("env", {})}
    return subprocess.Popen(
        [
            sys.executable,
            "-m",
            "annotator",
            *(os.fspath(each) if isinstance(each, Path) else each for each in arguments),
        ],
        stdin=options.pop("stdin", subprocess.DEVNULL),
        stdout=options.pop("stdout", subprocess.PIPE),
        stderr=subprocess.PIPE,
        env={name: value for name, value in env.items() if value is not None},
        **options,
    )


def process(*arguments: object, **options: Any) -> Ended:
    """Run the program to its end."""
    started = start(*arguments, **options)
    out, err = started.communicate(timeout=60)
    return Ended(started.returncode, (out or b"").decode(), err.decode())


@pytest.fixture(scope="session")
def _samples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("samples") / "samples.annotator"
    make_samples(path)
    return path


@pytest.fixture
def samples(_samples: Path, tmp_path: Path) -> Path:
    """Return a project of the sample articles, the test's own."""
    return Path(shutil.copy(_samples, tmp_path / "samples.annotator"))


@pytest.fixture
def project(run: Callable[..., Ended], tmp_path: Path) -> Path:
    """Return a project that holds one new article, `article.txt`."""
    path = tmp_path / "archive.annotator"
    (tmp_path / "article.txt").write_text(ARTICLE, encoding="utf-8")
    assert run("new", path).status == 0
    assert run("import", path, "article.txt").status == 0
    return path
