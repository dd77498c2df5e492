"""The table of actions: what is about records, in the menu Records."""

from annotator.app.action import Action

RECORDS: tuple[Action, ...] = ()
