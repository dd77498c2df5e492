"""The table of actions: what is about claims as a whole: the claims view, relations, judgements."""

from annotator.app.action import Action

CLAIMS: tuple[Action, ...] = ()
