"""Writes constraints.txt anew: the newest versions that pyproject.toml allows, all pinned.

It installs everything into an environment that is thrown away, and writes down what came.
"""

import re
import subprocess
import sys
import tempfile
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
HEAD = """\
# Every package that the program, its tests and its checks install, at the version they pass with.
# Made by `make lock`; the ranges that users get stand in pyproject.toml.
"""
OURS = {"annotator", "pip", "setuptools"}


def main() -> None:
    """Write constraints.txt."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    wanted: list[str] = [*project["project"]["dependencies"], *project["build-system"]["requires"]]
    for group in project["dependency-groups"].values():
        wanted += group
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([sys.executable, "-m", "venv", folder], check=True)
        python = Path(folder, "bin", "python")
        # editables is what hatchling asks for when it makes an editable install
        subprocess.run([python, "-m", "pip", "install", "--quiet", *wanted, "editables"], check=True)
        freeze = subprocess.run([python, "-m", "pip", "freeze"], check=True, capture_output=True, text=True).stdout
    pins = [line for line in freeze.splitlines() if re.split("[=@ ]", line)[0].lower() not in OURS]
    text = HEAD + "".join(f"{line}\n" for line in pins)
    (ROOT / "constraints.txt").write_text(text, encoding="utf-8")
    print(f"constraints.txt: {len(pins)} packages")


if __name__ == "__main__":
    main()
