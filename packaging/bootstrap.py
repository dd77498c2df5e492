"""Makes the virtual environment that make uses, and finds what Qt needs of the system.

Standard library only, for it runs before anything is installed. A second call finds its own
note in ``.venv`` and returns at once. It asks no question: what it cannot install it names.
"""

# an older Python shall read this file far enough to say that it is too old
from __future__ import annotations

import argparse
import fcntl
import hashlib
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import time
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
PYTHON = VENV / "bin" / "python"
NOTE = VENV / "bootstrap.json"
CONSTRAINTS = ROOT / "constraints.txt"
DPKG_STATUS = Path("/var/lib/dpkg/status")

# what the wheel of PySide6 does not bring along, as Debian names it
LIBRARIES = {
    "offscreen": (
        "libegl1",
        "libgl1",
        "libfontconfig1",
        "libfreetype6",
        "libdbus-1-3",
        "libxkbcommon0",
        "libglib2.0-0",
        "libx11-6",
        "fonts-dejavu-core",
    ),
    "xcb": (
        "libx11-xcb1",
        "libxcb-cursor0",
        "libxcb-icccm4",
        "libxcb-image0",
        "libxcb-keysyms1",
        "libxcb-randr0",
        "libxcb-render0",
        "libxcb-render-util0",
        "libxcb-shape0",
        "libxcb-shm0",
        "libxcb-sync1",
        "libxcb-util1",
        "libxcb-xfixes0",
        "libxcb-xkb1",
        "libxkbcommon-x11-0",
        # scripts that our own fonts lack, where a display has no fonts yet
        "fonts-wqy-microhei",
        "fonts-noto-color-emoji",
    ),
    "wayland": ("libwayland-client0", "libwayland-cursor0", "libwayland-egl1"),
}

PROBE = """
import ctypes, pathlib, sys
from PySide6 import QtGui, QtSvg, QtWidgets, __path__
for platform in sys.argv[1:]:
    ctypes.CDLL(str(pathlib.Path(__path__[0], "Qt", "plugins", "platforms", f"libq{platform}.so")))
"""


class SetupError(Exception):
    """One sentence: what is missing, and the command that mends it."""


