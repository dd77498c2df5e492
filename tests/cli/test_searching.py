import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from annotator.cli.output import last_columns, printable, width
from annotator.cli.searching import in_context

WORDS = st.text(max_size=40).map(printable)


def test_a_hit_has_its_place_in_the_document(run, project):
    (hit,) = run("search", project, "crane", "--json").json

    assert hit["title"] == "Strike begins"
    assert (hit["start"], hit["end"], hit["match"]) == (35, 40, "crane")
    assert hit["before"].endswith("denied that the ")
    assert run("search", project, "crane").out.startswith("Strike begins  35-40  …")


def test_keywords_stand_in_one_column(run, samples):
    found = run("search", samples, "ki*", "--kwic").out.splitlines()

    assert len(found) > 3
    assert {line[38:42].casefold() for line in found} == {"  ki"}
    assert all(width(line) <= 100 for line in found)


def test_wide_characters_count_for_two_columns(run, samples):
    found = run("search", samples, "档案", "--kwic").out.splitlines()

    assert len(found) > 2
    columns = {width(line[: line.index("  档案  ")]) for line in found}
    assert columns == {38}
    assert all(width(line) <= 100 for line in found)


def test_a_limit_is_a_limit(run, samples):
    for options in ([], ["--kwic"]):
        assert len(run("search", samples, "the", "--limit", 2, *options).out.splitlines()) == 2
    assert len(run("search", samples, "the", "--limit", 2, "--json").json) == 2


def test_nothing_found_is_no_fault(run, samples):
    ended = run("search", samples, "zeppelin")
    assert (ended.status, ended.out) == (0, "")
    assert ended.err == "annotator: nothing found for “zeppelin”\n"

    ended = run("search", samples, "zeppelin", "--json")
    assert (ended.status, ended.out, ended.err) == (0, "[]\n", "")


def test_a_text_cannot_command_the_terminal(run, project, tmp_path):
    (tmp_path / "evil.txt").write_text("date 2020-01-01 E\x1b[31mvil\n\nBefore \x1b[2J crowbar \x07 after\n", "utf-8")
    run("import", project, "evil.txt")

    for options in ([], ["--kwic"]):
        found = run("search", project, "crowbar", *options).out

        assert "crowbar" in found
        assert not [each for each in found if unicodedata.category(each) == "Cc" and each != "\n"]


@given(
    before=WORDS,
    match=WORDS.filter(lambda text: text.strip() and width(text) < 20),
    after=WORDS,
    columns=st.integers(60, 200),
)
def test_a_line_in_context_fits_the_terminal_and_begins_its_match_in_one_place(before, match, after, columns):
    line = in_context(before, match, after, columns)

    assert width(line) <= columns
    place = line.index(f"  {match}".rstrip(), len(last_columns(before, (columns - 4) * 2 // 5)))
    assert width(line[:place]) == (columns - 4) * 2 // 5


def test_what_is_similar_is_found_the_most_similar_first_with_the_reason(run, project):
    exact, *_ = found = run("search", project, "--similar", "crane", "--json").json

    assert (exact["match"], exact["score"], exact["reason"]) == ("crane", 100, "same words")
    assert [each["score"] for each in found] == sorted((each["score"] for each in found), reverse=True)
    assert len(run("search", project, "--similar", "crane", "--limit", 1).out.splitlines()) == 1
    assert run("search", project, "--similar", "cranes").out.startswith(
        " 91 %  similar spelling  Strike begins  35-40  …"
    )


def test_similar_says_when_there_is_nothing_and_what_does_not_go_together(run, project):
    ended = run("search", project, "--similar", "zeppelin")
    assert (ended.status, ended.out) == (0, "")
    assert ended.err == "annotator: nothing found that is similar to “zeppelin”\n"
    assert run("search", project, "--similar", "--kwic", "crane").status == 2
