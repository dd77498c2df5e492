"""The table of actions: what is about the tag set, in the menu Annotate."""

from annotator.app.action import Action

TAG_SET: tuple[Action, ...] = ()
