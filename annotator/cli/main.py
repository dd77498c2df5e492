"""The border of the command line: whatever happens inside ends in an exit status and one line at most.

Exit status: 0 all done; 1 done in part, not possible now, or a check found a fault; 2 wrong
usage; 130 stopped by Ctrl+C; 141 whoever read our output has seen enough.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

from annotator.errors import AnnotatorError, Cancelled, UsageError

if TYPE_CHECKING:
    from click import UsageError as UsageFault

STOPPED = 130
PIPE_CLOSED = 141


def main(arguments: Sequence[str] | None = None) -> NoReturn:
    """Run the command line and end the process with its exit status."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            # the locale may say ASCII; the texts are Unicode all the same
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # pyright: ignore
    words, debug = _without_debug(sys.argv[1:] if arguments is None else arguments)
    sys.exit(ended(lambda: _run(words), debug=debug))


def _without_debug(arguments: Sequence[str]) -> tuple[list[str], bool]:
    """Take ``--debug`` out, wherever it stands before a double dash."""
    words = list(arguments)
    options = words[: words.index("--")] if "--" in words else words
    if "--debug" not in options:
        return words, False
    words.remove("--debug")
    return words, True


def _run(words: list[str]) -> int:
    if len(words) == 1 and words[0].endswith(".annotator") and os.path.isfile(words[0]):  # noqa: PTH113
        # the way in which most windows are opened waits for no command to be loaded
        from annotator.cli.showing import given_project, open_window

        return open_window(given_project(Path(words[0])))
    from annotator.cli.group import annotator

    result = annotator.main(words, prog_name="annotator", standalone_mode=False)
    if sys.stdout is not None:  # pyright: ignore[reportUnnecessaryComparison]
        sys.stdout.flush()
    return result if isinstance(result, int) else 0


def ended(run: Callable[[], int], *, debug: bool = False) -> int:
    """Return the exit status of *run*; an error becomes one line on stderr, after its trace with *debug*."""
    try:
        return run()
    except KeyboardInterrupt:
        return _stopped()
    except BrokenPipeError:
        _let_go_of_stdout()
        return PIPE_CLOSED
    except SystemExit as ending:
        # click ends like this, and only then, when our output is no longer read
        _let_go_of_stdout()
        return PIPE_CLOSED if ending.code == 1 else int(ending.code or 0)
    except Exception as error:  # noqa: BLE001  # the border: no trace reaches a user unless asked for
        import click

        if isinstance(error, click.Abort):
            return _stopped()
        if debug:
            import traceback

            traceback.print_exception(error)
        sentence, status = _explained(error)
        _complain(sentence)
        return status


def _stopped() -> int:
    _complain("stopped; what was done until then is kept")
    return STOPPED


def _complain(sentence: str) -> None:
    from annotator.cli.output import complain

    complain(sentence)


def _explained(error: Exception) -> tuple[str, int]:
    import click

    if isinstance(error, AnnotatorError):
        return str(error), 2 if isinstance(error, UsageError) else STOPPED if isinstance(error, Cancelled) else 1
    if isinstance(error, click.UsageError):
        return _usage_sentence(error), 2
    if isinstance(error, click.ClickException):
        return error.format_message(), error.exit_code
    if isinstance(error, OSError) and error.errno is not None:
        if error.filename is None:
            _let_go_of_stdout()
        where = "the output" if error.filename is None else os.fsdecode(error.filename)
        return f"{where} cannot be read or written ({error.strerror})", 1
    return (
        f"an unexpected error stopped this ({type(error).__name__}: {error}); what was done before is kept; "
        "run it again with --debug to see where it came from",
        1,
    )


def _usage_sentence(error: UsageFault) -> str:
    message = error.format_message().strip().rstrip(".")
    message = message[:1].lower() + message[1:]
    if error.ctx is None or message.endswith("?"):
        return message
    return f"{message}; see: {error.ctx.command_path.strip()} --help"


def _let_go_of_stdout() -> None:
    """Let what is still to be written vanish, so that Python does not try again, and complain, at its end."""
    import contextlib

    with contextlib.suppress(OSError, ValueError, AttributeError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.__stdout__.fileno())  # pyright: ignore[reportOptionalMemberAccess]