@dataclass
class Note:
    """What earlier calls did, kept in ``.venv``.

    *root* is where the environment was made (its scripts hold that path), *packages* the
    `fingerprint` of what is installed for *groups*; *qt* goes from a platform plugin to the
    `state_of_system` in which it was found to load.
    """

    root: str = str(ROOT)
    packages: str = ""
    groups: list[str] = field(default_factory=list[str])
    qt: dict[str, str] = field(default_factory=dict[str, str])

    @classmethod
    def read(cls) -> Note:
        """Return the note of the last call, or an empty one."""
        try:
            return cls(**json.loads(NOTE.read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            return cls()

    def write(self) -> None:
        """Keep the note for the next call."""
        NOTE.write_text(json.dumps(asdict(self), indent=1) + "\n", encoding="utf-8")


def main(arguments: Sequence[str] | None = None) -> int:
    """Set up what *arguments* name; return the exit status."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("groups", nargs="*", help="dependency groups of pyproject.toml to install as well")
    parser.add_argument("--qt", choices=["offscreen", "xcb", "display"], help="make sure that Qt can start so")
    given = parser.parse_args(arguments)
    try:
        with Path(__file__).open() as own:
            # two makes at a time wait for each other; the system frees the lock with the process
            fcntl.flock(own, fcntl.LOCK_EX)
            prepare_environment(given.groups)
            compile_program()
            if given.qt:
                prepare_libraries(platforms(given.qt))
    except SetupError as error:
        print(error, file=sys.stderr)
        return 1
    return 0


def prepare_environment(groups: Iterable[str]) -> None:
    """Make ``.venv`` and install the program and *groups* in it, unless that was done before.

    Raises `SetupError` where Python is too old, cannot make environments, or pip fails.
    """
    if sys.version_info < (3, 11):  # noqa: UP036
        raise SetupError(f"Annotator needs Python 3.11 or newer; {sys.executable} is {sys.version.split()[0]}.")
    import tomllib

    # TOML is whatever stands there, hence Any
    project: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    note = Note.read()
    mark = fingerprint(project)
    if note.packages != mark:
        note.groups = []
    missing = sorted({"program", *groups} - set(note.groups))
    if not missing and PYTHON.exists():
        return
    began = time.monotonic()
    if note.root != str(ROOT) or not runs(PYTHON):
        say("Making a virtual environment in .venv.")
        make_venv()
        note = Note()
    say(f"Installing what Annotator needs ({', '.join(missing)}) from PyPI; this happens once.")
    pip_install(*requirements(project, missing))
    note.packages = mark
    note.groups = sorted({*note.groups, *missing})
    note.write()
    say(f"Installed in {time.monotonic() - began:.0f} s.")


def compile_program() -> None:
    """Write the program's bytecode, as pip does for what it installs.

    Where Python itself is told to write none, every start would compile the whole program anew.
    """
    run([str(PYTHON), "-m", "compileall", "-q", str(ROOT / "annotator"), str(ROOT / "tests" / "benchmarks")])


def fingerprint(project: dict[str, Any]) -> str:
    """Return a hash of all that decides what is installed; it changes when that does."""
    parts = [
        project["project"]["dependencies"],
        project["project"]["scripts"],
        project["dependency-groups"],
        project["build-system"],
        CONSTRAINTS.read_text(encoding="utf-8"),
        sys.version_info[:2],
    ]
    return hashlib.sha256(json.dumps(parts).encode()).hexdigest()


def requirements(project: dict[str, Any], groups: Iterable[str]) -> list[str]:
    """Return pip's arguments for *groups*; ``program`` is the program itself, editable."""
    known: dict[str, list[str]] = project["dependency-groups"]
    wanted: list[str] = []
    for group in groups:
        if group == "program":
            wanted += ["--editable", str(ROOT)]
        elif group in known:
            wanted += known[group]
        else:
            raise SetupError(f"pyproject.toml has no dependency group {group!r}, only {', '.join(known)}.")
    return wanted


def make_venv() -> None:
    """Make ``.venv`` anew; where Debian keeps ensurepip apart, install that first."""
    name = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
    if importlib.util.find_spec("ensurepip") is None:
        apt_install([name], "Python cannot make virtual environments here")
    if VENV.exists():
        shutil.rmtree(VENV)
    try:
        # a fresh process: this one was started before the package came
        run([sys.executable, "-m", "venv", str(VENV)])
    except subprocess.CalledProcessError as error:
        raise SetupError(f"No virtual environment could be made in {VENV}: {tail(error)}") from None


def pip_install(*wanted: str) -> None:
    """Install *wanted* in ``.venv`` at the versions of constraints.txt, the build's too."""
    command = [str(PYTHON), "-m", "pip", "install", "--quiet", "--no-input", "--disable-pip-version-check"]
    try:
        run([*command, *wanted], PIP_CONSTRAINT=str(CONSTRAINTS))
    except subprocess.CalledProcessError as error:
        raise SetupError(f"pip could not install {' '.join(wanted)}:\n{tail(error, 40)}") from None


def platforms(qt: str) -> list[str]:
    """Return the names of Qt's platform plugins that *qt* stands for."""
    if qt != "display":
        return [qt]
    if sys.platform != "linux":
        return []
    found = [("DISPLAY", "xcb"), ("WAYLAND_DISPLAY", "wayland")]
    return [platform for variable, platform in found if os.environ.get(variable)]


def prepare_libraries(wanted: Sequence[str]) -> None:
    """Install the system's libraries that Qt lacks to start with the plugins *wanted*."""
    note = Note.read()
    if all(note.qt.get(platform) == state_of_system() for platform in wanted):
        return
    missing = missing_library(wanted)
    if missing:
        packages = [package for name in dict.fromkeys(["offscreen", *wanted]) for package in LIBRARIES[name]]
        apt_install(packages, f"Qt needs {missing}, which this system does not have")
        missing = missing_library(wanted)
    if missing:
        raise SetupError(f"Qt still cannot load {missing}; please install the package that holds it.")
    note.qt |= dict.fromkeys(wanted, state_of_system())
    note.write()


def state_of_system() -> str:
    """Return what changes when this is another machine, or packages come or go."""
    status = DPKG_STATUS.stat().st_mtime_ns if DPKG_STATUS.exists() else 0
    return f"{os.uname().nodename} {status}"


def missing_library(wanted: Sequence[str]) -> str | None:
    """Return the first shared library that Qt cannot find for the plugins *wanted*, or None."""
    found = subprocess.run([str(PYTHON), "-c", PROBE, *wanted], capture_output=True, text=True, check=False)
    if found.returncode == 0:
        return None
    match = re.search(r"(lib[^\s:/]+\.so[.\d]*): cannot open shared object", found.stderr)
    if match is None:
        raise SetupError(f"Qt cannot be loaded: {found.stderr.strip().splitlines()[-1]}")
    return match[1]


def apt_install(packages: Sequence[str], why: str) -> None:
    """Install Debian's *packages*, as root or with a sudo that asks nothing.

    Raises `SetupError`, beginning with *why*, where neither is to be had.
    """
    command = f"apt-get install --no-install-recommends {' '.join(packages)}"
    if shutil.which("apt-get") is None:
        raise SetupError(f"{why}; please install it. On Debian it comes with: {command}")
    prefix: list[str] = []
    if os.geteuid() != 0:
        prefix = ["sudo", "-n"]
        if shutil.which("sudo") is None or not runs("sudo", "-n", "true"):
            raise SetupError(f"{why}. Please install it, then try again: sudo {command}")
    say(f"{why}: installing {', '.join(packages)}.")
    prefix += ["env", "DEBIAN_FRONTEND=noninteractive", "apt-get", "-qq", "-o", "DPkg::Lock::Timeout=300"]
    # a list that cannot be had may be of no concern here: the next line tells
    subprocess.run([*prefix, "update"], capture_output=True, check=False)
    try:
        run([*prefix, "install", "-y", "--no-install-recommends", *packages])
    except subprocess.CalledProcessError as error:
        raise SetupError(f"{why}, and apt-get could not install it:\n{tail(error, 6)}") from None


def run(command: Sequence[str], **environment: str) -> None:
    """Run *command* quietly; raises CalledProcessError, with its output, if it fails."""
    subprocess.run(
        command,
        check=True,
        text=True,
        env={**os.environ, **environment},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
    )


def runs(*command: str | Path) -> bool:
    """Tell whether *command* can be started; a Python is asked for its version."""
    arguments = [str(part) for part in command]
    if len(arguments) == 1:
        arguments += ["-c", "import sys; sys.exit(sys.version_info < (3, 11))"]
    try:
        return subprocess.run(arguments, capture_output=True, check=False).returncode == 0
    except OSError:
        return False


def tail(error: subprocess.CalledProcessError, lines: int = 1) -> str:
    """Return the last *lines* of what the failed command said."""
    return "\n".join(str(error.stdout or "no output").strip().splitlines()[-lines:])


def say(text: str) -> None:
    """Tell the person what takes time."""
    print(text, file=sys.stderr, flush=True)


if __name__ == "__main__":
    sys.exit(main())
