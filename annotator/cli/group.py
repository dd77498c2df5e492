"""The command ``annotator``: the group of all commands, each imported when it is used."""

import os
from importlib import import_module

import click
from click.shell_completion import CompletionItem

from annotator import __version__

_COMMANDS = {
    "annotate": ("annotating", "Add one annotation."),
    "backup": ("projects", "Write a consistent copy of a project."),
    "check": ("projects", "Check a project file for damage."),
    "completion": ("completion", "Print the script for shell completion."),
    "demo": ("window", "Open a fresh project of the sample articles."),
    "export": ("exporting", "Write the data set."),
    "formats": ("formats", "List the formats."),
    "history": ("changes", "Show who changed what and when."),
    "import": ("importing", "Import files, folders or archives."),
    "new": ("projects", "Make an empty project."),
    "problems": ("problems", "List what does not keep to the tag set's constraints."),
    "records": ("records", "List, export or import the records."),
    "redo": ("changes", "Do again what was taken back."),
    "roundtrip": ("roundtrip", "Prove what a format keeps."),
    "screenshot": ("window", "Save a picture of the window on a project."),
    "search": ("searching", "Search the texts."),
    "settings": ("settings", "Show or set what a project says of itself."),
    "splits": ("splits", "Make, show or check train, dev and test."),
    "stats": ("projects", "Count what is in a project."),
    "tags": ("tags", "Show, export or import the tag set."),
    "tagsets": ("tagsets", "List the ready tag sets."),
    "undo": ("changes", "Take back the last change."),
}
"""From each command to the module beside this one that has it, and its line in the help."""


class Commands(click.Group):
    """The group of all commands. A first word that is no command but names a file is a project to open."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the commands in the order of their names."""
        return list(_COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Return a command, imported now."""
        if cmd_name not in _COMMANDS:
            return None
        module = import_module(f"annotator.cli.{_COMMANDS[cmd_name][0]}")
        return getattr(module, "import_" if cmd_name == "import" else cmd_name)

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Take a project's path for the hidden command that opens it."""
        word = args[0]
        if word in _COMMANDS or (word.startswith("-") and not os.path.exists(word)):  # noqa: PTH110
            return super().resolve_command(ctx, args)
        if os.sep in word or word.endswith(".annotator") or os.path.exists(word):  # noqa: PTH110
            from annotator.cli.window import open_

            return "", open_, args
        import difflib

        near = difflib.get_close_matches(word, _COMMANDS, 1)
        hint = f"did you mean “{near[0]}”?" if near else "see: annotator --help"
        raise click.UsageError(f"there is no command or file “{word}”; {hint}")

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, summary) for name, (_, summary) in _COMMANDS.items()])

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Complete a command, and where none fits, the path of a project."""
        return super().shell_complete(ctx, incomplete) or [CompletionItem(incomplete, type="file")]


@click.group(
    cls=Commands,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "show_default": True},
)
@click.option("--debug", is_flag=True, help="Show the whole trace of an error; also after the command's name.")
@click.version_option(__version__, prog_name="annotator", help="Show the version and exit.")
@click.pass_context
def annotator(ctx: click.Context, debug: bool) -> None:
    """Mark who and what articles name and what they claim.

    annotator [PROJECT] opens the window on PROJECT; without one, on the project that was open
    last, or the welcome page. The commands below work without a window.

    \b
    Exit status: 0 all done; 1 done in part, not possible now, or a check
    found a fault; 2 wrong usage: nothing was done.
    """  # noqa: D301
    if ctx.invoked_subcommand is None:
        from annotator.cli.showing import show_window

        ctx.exit(show_window(None))
