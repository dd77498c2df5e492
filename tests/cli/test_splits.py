"""`annotator splits` and `annotator settings`."""


def test_splits_are_made_shown_looked_through_and_cleared(run, samples):
    made = run(
        "splits", samples, "make", "--by", "group", "--ratios", "train=60,dev=20,test=20", "--seed", "7", "--json"
    )
    shown = run("splits", samples, "show", "--json")
    leaks = run("splits", samples, "leakage", "--json")

    assert made.status == 0
    assert sum(made.json["splits"].values()) == 12
    assert made.json["altered"] == 12
    assert shown.json == {
        "splits": made.json["splits"], "without": 0, "made": "--by group --ratios train=60,dev=20,test=20 --seed 7",
    }  # fmt: skip
    assert (leaks.status, leaks.json["leaks"]) == (0, 0)
    assert run("splits", samples, "clear").out == "12 documents taken out of splits\n"
    assert run("splits", samples, "leakage").out == "no document is in a split\n"
    assert run("undo", samples).status == 0
    assert run("splits", samples, "show", "--json").json["without"] == 0


def test_wrong_words_are_wrong_usage(run, samples):
    assert run("splits", samples, "make", "--ratios", "train").status == 2
    assert "go with “make” only" in run("splits", samples, "show", "--seed", "x").err


def test_a_leak_is_named_and_ends_with_1(run, tmp_path):
    text = " ".join(f"word{number}" for number in range(60))
    for name, more in (("one", ""), ("two", " more")):
        (tmp_path / f"{name}.txt").write_text(f"{name}\n{text}{more}\n")
    run("new", "n.annotator")
    run("import", "n.annotator", tmp_path / "one.txt", tmp_path / "two.txt")
    run("splits", "n.annotator", "make", "--by", "date", "--ratios", "a=1,b=1")
    ended = run("splits", "n.annotator", "leakage")
    assert ended.status == 0
    for seed in range(20):
        run("splits", "n.annotator", "make", "--ratios", "a=1,b=1", "--seed", seed)
        ended = run("splits", "n.annotator", "leakage")
        if ended.status:
            break
    assert ended.status == 1
    assert "of one text is in the other: “one” (" in ended.err


def test_settings_are_shown_and_set(run, samples):
    assert run("settings", samples, "licence=CC0-1.0", "creators=Kim, Anna\\nThe Archive").status == 0
    shown = run("settings", samples, "--json").json
    assert (shown["title"], shown["licence"], shown["creators"]) == (
        "Sample articles",
        "CC0-1.0",
        "Kim, Anna\nThe Archive",
    )
    assert "Kim, Anna; The Archive" in run("settings", samples).out
    wrong = run("settings", samples, "license=x")
    assert wrong.status == 2
    assert "NAME is one of: title, description" in wrong.err
    assert run("settings", samples, "licence=").status == 0
    assert run("settings", samples, "--json").json["licence"] == ""
    run("undo", samples)
    assert run("settings", samples, "--json").json["licence"] == "CC0-1.0"
