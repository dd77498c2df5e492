"""Characters that nobody sees, made visible on demand."""

from PySide6.QtGui import QImage, QPainter

from annotator.app.page.hidden import draw_signs, signs
from annotator.app.page.paragraphs import pieces
from annotator.app.page.piece import PieceLayout
from annotator.app.page.style import PageStyle
from annotator.app.theme import THEMES

TEXT = "co\xadop\u200berate \u200f😀\u200d\xa0done\tnow"


def laid_out(text: str) -> PieceLayout:
    return PieceLayout(text, pieces(text)[0], (), PageStyle(), 400.0)


def test_each_hidden_character_is_named_where_it_stands(qapp):
    layout = laid_out(TEXT)
    found = signs(layout, TEXT)
    assert [each.name for each in found] == ["shy", "zwsp", "rlm", "zwj", "nbsp", "tab"]
    assert sorted(each.x for each in found) == [each.x for each in found]
    assert abs(found[0].x - layout.caret(2).center().x()) < 1


def test_the_words_stay_where_they_are(qapp):
    layout = laid_out(TEXT)
    before = [layout.caret(offset).x() for offset in range(len(TEXT))]
    picture = QImage(400, 60, QImage.Format.Format_RGB32)
    picture.fill(0xFFFFFF)
    empty = picture.copy()
    painter = QPainter(picture)
    draw_signs(painter, signs(layout, TEXT), PageStyle().label_font, THEMES["light"])
    painter.end()
    assert picture != empty
    assert [layout.caret(offset).x() for offset in range(len(TEXT))] == before
