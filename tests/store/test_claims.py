"""The claims of a project as lines of a table."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from annotator.formats.tagset_toml import load_default
from annotator.model.annotation import Annotation, Relation, Span
from annotator.model.change import Alter, Change, Put, Remove
from annotator.model.document import AnnotatedDocument, Document
from annotator.model.people import Record
from annotator.model.text import text_sha256
from annotator.store import Project
from annotator.store.claims import ClaimLine, Column, Wanted, statement_of

TIME = "2026-01-31T09:00:00Z"
SCALE = ("unchecked", "true", "mixed", "false")


def article(
    name: str, text: str, date: str | None, claims: list[tuple[str, str, str, str, dict[str, str]]]
) -> AnnotatedDocument:
    """Return a document with claims: type, words, claimant, cue and attributes."""
    marks: list[Annotation] = []
    relations: list[Relation] = []

    def mark(kind: str, tag: str, words: str, **attributes: str) -> str:
        start = text.index(words)
        id_ = f"{name}-{len(marks)}"
        spans = (Span(start, start + len(words)),)
        marks.append(Annotation(id_, name, kind, tag, spans, "AK", TIME, TIME, attributes))  # pyright: ignore
        return id_

    for type_, words, claimant, cue, attributes in claims:
        claim = mark("claim", type_, words, **attributes)
        for relation, kind, tag, part in (("claimant", "entity", "Person", claimant), ("cue", "cue", "Cue", cue)):
            if part:
                relations.append(Relation(f"{claim}-{relation}", relation, claim, mark(kind, tag, part)))
    document = Document(name, f"Title of {name}", text, text_sha256(text), TIME, date, "en")
    return AnnotatedDocument(document, tuple(marks), tuple(relations))


@pytest.fixture
def project(tmp_path: Path) -> Iterator[Project]:
    with Project.create(tmp_path / "p.annotator", load_default()) as made:
        harbour = article(
            "harbour", "Keller said that the strike is over. The mayor denied that 40 ships lay idle.", "1924-03-04",
            [
                ("Statement", "the strike is over", "Keller", "said that", {"verdict": "false"}),
                ("Quantity claim", "40 ships lay idle", "The mayor", "denied that", {}),
            ],
        )  # fmt: skip
        winter = article(
            "winter", "Élise warned: bread will fail. A cold year, and keller knew it.", None,
            [
                ("Prediction", "bread will fail", "Élise", "warned", {"verdict": "true"}),
                ("Evaluation", "A cold year", "", "", {"source_kind": "author"}),
                ("Statement", "knew it", "", "", {}),
            ],
        )  # fmt: skip
        made.do(Change("import", [Put(harbour), Put(winter)]), "AK")
        yield made


def words(lines: list[ClaimLine]) -> list[str]:
    return [each.words for each in lines]


def test_a_line_says_what_a_claim_is_and_where(project: Project):
    first, *_, last = project.claims.page(Wanted())

    assert first._replace(after=()) == ClaimLine(
        "harbour-0", "harbour", "the strike is over", "Statement", "Keller", "said that", "Title of harbour",
        "1924-03-04", "false", (), 17, (),
    )  # fmt: skip
    assert (last.claimant, last.verdict, last.lacks) == ("", "unchecked", ("claimant", "cue"))


def test_an_author_who_speaks_lacks_neither_claimant_nor_cue(project: Project):
    (line,) = project.claims.page(Wanted(type="Evaluation"))

    assert (line.claimant, line.lacks) == ("the author", ())
    assert project.claims.lacking() == {"claimant": 1, "cue": 1}


@pytest.mark.parametrize(
    ("column", "expected"),
    [
        ("claim", ["40 ships lay idle", "A cold year", "bread will fail", "knew it", "the strike is over"]),
        ("claimant", ["the strike is over", "A cold year", "40 ships lay idle", "bread will fail", "knew it"]),
        ("verdict", ["40 ships lay idle", "A cold year", "knew it", "bread will fail", "the strike is over"]),
        ("date", ["the strike is over", "40 ships lay idle", "bread will fail", "A cold year", "knew it"]),
    ],
)
def test_claims_are_sorted_by_a_column_and_what_has_nothing_there_comes_last(
    project: Project, column: Column, expected: list[str]
):
    assert words(project.claims.page(Wanted(column, scale=SCALE))) == expected


@pytest.mark.parametrize("column", ["place", "claim", "type", "claimant", "cue", "document", "date", "verdict"])
@pytest.mark.parametrize("descending", [False, True])
def test_pages_by_key_give_what_one_page_gives(project: Project, column: Column, descending: bool):
    wanted = Wanted(column, descending, scale=SCALE)
    whole = project.claims.page(wanted)

    paged: list[ClaimLine] = []
    while page := project.claims.page(wanted, paged[-1] if paged else None, limit=2):
        paged += page

    assert paged == whole
    assert len(whole) == 5
    assert "OFFSET" not in statement_of(wanted, whole[0].after)[0]


@pytest.mark.parametrize(
    ("wanted", "expected"),
    [
        (Wanted(text="STRIKE  is"), ["the strike is over"]),
        (Wanted(text="élise"), ["bread will fail"]),
        (Wanted(text="the author"), ["A cold year"]),
        (Wanted(type="Statement"), ["the strike is over", "knew it"]),
        (Wanted(verdict="unchecked"), ["40 ships lay idle", "A cold year", "knew it"]),
        (Wanted(lacks="cue"), ["knew it"]),
        (Wanted(text="i", type="Statement", verdict="false"), ["the strike is over"]),
    ],
)
def test_claims_are_filtered(project: Project, wanted: Wanted, expected: list[str]):
    assert words(project.claims.page(wanted)) == expected


def test_groups_are_counted_and_those_without_a_name_come_last(project: Project):
    groups = project.claims.groups(Wanted())

    assert groups == [("Keller", 1), ("the author", 1), ("The mayor", 1), ("Élise", 1), ("", 1)]
    assert words(project.claims.page(Wanted(group="KELLER"))) == ["the strike is over"]
    assert words(project.claims.page(Wanted(group=""))) == ["knew it"]


def test_a_claimant_with_a_record_is_called_by_it(project: Project):
    keller = Record("r1", "entity", "Anders Keller")
    project.do(Change("link", [Put(keller), Alter(Annotation, "harbour-1", {"record": "r1"})]), "AK")
    project.do(Change("link", [Alter(Annotation, "harbour-4", {"record": "r1"})]), "AK")

    assert project.claims.groups(Wanted())[0] == ("Anders Keller", 2)
    assert project.claims.groups(Wanted(by="claimant record")) == [("Anders Keller", 2), ("", 3)]
    assert len(project.claims.page(Wanted(by="claimant record", group="Anders Keller"))) == 2


def test_a_pronoun_as_claimant_is_called_by_the_name_that_it_stands_for(project: Project):
    project.do(Change("same", [Put(Relation("s", "same as", "harbour-4", "harbour-1"))]), "AK")

    assert [each.claimant for each in project.claims.page(Wanted(type="Quantity claim"))] == ["Keller"]


def test_relations_go_across_documents_both_ways_and_are_undone(project: Project):
    relation = Relation("x", "contradicts", "harbour-0", "winter-0")
    project.do(Change("relate", [Put(relation)]), "AK")

    there = [each for each in project.claims.linked("harbour-0") if each.relation.type == "contradicts"]
    back = [each for each in project.claims.linked("winter-0") if each.relation.type == "contradicts"]
    assert [(each.other, each.is_from, each.title, each.words) for each in there] == [
        ("winter-0", True, "Title of winter", "bread will fail")
    ]
    assert [(each.relation, each.other, each.is_from) for each in back] == [(relation, "harbour-0", False)]
    assert list(project.check()) == []

    project.undo("AK")
    assert all(each.relation.type != "contradicts" for each in project.claims.linked("harbour-0"))


def test_removing_the_other_claim_takes_the_relation_away_and_undo_brings_it_back(project: Project):
    project.do(Change("relate", [Put(Relation("x", "corrects", "harbour-0", "winter-0"))]), "AK")
    before = project.claims.linked("harbour-0")

    project.do(Change("remove", [Remove(Annotation, "winter-0")]), "AK")
    assert all(each.other != "winter-0" for each in project.claims.linked("harbour-0"))

    project.undo("AK")
    assert project.claims.linked("harbour-0") == before


def test_suggested_claims_are_left_out(project: Project):
    project.do(Change("x", [Alter(Annotation, "harbour-0", {"state": "suggested"})]), "AK")

    assert project.claims.count() == len(project.claims.page(Wanted())) == 4


def test_the_first_page_in_order_of_place_is_read_along_the_indexes(project: Project):
    statement, values = statement_of(Wanted(), (1, 0, 5, 1))
    plan = project.database.execute(f"EXPLAIN QUERY PLAN {statement}", {**values, "limit": 200}).fetchall()

    assert not any("TEMP B-TREE" in str(step[-1]) for step in plan)


def test_a_discontinuous_claim_shows_its_parts(project: Project):
    spans = (Span(17, 27), Span(31, 35))
    project.do(Change("x", [Alter(Annotation, "harbour-0", {"spans": spans})]), "AK")

    (line,) = project.claims.lines(["harbour-0"])
    assert line.words == "the strike … over"


@pytest.mark.parametrize("sort", ["place", "claim", "type", "claimant", "cue", "document", "date", "verdict"])
@pytest.mark.parametrize("descending", [False, True])
def test_a_page_begins_at_any_claim_and_goes_both_ways(project: Project, sort: Column, descending: bool):
    wanted = Wanted(sort=sort, descending=descending, scale=SCALE)
    all_of_them = project.claims.page(wanted)

    for row, line in enumerate(all_of_them):
        found = project.claims.around(wanted, line.id, limit=2)
        assert found is not None
        assert found.lines == all_of_them[max(0, row - 2) : row + 3]
        assert (found.begins, found.ends) == (row < 2, row > len(all_of_them) - 3)
        assert project.claims.page_before(wanted, line) == all_of_them[:row]
    assert project.claims.page_before(wanted, None, 2) == all_of_them[-2:]


def test_a_claim_that_is_filtered_away_is_around_nothing_and_in_no_group(project: Project):
    (line,) = project.claims.page(Wanted(text="bread"))

    assert project.claims.around(Wanted(text="ships"), line.id) is None
    assert project.claims.group_of(Wanted(text="ships"), line.id) is None
    assert project.claims.group_of(Wanted(), line.id) == "Élise"
    assert project.claims.group_of(Wanted(by="record"), line.id) == ""
