"""The commands that open the window; only they import Qt."""

import os
from pathlib import Path

import click

from annotator.cli.output import counted
from annotator.cli.parameters import TEXT, OutputPath, ProjectPath, project_argument
from annotator.cli.running import opened
from annotator.cli.showing import fresh_samples, has_display, load_app, need_display, open_window, show_window

THEMES = ("light", "sepia", "dark", "high-contrast", "high-contrast-dark")


@click.command(hidden=True)
@click.argument("project", type=ProjectPath())
def open_(project: Path) -> int:
    """Open the window on PROJECT."""
    return open_window(project)


@click.command()
@click.option("--headless", is_flag=True, help="Make the project, print a summary and its path, and open nothing.")
def demo(headless: bool) -> int:
    """Open the window on a fresh project of the sample articles, in a temporary place."""
    if not headless:
        need_display()
        return show_window(fresh_samples(), remember=False)
    path = fresh_samples()
    with opened(path) as project:
        counts = project.statistics()
    kinds = ", ".join(f"{number} {kind}" for kind, number in counts.by_kind.items())
    click.echo(f"{counts.documents} sample articles, {counts.characters} characters, {counts.annotations} annotations")
    click.echo(f"by kind: {kinds}; {counted(counts.relations, 'relation')}")
    click.echo(str(path))
    return 0


def _size(ctx: click.Context, parameter: click.Parameter, value: str) -> tuple[int, int]:
    width, _, height = value.partition("x")
    if not (width.isascii() and width.isdigit() and height.isascii() and height.isdigit()):
        raise click.BadParameter("a size is written as 1440x900, in pixels")
    if not (300 <= int(width) <= 8000 and 200 <= int(height) <= 8000):
        raise click.BadParameter("a window is from 300x200 to 8000x8000 pixels")
    return int(width), int(height)


@click.command()
@project_argument
@click.option("--output", "-o", required=True, type=OutputPath(), metavar="FILE.png", help="Where the picture goes.")
@click.option(
    "--document", metavar="D", type=TEXT, help="The article to show: its id, title or source name. Default: the first."
)
@click.option(
    "--size", metavar="WxH", default="1440x900", callback=_size, help="Width and height of the window in pixels."
)
@click.option("--theme", type=click.Choice(THEMES), default="light", help="The theme.")
@click.option("--zoom", type=click.FloatRange(0.5, 4.0), default=1.0, metavar="Z", help="The zoom of the page.")
def screenshot(
    project: Path, output: Path, document: str | None, size: tuple[int, int], theme: str, zoom: float
) -> None:
    """Save a picture of the real window on PROJECT as PNG, once it is painted.

    Works on a display and without one.
    """
    from annotator.store.connection import check_file

    check_file(project, write=True)
    if not has_display():
        os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    load_app().screenshot(project, output, document, size, theme, zoom)
