def test_problems_are_listed_by_article_and_summed_up(run, project):
    document = run("stats", project, "--json").json
    assert document["documents"] > 0
    listed = run("search", project, "the", "--json", "--limit", "1").json
    run("annotate", project, listed[0]["document"], "0", "3", "claim:Statement", "--attribute", "time=past")

    ended = run("problems", project)
    assert ended.status == 1
    assert "lacks a claimant" in ended.out
    assert "1 claim lacks a claimant" in ended.out or "claims lack a claimant" in ended.out

    told = run("problems", project, "--json")
    assert told.status == 1
    assert told.json["problems"][0]["spans"]
    assert any("lack" in each for each in told.json["summary"])


def test_a_project_without_problems_says_so(run, tmp_path):
    path = tmp_path / "new.annotator"
    run("new", path)

    ended = run("problems", path)
    assert (ended.status, ended.out.strip()) == (0, "no problem found in 0 documents")
