"""The command ``annotator``: its group, how errors end it, and the window.

Exit status: 0 all done; 1 done in part, not possible, or a check found a fault; 2 wrong usage.
"""

import os
import sys
from collections.abc import Callable, Sequence
from importlib import import_module
from typing import NoReturn

import click

from annotator import __version__
from annotator.errors import AnnotatorError, Cancelled, UsageError

_COMMANDS = {
    "demo": "annotator.cli.window",
    "screenshot": "annotator.cli.window",
    "new": "annotator.cli.projects",
    "backup": "annotator.cli.projects",
    "check": "annotator.cli.projects",
    "stats": "annotator.cli.projects",
    "undo": "annotator.cli.changes",
    "redo": "annotator.cli.changes",
    "history": "annotator.cli.changes",
    "annotate": "annotator.cli.changes",
    "import": "annotator.cli.exchange",
    "export": "annotator.cli.exchange",
    "formats": "annotator.cli.exchange",
    "search": "annotator.cli.searching",
    "tags": "annotator.cli.tags",
    "completion": "annotator.cli.completion",
}
"""From each command to the module that has it; a module is imported when its command is used."""

_SUMMARIES = {
    "demo": "Open a fresh project of the sample articles.",
    "screenshot": "Save a picture of the window on a project.",
    "new": "Make an empty project.",
    "backup": "Write a consistent copy of a project.",
    "check": "Check a project file for damage.",
    "stats": "Count what is in a project.",
    "undo": "Take back the last change.",
    "redo": "Do again what was taken back.",
    "history": "Show who changed what and when.",
    "annotate": "Add one annotation.",
    "import": "Import files, folders or archives.",
    "export": "Write the data set.",
    "formats": "List the formats.",
    "search": "Search the texts.",
    "tags": "Show, export or import the tag set.",
    "completion": "Print the script for shell completion.",
}


class Commands(click.Group):
    """The group of all commands. A first word that is no command but names a file is a project to open."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the commands in the order of their names."""
        return sorted(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command, imported now."""
        module = _COMMANDS.get(cmd_name)
        if module is None:
            return None
        return getattr(import_module(module), "import_" if cmd_name == "import" else cmd_name)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Take a project's path for the hidden command that opens it."""
        word = args[0]
        if word not in _COMMANDS and (os.sep in word or word.endswith(".annotator") or os.path.exists(word)):  # noqa: PTH110
            from annotator.cli.window import open_

            return "open", open_, args
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            import difflib

            near = difflib.get_close_matches(word, _COMMANDS, 1)
            hint = f" Did you mean “{near[0]}”?" if near else " See: annotator --help"
            raise click.UsageError(f"There is no command or file “{word}”.{hint}", ctx) from error

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, _SUMMARIES[name]) for name in self.list_commands(ctx)])


@click.group(cls=Commands, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.option("--debug", is_flag=True, help="Show the whole trace of an error.")
@click.version_option(__version__, prog_name="annotator")
@click.pass_context
def annotator(ctx: click.Context, debug: bool) -> None:
    """Mark who and what articles name and what they claim.

    annotator [PROJECT] opens the window on PROJECT; without one, on the project that was open
    last, or the welcome page. The commands below work without a window.
    """
    ctx.obj = {"debug": debug}
    if ctx.invoked_subcommand is None:
        from annotator.cli.window import show_window

        ctx.exit(show_window(None))


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line and end the process with its exit status."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            # a terminal that cannot show a character still gets the rest
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # pyright: ignore
    words = list(sys.argv[1:] if arguments is None else arguments)
    debug = "--debug" in words
    if debug:
        # works before and after the command's name
        words.remove("--debug")
    sys.exit(_guarded(lambda: _run(words), debug=debug))


def _run(words: list[str]) -> int:
    result = annotator.main(words, prog_name="annotator", standalone_mode=False)
    return result if isinstance(result, int) else 0


def _guarded(run: Callable[[], int], *, debug: bool) -> int:
    try:
        try:
            return run()
        finally:
            sys.stdout.flush()
    except click.exceptions.Exit as error:
        return error.exit_code
    except click.ClickException as error:
        if isinstance(error, click.UsageError):
            error.show()
            return 2
        click.echo(f"annotator: {error.format_message()}", err=True)
        return error.exit_code
    except (click.Abort, KeyboardInterrupt):
        click.echo("annotator: stopped; what was done until then is kept", err=True)
        return 130
    except BrokenPipeError:
        # whoever read us has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 0
    except AnnotatorError as error:
        if debug:
            raise
        click.echo(f"annotator: {error}", err=True)
        return 2 if isinstance(error, UsageError) else 130 if isinstance(error, Cancelled) else 1
    except Exception as error:  # the border: no trace reaches a user unless asked for
        if debug:
            raise
        click.echo(
            f"annotator: an unexpected error stopped this ({type(error).__name__}: {error}); "
            "nothing is lost that was done before; run it again with --debug to see where",
            err=True,
        )
        return 1
