"""Moments (UTC, ISO 8601) and the partial dates that archives need."""

import datetime
import re

_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?Z", re.ASCII)
_DATE = re.compile(r"(-?\d{4})(?:-(\d\d)(?:-(\d\d))?)?", re.ASCII)


def now() -> str:
    """Return the present moment as ``2026-01-31T09:00:00Z`` (seconds, UTC)."""
    return datetime.datetime.now(datetime.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def today() -> str:
    """Return the date on this machine's clock as ``2026-01-31``."""
    return datetime.date.today().isoformat()


def is_moment(text: str) -> bool:
    """Tell whether *text* is a UTC moment in the form that projects and exports hold."""
    if not _MOMENT.fullmatch(text):
        return False
    try:
        datetime.datetime.fromisoformat(text[:19])
    except ValueError:
        return False
    return True


def is_date(text: str) -> bool:
    """Tell whether *text* is a calendar date, whole or partial: 1917, 1917-11, 1917-11-07."""
    match = _DATE.fullmatch(text)
    if match is None:
        return False
    year, month, day = match.groups()
    try:
        datetime.date(max(1, abs(int(year))), int(month or 1), int(day or 1))
    except ValueError:
        return False
    return True
