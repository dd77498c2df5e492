"""Words that are quoted say where they come from."""

import json

from annotator.model.annotation import Annotation, Span
from annotator.model.citation import as_citation, as_json, as_markdown, words_of
from annotator.model.document import Document, Source

TEXT = "The harbour *strike*\nended. 😀 The council agreed."
SOURCE = Source("s", "letter_7.txt", "text/plain", "0" * 64)
LETTER = Document("d", "The [harbour] strike", TEXT, "f" * 64, "", "1924-03-04", "en", SOURCE)
STRIKE = (Span(4, 27),)
PARTS = (Span(4, 11), Span(34, 41))


def test_words_are_copied_as_they_stand():
    assert words_of(LETTER, STRIKE) == "harbour *strike*\nended."
    assert words_of(LETTER, PARTS) == "harbour … council"


def test_a_citation_names_title_date_source_and_offsets():
    assert as_citation(LETTER, PARTS) == (
        "“harbour … council” — The [harbour] strike (1924-03-04), letter_7.txt, characters 4–11, 34–41"
    )
    bare = Document("d", "Untitled", TEXT, "", "")
    assert as_citation(bare, (Span(0, 3),)) == "“The” — Untitled, characters 0–3"


def test_markdown_quotes_every_line_and_obeys_nothing_in_the_words():
    assert as_markdown(LETTER, STRIKE) == (
        "> harbour \\*strike\\*\n> ended.\n>\n"
        "> — The \\[harbour\\] strike (1924-03-04), letter\\_7.txt, characters 4–27\n"
    )


def test_json_keeps_offsets_and_what_the_words_are_marked_as():
    mark = Annotation("a", "d", "entity", "Event", STRIKE, "Anna", "", "", {"mention": "noun"})
    found = json.loads(as_json(LETTER, STRIKE, mark))
    assert [TEXT[each["start"] : each["end"]] for each in found["spans"]] == [each["text"] for each in found["spans"]]
    assert found["source"] == "letter_7.txt"
    assert found["annotation"] == {"id": "a", "kind": "entity", "tag": "Event", "attributes": {"mention": "noun"}}
    assert "annotation" not in json.loads(as_json(LETTER, PARTS))
