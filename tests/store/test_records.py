"""Records in a project file: lists, mentions in context, claims, company, and every act undone."""

from dataclasses import replace

import pytest

from annotator.errors import UsageError
from annotator.model import record_edits
from annotator.model.annotation import Relation
from annotator.model.change import Change
from annotator.model.ids import new_id
from annotator.model.people import Record
from annotator.store import Project
from tests.store.conftest import annotation, document, put


def dated(title: str, date: str | None, text: str):
    made = document(title, text)
    return replace(made, document=replace(made.document, date=date))


@pytest.fixture
def told(project: Project):
    """A project of four articles; Kim is in all of them, Pyongyang in one."""
    articles = [
        dated("Late", "1950-03-02", "Later Kim denied it."),
        dated("Year", "1950", "Kim was in Pyongyang."),
        dated("Undated", None, "Who is Kim?"),
        dated("Month", "1950-03", "He said that Kim would go. KIM went."),
    ]
    put(project, *articles)
    kim = record_edits.new_record("entity", "Kim", aliases=["the leader"], identifiers=["Q56226"])
    town = record_edits.new_record("entity", "Pyongyang")
    marks = []
    for each in articles:
        text = each.document.text.casefold()
        place = text.find("kim")
        while place >= 0:
            marks.append(annotation(each.document.id, (place, place + 3)))
            place = text.find("kim", place + 1)
    year = articles[1].document
    there = annotation(year.id, (year.text.index("P"), year.text.index("P") + 9), tag="Location")
    put(project, *marks, there)
    project.do(record_edits.link(marks, kim, new=True), "Anna")
    project.do(record_edits.link([there], town, new=True), "Anna")
    return kim, town, marks, there


def words(found):
    return [each.words for each in found]


def test_the_list_pages_by_name_with_counts_of_mentions(project: Project, told):
    names = [record_edits.new_record("entity", f"Name {number % 3}") for number in range(7)]
    project.do(record_edits.create(names), "Anna")

    found, after = [], ("", 0)
    while page := project.records.page("entity", after=after, limit=2):
        found += page
        after = (page[-1].record.name, page[-1].key)

    assert [(each.record.name, each.mentions) for each in found] == [
        ("Kim", 5), ("Name 0", 0), ("Name 0", 0), ("Name 0", 0), ("Name 1", 0), ("Name 1", 0), ("Name 2", 0),
        ("Name 2", 0), ("Pyongyang", 1),
    ]  # fmt: skip
    assert project.records.count("entity") == 9
    assert project.records.page("claim") == []


@pytest.mark.parametrize("text", ["kim", "LEADER", "q56226", "wikidata:", "Kim "])
def test_the_list_is_searched_by_name_alias_and_identifier(project: Project, told, text):
    assert [each.record.name for each in project.records.page("entity", text=text)] == ["Kim"]
    assert project.records.count("entity", text=text) == 1


def test_case_does_not_count_in_any_script(project: Project):
    project.do(record_edits.create([record_edits.new_record("entity", "Жуков", aliases=["ÉLAN 100%"])]), "Anna")

    for text in ("жуков", "ЖУК", "élan", "100%"):
        assert project.records.count("entity", text=text) == 1, text
    for text in ("жуков_", "100%%", "\\"):
        assert project.records.count("entity", text=text) == 0, text


def test_mentions_stand_in_order_of_date_with_their_context(project: Project, told):
    kim, *_ = told

    found, after = [], ("", 0, -1, 0)
    while page := project.records.mentions(kim.id, after=after, limit=2):
        found += page
        after = page[-1].place

    assert [(each.title, each.date) for each in found] == [
        ("Year", "1950"), ("Month", "1950-03"), ("Month", "1950-03"), ("Late", "1950-03-02"), ("Undated", None),
    ]  # fmt: skip
    assert words(found) == ["Kim", "Kim", "KIM", "Kim", "Kim"]
    assert (found[1].before, found[1].after) == ("He said that ", " would go. KIM went.")


def test_days_and_company_are_counted(project: Project, told):
    kim, town, *_ = told

    assert [tuple(each) for each in project.records.days(kim.id)] == [
        (None, 1, 1), ("1950", 1, 1), ("1950-03", 2, 1), ("1950-03-02", 1, 1),
    ]  # fmt: skip
    assert [(each.record.name, each.documents, each.mentions) for each in project.records.company(kim.id)] == [
        ("Pyongyang", 1, 1)
    ]
    assert [(each.record.name, each.documents, each.mentions) for each in project.records.company(town.id)] == [
        ("Kim", 1, 1)
    ]


