"""The table of actions: what is about records, in the menu Records."""

from annotator.app.action import Action

RECORDS: tuple[Action, ...] = (
    Action(
        "records.link",
        "Records",
        "&Link to a record…",
        "records.link",
        ("Ctrl+L",),
        "annotation",
        1,
        "Say who or what the selected mark means: candidates by name, alias and similar spelling, or a new record",
        page=True,
    ),
    Action(
        "records.unlink",
        "Records",
        "&Unlink from its record",
        "records.unlink",
        (),
        "annotation",
        1,
        "The selected mark means nobody in particular any more",
        page=True,
    ),
)
