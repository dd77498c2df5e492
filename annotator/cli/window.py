"""The commands that open the window; only they import Qt."""

from pathlib import Path

import click

from annotator.errors import UsageError


def show_window(project: Path | None, document: str | None = None, *, remember: bool = True) -> int:
    """Open the window and return its exit status."""
    _need_display()
    from annotator.app.run import run_window

    return run_window(project, document=document, samples=fresh_samples, remember=remember)


def _need_display() -> None:
    import os
    import sys

    wanted = os.environ.get("QT_QPA_PLATFORM")
    if sys.platform.startswith("linux") and not (
        wanted or os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")
    ):
        raise UsageError("there is no display to open a window on; the commands work without one: annotator --help")


def fresh_samples() -> Path:
    """Make a fresh project of the sample articles in a temporary place and return its path."""
    import tempfile

    from annotator.exchange.samples import make_samples

    path = Path(tempfile.mkdtemp(prefix="annotator-demo-")) / "samples.annotator"
    make_samples(path)
    return path


@click.command(hidden=True)
@click.argument("project", type=click.Path(path_type=Path))
def open_(project: Path) -> int:
    """Open the window on PROJECT."""
    from annotator.store.connection import check_file

    check_file(project, write=True)
    return show_window(project)


@click.command()
@click.option("--headless", is_flag=True, help="Make the project, print a summary and its path, and open nothing.")
def demo(headless: bool) -> int:
    """Open the window on a fresh project of the sample articles, in a temporary place."""
    if not headless:
        _need_display()
    path = fresh_samples()
    if not headless:
        return show_window(path, remember=False)
    from annotator.store import Project

    with Project.open(path, write=False) as project:
        counts = project.statistics()
    kinds = ", ".join(f"{number} {kind}" for kind, number in counts.by_kind.items())
    click.echo(f"{counts.documents} sample articles, {counts.characters} characters, {counts.annotations} annotations")
    click.echo(f"by kind: {kinds}; {counts.relations} relations")
    click.echo(str(path))
    return 0


def _size(ctx: click.Context, parameter: click.Parameter, value: str) -> tuple[int, int]:
    width, _, height = value.partition("x")
    if not (width.isdigit() and height.isdigit() and 300 <= int(width) <= 8000 and 200 <= int(height) <= 8000):
        raise click.BadParameter("a size is written as 1440x900, in pixels")
    return int(width), int(height)


@click.command()
@click.argument("project", type=click.Path(path_type=Path))
@click.option(
    "--output", "-o", required=True, type=click.Path(path_type=Path), metavar="FILE.png", help="Where the picture goes."
)
@click.option("--document", metavar="D", help="The article to show: its id, title or source name. Default: the first.")
@click.option("--size", default="1440x900", callback=_size, help="Width and height of the window in pixels.")
@click.option("--theme", type=click.Choice(["light", "dark"]), default="light", help="The theme.")
@click.option("--zoom", type=click.FloatRange(0.5, 4.0), default=1.0, help="The zoom of the page.")
def screenshot(
    project: Path, output: Path, document: str | None, size: tuple[int, int], theme: str, zoom: float
) -> None:
    """Save a picture of the real window on PROJECT, once it is painted."""
    import os
    import sys

    from annotator.store.connection import check_file

    check_file(project, write=True)
    if sys.platform.startswith("linux") and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from annotator.app.run import screenshot as take

    take(project, output, document, size, theme, zoom)
