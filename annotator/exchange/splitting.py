"""Runs over splits: plan them, do them as one change, clear them, and look for what leaks from one into another."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TypedDict, TypeVar

from annotator.analysis.near_duplicates import ALIKE, Pair, near_duplicates
from annotator.analysis.splitting import By, Groups, Share, by_date, by_group, by_hash
from annotator.errors import Cancelled, UsageError
from annotator.model.about import RECIPE
from annotator.model.change import Alter, Change, Operation, PutSetting
from annotator.model.document import Document
from annotator.store import Project
from annotator.store.partition import Part
from annotator.words import counted

LISTED = 1000
"""Leaks of one kind at most that are listed; all are counted."""
Progress = Callable[[int, int | None, str], None]


def _no_progress(done: int, total: int | None, text: str) -> None:
    pass


def _never() -> bool:
    return False


@dataclass(frozen=True, slots=True)
class Plan:
    """Which split each document would get, by id, and how many each gets; the number of groups, if there are any."""

    splits: Mapping[str, str]
    counts: Mapping[str, int]
    groups: int = 0
    largest: int = 0
    recipe: str = ""


class Ends(TypedDict):
    """Two documents of different splits: ids, titles and splits, in one order."""

    documents: list[str]
    titles: list[str]
    splits: list[str | None]


class NearTexts(Ends):
    """Two texts of which *alike*, from 0 to 1, is the same."""

    alike: float


class Related(Ends):
    """A relation of that *type* between annotations of two documents."""

    type: str


class SharedRecord(TypedDict):
    """A record that documents of several splits name; how many there are of each split."""

    record: str
    name: str
    kind: str
    documents: dict[str, int]


Said = TypeVar("Said")


@dataclass(slots=True)
class Leakage:
    """What two splits share: records, nearly equal texts, relations. *leaks* counts all but records of entities.

    Many documents name the same person: that alone is no leak, and *entities* only counts it.
    """

    records: list[SharedRecord] = field(default_factory=list[SharedRecord])
    duplicates: list[NearTexts] = field(default_factory=list[NearTexts])
    relations: list[Related] = field(default_factory=list[Related])
    counts: dict[str, int] = field(
        default_factory=lambda: {"claim records": 0, "near-duplicate texts": 0, "relations": 0, "entity records": 0}
    )
    documents: int = 0
    without_split: int = 0

    @property
    def leaks(self) -> int:
        """How many there are."""
        return sum(count for name, count in self.counts.items() if name != "entity records")


def plan(
    store: Project,
    by: By,
    parts: Sequence[Share],
    seed: str = "",
    *,
    pairs: Sequence[Pair] | None = None,
    progress: Progress = _no_progress,
    cancelled: Callable[[], bool] = _never,
) -> Plan:
    """Return which split each document would get; UsageError if there are none. Nothing is changed.

    *pairs* are what `compare` found, where that is known already.
    """
    documents = store.partition.documents()
    if not documents:
        raise UsageError("there are no documents to split; import some first")
    groups = largest = 0
    if by == "hash":
        found = by_hash((each.id for each in documents), parts, seed)
    elif by == "date":
        found = by_date({each.id: each.date for each in documents}, parts)
    else:
        kin = _kin(store, documents, compare(store, progress, cancelled) if pairs is None else pairs)
        groups, largest = len(kin), max(map(len, kin))
        found = by_group(kin, parts, seed)
    counts = {each.name: 0 for each in parts}
    for name in found.values():
        counts[name] += 1
    ratios = ",".join(f"{each.name}={each.part * 100:.4g}" for each in parts)
    recipe = f"--by {by} --ratios {ratios}" + (f" --seed {seed}" if seed and by != "date" else "")
    return Plan(found, counts, groups, largest, recipe)


def _kin(store: Project, documents: Sequence[Part], pairs: Iterable[Pair]) -> list[list[str]]:
    """Return the documents in groups: equal and nearly equal texts, the same claim, and what is related."""
    groups = Groups(each.id for each in documents)
    groups.join_all((each.text, each.id) for each in documents)
    groups.join_all((each.record, each.document) for each in store.partition.records() if each.kind == "claim")
    for link in store.partition.links():
        groups.join(link.document, link.other)
    for pair in pairs:
        groups.join(pair.one, pair.other)
    return groups.all()


def compare(store: Project, progress: Progress = _no_progress, cancelled: Callable[[], bool] = _never) -> list[Pair]:
    """Return the pairs of documents whose texts are nearly the same; of equal texts only the first counts."""
    total = store.count_documents()

    def texts() -> Iterator[tuple[str, str]]:
        for done, each in enumerate(store.partition.texts()):
            if done % 20 == 0:
                if cancelled():
                    raise Cancelled("stopped; nothing was changed")
                progress(done, total, "comparing texts")
            yield each

    found = list(near_duplicates(texts(), store.partition.text, alike=ALIKE))
    progress(total, total, "")
    return found


def do(store: Project, made: Plan, annotator: str) -> int:
    """Give the documents the splits of a plan, as one change; return how many got another one."""
    before = {each.id: each.split for each in store.partition.documents()}
    operations: list[Operation] = [
        Alter(Document, id_, {"split": split})
        for id_, split in made.splits.items()
        if id_ in before and before[id_] != split
    ]
    count = len(operations)
    if store.setting(RECIPE) != made.recipe:
        operations.append(PutSetting(RECIPE, made.recipe))
    if operations:
        names = ", ".join(name for name, many in made.counts.items() if many)
        articles = counted(len(made.splits), "article")
        store.do(Change(f"split {articles} into {names}", operations), annotator)
    return count


def clear(store: Project, annotator: str) -> int:
    """Take the documents out of their splits, as one change; return how many there were."""
    documents = [each for each in store.partition.documents() if each.split is not None]
    operations: list[Operation] = [Alter(Document, each.id, {"split": None}) for each in documents]
    if store.setting(RECIPE):
        operations.append(PutSetting(RECIPE, ""))
    if operations:
        store.do(Change("clear splits", operations), annotator)
    return len(documents)


def leakage(
    store: Project,
    splits: Mapping[str, str] | None = None,
    *,
    pairs: Sequence[Pair] | None = None,
    progress: Progress = _no_progress,
    cancelled: Callable[[], bool] = _never,
) -> Leakage:
    """Return what leaks between the splits of the project, or between those of a plan that is not done yet."""
    documents = store.partition.documents()
    of = {each.id: each.split for each in documents} if splits is None else dict(splits)
    titles = {each.id: each.title for each in documents}
    found = Leakage(documents=len(documents), without_split=sum(of.get(each.id) is None for each in documents))
    _shared_records(store, of, found)
    for link in store.partition.links():
        if _apart(of, link.document, link.other):
            _note(
                found, "relations", found.relations, {"type": link.type, **_ends(of, titles, link.document, link.other)}
            )
    first: dict[int, str] = {}
    same_text: dict[str, list[str]] = {}
    for each in documents:
        one = first.setdefault(each.text, each.id)
        same_text.setdefault(one, []).append(each.id)
        if _apart(of, one, each.id):
            _note(found, _NEAR, found.duplicates, {"alike": 1.0, **_ends(of, titles, one, each.id)})
    for pair in compare(store, progress, cancelled) if pairs is None else pairs:
        # of equal texts only one was compared
        for one in same_text[pair.one]:
            for other in same_text[pair.other]:
                if _apart(of, one, other):
                    _note(found, _NEAR, found.duplicates, {"alike": pair.alike, **_ends(of, titles, one, other)})
    return found


_NEAR = "near-duplicate texts"


def _shared_records(store: Project, of: Mapping[str, str | None], found: Leakage) -> None:
    record, name, kind = "", "", ""
    splits: dict[str, int] = {}

    def close() -> None:
        if len(splits) > 1:
            documents = dict(sorted(splits.items()))
            said: SharedRecord = {"record": record, "name": name, "kind": kind, "documents": documents}
            _note(found, f"{kind} records", found.records, said)

    for each in store.partition.records():
        if each.record != record:
            close()
            record, name, kind = each.record, each.name, each.kind
            splits = {}
        if split := of.get(each.document):
            splits[split] = splits.get(split, 0) + 1
    close()


def _note(found: Leakage, kind: str, listed: list[Said], said: Said) -> None:
    found.counts[kind] += 1
    if len(listed) < LISTED:
        listed.append(said)


def _apart(of: Mapping[str, str | None], one: str, other: str) -> bool:
    first, second = of.get(one), of.get(other)
    return first is not None and second is not None and first != second


def _ends(of: Mapping[str, str | None], titles: Mapping[str, str], one: str, other: str) -> Ends:
    return {
        "documents": [one, other],
        "titles": [titles.get(one, ""), titles.get(other, "")],
        "splits": [of.get(one), of.get(other)],
    }


def in_words(each: Ends) -> str:
    """Return the titles of two documents with their splits."""
    return " and ".join(f"“{title}” ({split})" for title, split in zip(each["titles"], each["splits"], strict=True))
