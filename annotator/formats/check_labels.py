"""The labels of check-worthiness lists and fact checks, and what they are here: ``checkworthy`` or ``verdict``."""

from __future__ import annotations

from collections.abc import Mapping

CHECKWORTHY = "checkworthy"
VERDICT = "verdict"

_CHECKWORTHY: Mapping[str, str] = {
    "1": "check-worthy", "1.0": "check-worthy", "yes": "check-worthy", "cfs": "check-worthy",
    "check-worthy": "check-worthy", "checkworthy": "check-worthy",
    "0": "unimportant", "0.0": "unimportant", "no": "unimportant", "ufs": "unimportant", "unimportant": "unimportant",
    "-1": "not factual", "-1.0": "not factual", "nfs": "not factual", "not factual": "not factual",
}  # fmt: skip
_VERDICT: Mapping[str, str] = {
    "true": "true", "mostly-true": "mostly true", "mostly true": "mostly true", "half-true": "mixed",
    "half true": "mixed", "mixture": "mixed", "partially true": "mixed", "partially false": "mixed",
    "barely-true": "mostly false", "mostly-false": "mostly false", "mostly false": "mostly false", "false": "false",
    "pants-fire": "false", "pants on fire": "false", "supports": "true", "supported": "true",
    "refutes": "false", "refuted": "false",
    "not enough info": "unprovable", "not enough evidence": "unprovable", "other": "unprovable",
    "not_enough_info": "unprovable",
    "conflicting evidence/cherrypicking": "conflicting", "disputed": "conflicting",
}  # fmt: skip
FEVER: Mapping[str, str] = {"true": "SUPPORTS", "false": "REFUTES", "unprovable": "NOT ENOUGH INFO"}
CLAIMBUSTER: Mapping[str, str] = {"check-worthy": "1", "unimportant": "0", "not factual": "-1"}


def attribute_of(label: str) -> tuple[str, str] | None:
    """Return the attribute and value that a label is, whatever its case; None for one that nobody knows."""
    plain = label.strip().casefold()
    if value := _CHECKWORTHY.get(plain):
        return CHECKWORTHY, value
    if value := _VERDICT.get(plain):
        return VERDICT, value
    return None


def binary(value: str) -> bool:
    """Tell whether a value of ``checkworthy`` is the positive one of two."""
    return value == "check-worthy"
