"""The reading edition: every word and mark is there, nothing runs or is fetched, and colours are not all that tells."""

import io
import re
from dataclasses import replace
from html.parser import HTMLParser

from hypothesis import given, settings

from annotator.formats.format import Writing
from annotator.formats.html_cards import direction
from annotator.formats.html_marks import lanes, lines
from annotator.formats.registry import named_format
from annotator.model.annotation import Annotation, Relation, Span
from annotator.model.colours import contrast
from annotator.model.document import AnnotatedDocument, Document
from annotator.model.text import text_sha256
from tests.formats.documents import NEWS, RECORDS, TIME, documents

_VOID = {"meta", "br", "link"}


def written(*each: AnnotatedDocument, **about: str) -> tuple[str, Writing]:
    writing = Writing(tag_set=NEWS, record=RECORDS.get, facts={"title": "P", "about": {"title": "P", **about}})
    file = io.BytesIO()
    named_format("html").file_writer()(each, file, writing)
    return file.getvalue().decode(), writing


class Page(HTMLParser):
    """Holds a page to its promises while it reads it."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.names: set[str] = set()
        self.lines: list[str] = []
        self._apart = 0
        self.feed(html)
        self.close()
        assert not self.open

    def handle_starttag(self, tag, attrs):
        said = dict(attrs)
        self.names.add(tag)
        if tag not in _VOID:
            self.open.append(tag)
        if "id" in said:
            self.ids.append(said["id"])
        if "href" in said:
            self.links.append(said["href"])
        assert not any(name.startswith("on") or name in ("src", "srcset") for name in said)
        if tag == "p" and "article" in self.open and said.get("class") != "about":
            self.lines.append("")
        if self._apart or said.get("class", "").split()[:1] in (["card"], ["n"], ["about"]):
            self._apart += 1

    def handle_endtag(self, tag):
        assert self.open.pop() == tag
        if self._apart:
            self._apart -= 1

    def handle_data(self, data):
        if "p" in self.open and "article" in self.open and not self._apart:
            self.lines[-1] += data


@settings(max_examples=40, deadline=None)
@given(documents())
def test_every_word_is_there_in_its_line_and_every_link_leads_somewhere(each):
    html, _ = written(each)

    page = Page(html)

    plain = [
        re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ufffe\uffff]", "\ufffd", line)
        for line in each.document.text.split("\n")
        if line.strip()
    ]
    assert page.lines == plain
    assert len(set(page.ids)) == len(page.ids)
    assert all(link[1:] in page.ids for link in page.links)
    claims = [mark for mark in each.annotations if mark.kind == "claim" and mark.spans and mark.state != "rejected"]
    assert sum(re.fullmatch(r"d1k\d+", id_) is not None for id_ in page.ids) <= len(claims)
    assert not page.names & {"script", "link", "img", "iframe", "object", "style"} - {"style"}
    assert "http" not in html.split("</style>")[0]


TEXT = "The mayor said that bread is short.\n\nNobody came."
MARKED = AnnotatedDocument(
    Document("d", "Bread <b>", TEXT, text_sha256(TEXT), TIME, "1917-11", "en"),
    (
        Annotation("p", "d", "entity", "Person", (Span(4, 9),), "Anna", TIME, TIME, record="rec-1"),
        Annotation("u", "d", "cue", "Cue", (Span(10, 14),), "Anna", TIME, TIME),
        Annotation("c", "d", "claim", "Statement", (Span(20, 34),), "Anna", TIME, TIME,
                   {"quotation": "indirect", "certainty": "certain", "topic": "bread"}, note="Really?"),
        Annotation("x", "d", "entity", "Object", (Span(20, 25),), "Anna", TIME, TIME, state="rejected"),
    ),
    (Relation("r", "claimant", "c", "p"), Relation("s", "cue", "c", "u"), Relation("t", "supports", "c", "far")),
)  # fmt: skip


def test_a_card_says_who_says_it_and_how():
    html, writing = written(MARKED)

    card = re.search(r'<div class="card[^>]*>.*?Really\?</span></div>', html)
    assert card
    words = re.sub(r"<[^>]+>", " ", card[0])
    assert (
        words.split()
        == (
            "1 Statement who mayor (Kim Jong Un) cue said supports (in another article) "
            "indirect · certain · topic: bread Really?"
        ).split()
    )
    assert 'aria-label="Claim 1 Statement"' in card[0]
    # a reader who hears the page is told of the claim after the whole sentence
    assert html.index("</p>", html.index('id="d1r1"')) < html.index('id="d1k1"')
    assert "<title>P</title>" in html
    assert "Bread &lt;b&gt;" in html
    assert {each.sentence for each in writing.ledger} == {
        "1 suggestion or rejection left out: rejected marks are not shown",
        "1 relation to another document: the words at the other end are not shown",
    }


def test_a_card_says_where_and_when_it_was_said():
    place = Annotation("l", "d", "entity", "Location", (Span(0, 3),), "Anna", TIME, TIME)
    date = Annotation("t", "d", "entity", "Date", (Span(35, 41),), "Anna", TIME, TIME)
    (claim,) = (each for each in MARKED.annotations if each.kind == "claim")
    claim = replace(claim, attributes={"said_on": "1917-03"}, note="")
    links = (Relation("1", "said at", "c", "l"), Relation("2", "said on", "c", "t"))
    others = tuple(each for each in MARKED.annotations if each.kind != "claim")

    def card(marks, links):
        html, _ = written(replace(MARKED, annotations=marks, relations=links))
        return re.sub(r"<[^>]+>", " ", re.search(r'<div class="card.*?</span></span></div>', html)[0]).split()

    text = MARKED.document.text
    both = card((place, *others, claim, date), links)
    assert both[:4] == ["1", "Statement", "where", text[0:3]]
    assert both[4:] == ["when", *text[35:41].split(), "(1917-03)"]
    assert card((*others, claim), ()) == ["1", "Statement", "when", "1917-03"]


def test_the_legend_counts_and_the_table_tells_all():
    html, _ = written(MARKED)

    legend = re.search(r'<ul class="legend".*?</ul>', html)
    assert re.findall(r">([^<>]+)</li>", legend[0]) == ["Person 1", "Statement 1", "Cue 1"]
    table = html[html.index("<table>") :]
    assert table.count("<tr>") == 4
    assert "claimant → mayor (Kim Jong Un)" in table


def test_titles_rights_and_a_list_of_articles_are_there():
    html, _ = written(
        MARKED,
        replace(MARKED, document=replace(MARKED.document, title="Two")),
        rights="The archive",
        description="About <it>",
    )

    assert '<p class="about">The archive</p>' in html
    assert "About &lt;it&gt;" in html
    assert '<li><a href="#d2" dir="auto">Two</a></li>' in html


def test_an_arabic_text_runs_from_right_to_left():
    text = "«قال» الرئيس"
    html, _ = written(AnnotatedDocument(Document("a", "T", text, text_sha256(text), TIME, language="ar")))

    assert 'dir="rtl" lang="ar"' in html
    assert (direction("123 Kim"), direction("123 ... قال"), direction("")) == ("ltr", "rtl", "ltr")


def test_colours_can_be_read_on_light_and_dark_pages():
    html, _ = written(MARKED)

    sheet = html[html.index("<style>") : html.index("</style>")]
    light, dark = re.findall(r"--page:(#\w+);--card:(#\w+);--text:(#\w+);--muted:(#\w+)", sheet)
    for page, card, text, muted in (light, dark):
        assert min(contrast(text, page), contrast(text, card), contrast(muted, page)) >= 4.5
    for root, ground in zip(sheet.split("@media")[:2] + sheet.split("@media")[2:3], (light, dark), strict=False):
        for ink in re.findall(r"--i\d+:(#\w+)", root):
            assert contrast(ink, ground[1]) >= 4.5


def mark(id_: str, start: int, end: int, kind: str = "entity") -> Annotation:
    return Annotation(id_, "d", kind, "T", (Span(start, end),), "A", TIME, TIME)  # pyright: ignore


def test_marks_that_overlap_have_lanes_of_their_own_and_words_are_cut_at_every_edge():
    marks = [mark("a", 0, 10), mark("b", 0, 4), mark("q", 2, 3, "cue"), mark("c", 3, 12), mark("d", 10, 12)]

    assert lanes(marks) == [0, 1, -1, 2, 0]
    (line,) = lines("abcdefghijkl", marks, lanes(marks))
    assert [(piece.start, piece.end, piece.marks) for piece in line.pieces] == [
        (0, 2, (0, 1)), (2, 3, (0, 1, 2)), (3, 4, (0, 1, 3)), (4, 10, (0, 3)), (10, 12, (3, 4)),
    ]  # fmt: skip
    assert line.lanes == 3
