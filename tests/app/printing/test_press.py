"""The article as PDF and on the preview's pages: every word and every claim, in order, on paper."""

import gc
from pathlib import Path

from pypdf import PdfReader
from PySide6.QtPrintSupport import QPrintPreviewDialog, QPrintPreviewWidget

from annotator.app.printing.paper import page_layout, write_pdf
from annotator.app.printing.press import Printing
from annotator.formats.tagset_toml import load_default
from annotator.model.annotation import Annotation, Span
from annotator.model.document import AnnotatedDocument, Document
from annotator.model.text import text_sha256
from annotator.model.times import now

SENTENCE = "The council said that the ledger of the harbour is lost."


def words(path: Path) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(path).pages).split())


def long_article(paragraphs: int, *, claims: bool) -> AnnotatedDocument:
    lines = [f"{number} {SENTENCE}" for number in range(paragraphs)]
    text = "\n\n".join(lines)
    marks: list[Annotation] = []
    place = 0
    for number, line in enumerate(lines):
        start = place + line.index("the ledger")
        if claims:
            span = Span(start, place + len(line) - 1)
            marks.append(Annotation(f"c{number:04}", "d", "claim", "Statement", (span,), "AK", now(), now()))
        place += len(line) + 2
    return AnnotatedDocument(Document("d", "The lost ledger", text, text_sha256(text), now()), tuple(marks))


def written(opened: AnnotatedDocument, path: Path) -> PdfReader:
    write_pdf(opened, load_default(), "", 96, page_layout(), path, lambda *_: None, lambda: False)
    return PdfReader(path)


def test_the_open_article_is_saved_as_pdf_with_its_claims_and_a_legend(qtbot, window, tmp_path):
    path = tmp_path / "article.pdf"
    printing = window.handlers.of(Printing)
    with qtbot.waitSignal(printing.said) as said:
        printing.start_pdf(path)
    assert said.args == [f"1 page in {path}"]
    found = words(path)
    for each in ("Sacred Mission", "Kim Jong Un praised the soldiers.", "1 Intention", "stated that", "Location 1"):
        assert each in found
    assert found.count("praised the soldiers") == 1


def test_every_paragraph_is_printed_once_and_every_claim_has_its_card(qapp, tmp_path):
    reader = written(long_article(60, claims=True), tmp_path / "long.pdf")
    found = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    assert len(reader.pages) > 3
    assert found.count("The council said that") == 60
    assert all(f"{number} Statement" in found for number in range(1, 61))
    assert f"{len(reader.pages)} / {len(reader.pages)}" in found


def test_an_article_without_claims_gives_its_text_the_whole_width(qapp, tmp_path):
    with_cards = written(long_article(60, claims=True), tmp_path / "cards.pdf")
    without = written(long_article(60, claims=False), tmp_path / "plain.pdf")
    assert len(without.pages) < len(with_cards.pages)


def test_an_empty_article_is_one_page_with_its_title(qapp, tmp_path):
    opened = AnnotatedDocument(Document("d", "Nothing yet", "", text_sha256(""), now()))
    assert len(written(opened, tmp_path / "empty.pdf").pages) == 1
    assert "Nothing yet" in words(tmp_path / "empty.pdf")


def test_a_place_that_cannot_be_written_is_said_and_leaves_nothing(qtbot, window, tmp_path):
    printing = window.handlers.of(Printing)
    with qtbot.waitSignal(printing.failed) as failed:
        printing.start_pdf(tmp_path / "no such folder" / "article.pdf")
    assert "no such folder" in failed.args[0]
    assert list(tmp_path.glob("**/*.pdf")) == []


def test_the_preview_shows_the_pages_that_are_printed(qtbot, window):
    window.handlers.of(Printing).preview()
    dialog = window.findChild(QPrintPreviewDialog)
    preview = dialog.findChild(QPrintPreviewWidget)
    qtbot.waitUntil(lambda: preview.pageCount() == 1)
    # it paints again whenever the person asks for another paper
    gc.collect()
    preview.updatePreview()
    assert preview.pageCount() == 1
    dialog.close()


def test_two_claims_that_begin_on_one_line_are_told_apart_in_the_margin(qapp, tmp_path):
    text = "The mayor said that it rained and that it snowed."
    spans = [Span(text.index(each), text.index(each) + len(each)) for each in ("it rained", "it snowed")]
    marks = tuple(
        Annotation(f"c{number}", "d", "claim", "Statement", (span,), "AK", now(), now())
        for number, span in enumerate(spans)
    )
    opened = AnnotatedDocument(Document("d", "Weather", text, text_sha256(text), now()), marks)
    reader = written(opened, tmp_path / "two.pdf")
    assert "1–2" in " ".join(page.extract_text() for page in reader.pages)
