"""Lists of records brought into a project."""

from annotator.exchange.authority import bring_in, export_list, import_list
from annotator.exchange.exporting import ExportRequest, export
from annotator.exchange.importing import import_paths
from annotator.exchange.samples import make_samples
from annotator.formats.tagset_toml import load_default
from annotator.model.change import Alter, Put
from annotator.model.people import Record
from annotator.model.record_edits import link
from annotator.store import Project

KIM = Record("k", "entity", "Kim Jong Un", "Person", ("Kim",), ("wikidata:Q56226",), note="ours")


def test_a_record_that_is_there_gets_what_it_lacks_and_loses_nothing():
    coming = Record(
        "x", "entity", "Kim Jong-un", None, ("Kim", "Marshal"), ("viaf:1", "wikidata:Q56226"), note="theirs"
    )

    operations, report = bring_in([KIM], [coming])

    aliases, identifiers = ("Kim", "Kim Jong-un", "Marshal"), ("wikidata:Q56226", "viaf:1")
    assert operations == [Alter(Record, "k", {"aliases": aliases, "identifiers": identifiers})]
    assert (report.added, report.altered, report.known) == (0, 1, 0)


def test_the_same_is_found_by_id_identifier_or_name_and_nothing_is_done_twice():
    same = [Record("k", "entity", "Kim Jong Un"), Record("y", "entity", "KIM JONG UN")]

    assert bring_in([KIM], [KIM, same[0]])[0] == []
    assert bring_in([KIM], [same[1]])[0] == [Alter(Record, "k", {"aliases": ("Kim", "KIM JONG UN")})]
    claim = Record("k", "claim", "Kim Jong Un")
    (put,), _ = bring_in([KIM], [claim])
    assert isinstance(put, Put)
    assert put.row.id != "k"


def test_rows_of_one_list_that_mean_the_same_become_one():
    operations, report = bring_in([], [Record("a", "entity", "Kim"), Record("b", "entity", "kim", None, ("K",))])

    assert operations == [Put(Record("a", "entity", "Kim", None, ("kim", "K")))]
    assert report.added == 1


def test_an_export_is_imported_into_another_project_and_is_the_same(tmp_path):
    paths = [tmp_path / f"{name}.annotator" for name in "ab"]
    for path in paths:
        Project.create(path, load_default()).close()
    (tmp_path / "in.csv").write_text("name,aliases,uri\nKim,K|Marshal,Q1\n,x,\n", encoding="utf-8")

    report = import_list(paths[0], tmp_path / "in.csv", annotator="Anna")
    assert (report.added, [each.place for each in report.faults]) == (1, ["line 3"])
    for name in ("list.jsonl", "list.csv"):
        assert export_list(paths[0], tmp_path / name) == 1
        import_list(paths[1], tmp_path / name, annotator="Anna")

    with Project.open(paths[0]) as one, Project.open(paths[1]) as other:
        assert list(one.records.all()) == list(other.records.all())
        (record,) = other.records.all()
        assert (record.aliases, record.identifiers) == (("K", "Marshal"), ("wikidata:Q1",))
        one.undo("Anna")
        assert one.records.total() == 0


def test_articles_and_records_together_make_an_equal_project(tmp_path):
    path, other = tmp_path / "a.annotator", tmp_path / "b.annotator"
    make_samples(path)
    with Project.open(path) as store:
        document = store.document(store.documents(limit=1)[0].id)
        mark = next(each for each in document.annotations if each.kind == "entity")
        store.do(link([mark], KIM, new=True), "Anna")
    export(path, ExportRequest("jsonl"), tmp_path / "articles.jsonl")
    export_list(path, tmp_path / "records.jsonl")

    Project.create(other, load_default()).close()
    import_list(other, tmp_path / "records.jsonl", annotator="Anna")
    assert import_paths(other, [tmp_path / "articles.jsonl"], annotator="Anna").failed == []

    with Project.open(path) as one, Project.open(other) as two:
        assert list(two.records.all()) == list(one.records.all()) == [KIM]
        assert two.records.mention_ids(["k"]) == one.records.mention_ids(["k"]) == [mark.id]
    export(other, ExportRequest("jsonl"), tmp_path / "again.jsonl")
    assert (tmp_path / "again.jsonl").read_bytes() == (tmp_path / "articles.jsonl").read_bytes()
