"""What the command line loads: no Qt but for the window, and next to nothing before it is needed."""

import json
import subprocess
import sys
from pathlib import Path

from tests.cli.conftest import ROOT


def loaded_after(code: str, *arguments: str) -> set[str]:
    """Return the modules that a fresh Python has loaded after *code*."""
    ended = subprocess.run(
        [sys.executable, "-c", f"{code}\nimport json, sys\nprint('\\n' + json.dumps(list(sys.modules)))", *arguments],
        capture_output=True,
        check=True,
        cwd=ROOT,
        text=True,
    )
    return set(json.loads(ended.stdout.splitlines()[-1]))


def test_importing_the_command_line_loads_click_and_little_else():
    loaded = loaded_after("import annotator.cli")

    assert not loaded & {
        "PySide6",
        "sqlite_utils",
        "sqlite3",
        "orjson",
        "charset_normalizer",
        "asyncio",
    }
    assert not {name for name in loaded if name.startswith(("annotator.store", "annotator.formats", "annotator.model"))}


def test_no_command_but_the_window_loads_qt(project):
    Path("tags.toml").write_text("", encoding="utf-8")
    runs = [
        ["demo", "--headless"],
        ["new", "b.annotator"],
        ["import", "P", "article.txt", "--json"],
        ["export", "P", "--format", "jsonl", "--output", "a.jsonl"],
        ["formats"],
        ["tags", "P", "show"],
        ["tags", "P", "export", "a.toml"],
        ["tags", "P", "import", "a.toml"],
        ["records", "P", "list"],
        ["records", "P", "export", "a.csv"],
        ["records", "P", "import", "a.csv"],
        ["annotate", "P", "article.txt", "4", "18", "Role"],
        ["undo", "P"],
        ["redo", "P"],
        ["history", "P"],
        ["search", "P", "crane", "--kwic"],
        ["stats", "P"],
        ["check", "P"],
        ["backup", "P", "--output", "copy.annotator"],
        ["completion", "zsh"],
        ["--help"],
        ["--version"],
    ]
    code = (
        "import contextlib, json, os, sys\n"
        "from annotator.cli import main\n"
        "folder, project, runs = sys.argv[1:]\n"
        "os.chdir(folder)\n"
        "for words in json.loads(runs):\n"
        "    try:\n"
        "        main([project if word == 'P' else word for word in words])\n"
        "    except SystemExit as ending:\n"
        "        assert ending.code == 0, words\n"
    )

    loaded = loaded_after(code, str(Path.cwd()), str(project), json.dumps(runs))

    assert not {name for name in loaded if name.startswith(("PySide6", "shiboken6", "annotator.app"))}
    assert "annotator.store.project" in loaded
