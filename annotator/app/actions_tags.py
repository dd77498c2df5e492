"""The table of actions: what is about the tag set, in the menu Annotate."""

from annotator.app.action import Action

TAG_SET: tuple[Action, ...] = (
    Action(
        "tagset.guideline",
        "Annotate",
        "Gu&ideline of this tag",
        "tagset.guideline_of_mark",
        (),
        "annotation",
        4,
        "When to give the tag of the selected mark, with examples, beside the page; it follows what you select",
        hint="F1",
    ),
    Action(
        "tagset.show",
        "Annotate",
        "Ta&g set…",
        "tagset.show",
        ("Ctrl+Alt+T",),
        "project",
        4,
        "Add, rename, colour, order, nest, merge and retire tags; keys, guidelines, attributes, relations, constraints",
        icon="tag",
    ),
    Action(
        "problems.show",
        "Claims",
        "Pro&blems…",
        "problems.show",
        ("F8",),
        "project",
        3,
        "What does not keep to the constraints of the tag set, such as claims that lack a claimant, and the way there",
    ),
)
