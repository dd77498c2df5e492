"""Shell completion: the script that a shell evaluates."""

import click


@click.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> None:
    """Print the completion script for SHELL.

    In bash: eval "$(annotator completion bash)"; in zsh likewise; in fish: annotator
    completion fish | source. Put the line into the shell's start-up file to keep it.
    """
    from click.shell_completion import get_completion_class

    from annotator.cli.main import annotator

    found = get_completion_class(shell)
    assert found is not None
    click.echo(found(annotator, {}, "annotator", "_ANNOTATOR_COMPLETE").source())
