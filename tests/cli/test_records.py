from pathlib import Path

PEOPLE = "name,aliases,wikidata\nKim Jong Un,Marshal Kim,Q56226\n,nobody,\nPyongyang,,\n"


def test_a_list_is_imported_listed_and_undone(run, project):
    Path("people.csv").write_text(PEOPLE, encoding="utf-8")

    ended = run("records", project, "import", "people.csv")

    assert (ended.status, ended.out) == (1, "2 added, 0 altered\n")
    assert ended.err == "annotator: people.csv, line 3: it has no name\n"
    shown = run("records", project, "list")
    assert [line.split() for line in shown.out.splitlines()][1] == [
        "entity", "0", "Kim", "Jong", "Un", "Marshal", "Kim", "wikidata:Q56226",
    ]  # fmt: skip
    found = run("records", project, "list", "--json", "--kind", "entity").json["records"]
    assert [(each["name"], each["aliases"], each["mentions"]) for each in found] == [
        ("Kim Jong Un", ["Marshal Kim"], 0), ("Pyongyang", [], 0),
    ]  # fmt: skip
    assert run("records", project, "list", "--kind", "claim").out == "no records\n"
    run("undo", project)
    assert run("records", project, "list").out == "no records\n"


def test_what_is_exported_is_known_when_it_comes_back(run, project):
    Path("people.csv").write_text(PEOPLE, encoding="utf-8")
    run("records", project, "import", "people.csv")

    for name in ("a.csv", "a.jsonl"):
        assert run("records", project, "export", name).out == f"2 records written to {name}\n"
        ended = run("records", project, "import", name, "--json")
        assert (ended.status, ended.json) == (0, {"added": 0, "altered": 0, "known": 2, "faults": []})


def test_rdf_is_read(run, project):
    Path("a.ttl").write_text(
        '@prefix skos: <http://www.w3.org/2004/02/skos/core#> .\n<http://viaf.org/viaf/7> skos:prefLabel "Kim" .\n',
        encoding="utf-8",
    )

    assert run("records", project, "import", "a.ttl").out == "1 added, 0 altered\n"
    (found,) = run("records", project, "list", "--json").json["records"]
    assert (found["name"], found["identifiers"]) == ("Kim", ["viaf:7"])
