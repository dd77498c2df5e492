"""Shell completion: the script that a shell evaluates."""

import click


@click.command()
@click.argument("shell", type=click.Choice(["bash", "zsh", "fish"]))
def completion(shell: str) -> None:
    """Print the completion script for SHELL.

    Put this line into the shell's start-up file to keep it:

    \b
    bash  eval "$(annotator completion bash)"
    zsh   eval "$(annotator completion zsh)"
    fish  annotator completion fish | source
    """  # noqa: D301
    from click.shell_completion import get_completion_class

    from annotator.cli.group import annotator

    found = get_completion_class(shell)
    assert found is not None
    click.echo(found(annotator, {}, "annotator", "_ANNOTATOR_COMPLETE").source())
