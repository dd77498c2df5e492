"""What does not keep to the constraints of the tag set, on the command line."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from annotator.cli.output import counted, print_json, printable
from annotator.cli.parameters import json_option, project_argument
from annotator.cli.running import opened, progress_bar

if TYPE_CHECKING:
    from annotator.analysis.constraints import Problem


@click.command()
@project_argument
@json_option
@click.pass_context
def problems(ctx: click.Context, project: Path, as_json: bool) -> None:
    """List what in PROJECT does not keep to the constraints of its tag set, article by article.

    Constraints stand in the tag set: a claim needs a claimant, a date is no part of a person. Also listed are
    attributes that a tag requires and that are not said, and relations between kinds that their type does not join.
    Nothing is changed. Exits with 1 if there is any problem. "annotator check" tells whether the file itself is whole.
    """
    from annotator.analysis.constraints import problems_of, summaries

    with opened(project) as store, store.snapshot(), progress_bar("looking at articles") as progress:
        tag_set, far = store.tag_set(), store.claims.far_ends()
        total = store.count_documents()
        found: list[tuple[str, str, Problem]] = []
        for number, each in enumerate(store.scan(), start=1):
            progress(number, total, each.document.title)
            found += [(each.document.id, each.document.title, problem) for problem in problems_of(each, tag_set, far)]
    said = summaries(problem for *_, problem in found)
    if as_json:
        print_json(
            {
                "problems": [
                    {
                        "document": document,
                        "title": title,
                        "rule": problem.rule,
                        "sentence": problem.sentence,
                        "annotations": list(problem.annotations),
                        "spans": [{"start": span.start, "end": span.end} for span in problem.spans],
                    }
                    for document, title, problem in found
                ],
                "summary": said,
            }
        )
        ctx.exit(1 if found else 0)
    shown = None
    for document, title, problem in found:
        if document != shown:
            shown = document
            click.echo(printable(title))
        place = f"{problem.spans[0].start}-{problem.spans[-1].end}" if problem.spans else "article"
        click.echo(f"  {place}  {printable(problem.sentence)}")
    for line in said:
        click.echo(printable(line))
    if not found:
        click.echo(f"no problem found in {counted(total, 'document')}")
    ctx.exit(1 if found else 0)
