import subprocess

import pytest

from tests.cli.conftest import process


def completed(words: str, **env: str) -> list[str]:
    """Return what bash is offered for the last of *words*."""
    count = len(words.split(" ")) - 1
    ended = process(env={"_ANNOTATOR_COMPLETE": "bash_complete", "COMP_WORDS": words, "COMP_CWORD": str(count), **env})
    assert ended.err == ""
    return ended.out.splitlines()


def test_commands_options_and_formats_are_completed():
    assert completed("annotator ex") == ["plain,export"]
    assert completed("annotator history --js") == ["plain,--json"]
    assert completed("annotator export a.annotator --format j") == ["plain,jsonl"]
    assert completed("annotator tags a.annotator ex") == ["plain,export"]


def test_where_no_command_fits_the_shell_completes_files():
    assert completed("annotator archive/my") == ["file,archive/my"]
    assert completed("annotator stats archive/my") == ["file,archive/my"]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_script_of_each_shell_asks_the_program(run, shell):
    ended = run("completion", shell)

    assert ended.status == 0
    assert f"_ANNOTATOR_COMPLETE={shell}_complete" in ended.out


def test_bash_takes_the_script(run):
    script = run("completion", "bash").out

    ended = subprocess.run(
        ["bash", "--norc", "-c", f"{script}\ncomplete -p annotator"], capture_output=True, check=False, text=True
    )

    assert (ended.returncode, ended.stderr) == (0, "")
    assert "_annotator_completion" in ended.stdout
