"""Export runs: documents out of the project, through a format, into a file that appears whole."""

from collections.abc import Callable
from pathlib import Path

from annotator.errors import Cancelled, UsageError
from annotator.exchange.pace import without_cycle_search
from annotator.formats.atomic import writing
from annotator.formats.registry import named_format
from annotator.store import Project
from annotator.store.scan import Selection

Progress = Callable[[int, int | None, str], None]


def _no_progress(done: int, total: int | None, text: str) -> None:
    pass


def _never() -> bool:
    return False


def export(
    project: Path,
    format: str,  # the contract's own word
    output: Path,
    *,
    selection: Selection | None = None,
    progress: Progress = _no_progress,
    cancelled: Callable[[], bool] = _never,
) -> int:
    """Write the documents of *selection* to *output*; return how many.

    The file holds the project as it was at one moment, while others go on working. Raises
    UsageError for a format that cannot be written, or for the project itself as *output*;
    Cancelled; or an AnnotatorError if the file cannot be written. *output* is then as it was.
    """
    if output.exists() and output.samefile(project):
        raise UsageError(f"{output} is the project itself, which this would overwrite; choose another name")
    chosen = selection or Selection()
    encode = named_format(format).writer()
    done = 0
    with without_cycle_search(), Project.open(project, write=False) as store, store.snapshot(), writing(output) as file:
        total = store.count_scan(chosen)
        for each in store.scan(chosen):
            if done % 50 == 0:
                if cancelled():
                    raise Cancelled("the export was cancelled; nothing was written")
                progress(done, total, each.document.title)
            file.write(encode(each))
            done += 1
    progress(done, total, "")
    return done
