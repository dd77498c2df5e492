"""The table of actions: what is about claims as a whole: the claims view, relations, judgements."""

from annotator.app.action import Action

CLAIMS: tuple[Action, ...] = (
    Action(
        "claims.all",
        "Claims",
        "&All claims…",
        "claims.show",
        ("Ctrl+Alt+C",),
        "project",
        3,
        "Every claim of every article in a table: sort, filter, group, and go to its place",
    ),
)
