import re
from collections.abc import Iterator

import click
import pytest

from annotator.cli.group import annotator
from tests.cli.conftest import ROOT

MANUAL = (ROOT / "docs/manual/command-line.md").read_text(encoding="utf-8")


def commands() -> Iterator[tuple[str, click.Command]]:
    context = click.Context(annotator)
    yield "annotator", annotator
    for name in annotator.list_commands(context):
        command = annotator.get_command(context, name)
        assert command is not None
        yield f"annotator {name}", command


COMMANDS = dict(commands())


def section(name: str) -> str:
    found = re.search(rf"^### {name}\n(.*?)(?=^##|\Z)", MANUAL, re.MULTILINE | re.DOTALL)
    assert found, f"docs/manual/command-line.md lacks: ### {name}"
    return found[1]


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_and_option_has_help_and_stands_in_the_manual(name):
    page = section(name)

    command = COMMANDS[name]
    assert command.help
    assert len(command.help.split()) > 5
    for option in command.params:
        if isinstance(option, click.Option):
            assert option.help, f"{name} {option.opts[0]} has no help"
            for word in option.opts:
                assert f"`{word}`" in page, f"the section {name} of the manual lacks {word}"


@pytest.mark.parametrize("name", COMMANDS)
def test_the_manual_names_no_option_that_is_not_there(name):
    known = {word for option in COMMANDS[name].params for word in option.opts} | {"--help"}

    for row in re.findall(r"^\| (`-.+?) \|", section(name), re.MULTILINE):
        assert set(re.findall(r"`(-[-a-z]+)`", row)) <= known


def test_the_manual_has_no_section_of_a_command_that_is_not_there():
    assert set(re.findall(r"^### (.+)$", MANUAL, re.MULTILINE)) == set(COMMANDS)


def test_the_help_lists_every_command_with_a_line(run):
    ended = run("--help")

    assert ended.status == 0
    for name in COMMANDS:
        if name != "annotator":
            assert re.search(rf"^  {name.split()[1]} +[A-Z].+\.$", ended.out, re.MULTILINE)


def test_help_works_behind_every_command(run):
    for name in COMMANDS:
        ended = run(*name.split()[1:], "-h")

        assert ended.status == 0
        assert ended.out.startswith(f"Usage: {name} ")
