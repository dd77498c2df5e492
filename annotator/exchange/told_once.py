"""What the records of a file have in common is said once, with how many they are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from annotator.formats.format import Remark
from annotator.formats.jsonl_document import LINE_ENDS

if TYPE_CHECKING:
    from annotator.formats.format import Found


def told_once(found: Iterable[Found]) -> Iterator[Found]:
    """Yield what a reader *found*, and in the end how many texts had other line ends than ours."""
    first: Remark | None = None
    count = 0
    for each in found:
        if isinstance(each, Remark) and each.text == LINE_ENDS:
            first = first or each
            count += 1
        else:
            yield each
    if first is not None:
        yield first if count == 1 else replace(first, text=f"in {count:,} texts {LINE_ENDS}", line=None)
