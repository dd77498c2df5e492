"""The table of actions: what is about claims as a whole: the claims view, relations, judgements."""

from annotator.app.action import Action

CLAIMS: tuple[Action, ...] = (
    Action(
        "claims.relate",
        "Claims",
        "&Relate to a claim…",
        "claims.relate",
        ("Ctrl+T",),
        "words",
        2,
        "The selected claim supports, contradicts, repeats or corrects another one, here or in another article; "
        "selected words become evidence",
        page=True,
    ),
    Action(
        "claims.go_related",
        "Claims",
        "&Go to the related claim",
        "claims.go_to_related",
        ("Ctrl+Shift+T",),
        "annotation",
        2,
        "From the selected claim to one that it supports, contradicts and so on, wherever that stands",
        page=True,
    ),
    Action(
        "claims.review",
        "Claims",
        "Re&view…",
        "claims.review",
        ("F4",),
        "claim",
        3,
        "The verdict on the selected claim, who gives it and when, why, and what speaks for it",
        page=True,
    ),
    Action(
        "claims.judgements",
        "Claims",
        "Show &judgements",
        "claims.toggle_judgements",
        ("Ctrl+Shift+J",),
        "project",
        3,
        "Show or hide verdicts, evidence and what else is thought of claims: who marks is not to be led by them",
        "judgements",
    ),
    Action(
        "claims.all",
        "Claims",
        "&All claims…",
        "claims.show",
        ("Ctrl+Alt+C",),
        "project",
        4,
        "Every claim of every article in a table: sort, filter, group, and go to its place",
    ),
)