def test_claims_are_found_by_the_mention_and_by_the_pronoun_that_is_the_same(project: Project, told):
    kim, town, marks, there = told
    month = next(each for each in project.documents() if each.title == "Month").id
    first = next(each for each in marks if each.document == month)
    he = annotation(month, (0, 2))
    claim = annotation(month, (8, 25), kind="claim", tag="Statement")
    year_claim = annotation(there.document, (0, 20), kind="claim", tag="Statement")
    kim_there = next(each for each in marks if each.document == there.document)
    put(
        project,
        he, claim, year_claim,
        Relation(new_id(), "claimant", claim.id, he.id),
        Relation(new_id(), "same as", he.id, first.id),
        Relation(new_id(), "claimant", year_claim.id, kim_there.id),
        Relation(new_id(), "about", year_claim.id, there.id),
    )  # fmt: skip

    assert words(project.records.claims_by(kim.id)) == ["Kim was in Pyongyang", "that Kim would go"]
    assert project.records.claims_about(kim.id) == []
    assert words(project.records.claims_about(town.id)) == ["Kim was in Pyongyang"]


def test_marks_of_the_same_words_that_nobody_linked_are_found(project: Project, told):
    kim, _, marks, _ = told
    project.do(record_edits.unlink([each.id for each in marks[:3]], kim), "Anna")
    put(project, annotation(marks[0].document, (0, 5)))

    assert project.records.unlinked("kim", "entity") == [each.id for each in marks[:3]]
    assert project.records.unlinked("Kim", "claim") == []
    assert project.records.unlinked("  ", "entity") == []
    assert project.records.unlinked('"', "entity") == []


def test_every_act_is_one_change_that_undo_takes_back(project: Project, told):
    kim, town, marks, _ = told
    records = project.records
    ids = records.mention_ids([town.id])

    def state():
        return [(each.record, each.mentions) for each in records.page("entity")]

    def act(change: Change):
        before = state()
        project.do(change, "Anna")
        after = state()
        assert after != before
        project.undo("Anna")
        assert state() == before
        project.redo("Anna")
        assert state() == after
        return {each.name: count for each, count in after}

    assert act(record_edits.rename(kim, "Kim Jong Un")) == {"Kim Jong Un": 5, "Pyongyang": 1}
    act(record_edits.set_aliases(kim, ["Marshal"]))
    act(record_edits.set_note(kim, "the third"))
    act(record_edits.set_identifiers(kim, ["viaf:1"]))
    change, second = record_edits.split(kim, [marks[0].id], "Other Kim")
    assert act(change) == {"Kim Jong Un": 4, "Other Kim": 1, "Pyongyang": 1}
    assert act(record_edits.merge(records.record(kim.id), [town], ids)) == {"Kim Jong Un": 5, "Other Kim": 1}
    assert records.record(kim.id).aliases == ("Marshal", "Pyongyang")
    assert act(record_edits.remove([second], records.mention_ids([second.id]))) == {"Kim Jong Un": 5}


def test_a_change_says_which_records_it_touched(project: Project, told):
    kim, town, *_ = told
    seen = project.last_change()

    assert project.do(record_edits.rename(kim, "K"), "Anna").records == {kim.id}
    assert project.undo("Anna").records == {kim.id}
    ids = project.records.mention_ids([town.id])
    assert project.do(record_edits.merge(kim, [town], ids), "Anna").records == {kim.id, town.id}
    assert project.touched_since(seen).records == {kim.id, town.id}


def test_a_record_that_is_gone_is_named_in_a_sentence(project: Project):
    with pytest.raises(UsageError, match="may have been removed or merged"):
        project.records.record("nobody")


def test_the_list_of_many_records_reads_no_more_than_a_page(project: Project):
    from annotator.store.records import STATEMENTS

    put(project, Record(new_id(), "entity", "Kim"))
    plan = project.database.execute(
        f"EXPLAIN QUERY PLAN {STATEMENTS['list']}", {"kind": "entity", "name": "", "key": 0, "limit": 10}
    ).fetchall()

    said = " ".join(row[3] for row in plan)
    assert "records_by_name" in said
    assert "annotations_by_record" in said
    assert "B-TREE" not in said
