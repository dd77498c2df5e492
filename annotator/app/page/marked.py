"""The column of text with its marks: what they are, their colours, and the shape in which all is laid out."""

from collections.abc import Iterable, Mapping, Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from annotator.app.chrome import own_viewport
from annotator.app.page import paint
from annotator.app.page.claim_card import Links
from annotator.app.page.column import TextColumn
from annotator.app.page.columns import columns
from annotator.app.page.flow import Flow
from annotator.app.page.header import Header
from annotator.app.page.margin import Margin
from annotator.app.page.overview import Landmarks, Overview, survey
from annotator.app.page.style import PageStyle
from annotator.app.theme import THEMES, Theme
from annotator.model.annotation import Annotation, Relation
from annotator.model.document import AnnotatedDocument
from annotator.model.tag import TagSet

SMALLEST_ZOOM, LARGEST_ZOOM = 0.5, 4.0
_FALLBACK = "#6b7280"


class MarkedColumn(TextColumn):
    """Text, marks and colours; knows nothing of the hand and the keys."""

    zoom_changed = Signal(float)
    marks_changed = Signal(object, object)

    _margin: Margin

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        own_viewport(self)
        self._theme = THEMES["light"]
        self._colours: dict[tuple[str, str], str] = {}
        self._inks: dict[tuple[str, str], paint.Inks] = {}
        self._content: AnnotatedDocument | None = None
        self._annotations: Sequence[Annotation] = ()
        self.links = Links((), (), "")
        self.overview = Overview(self._survey, self._theme, self)
        self.setVerticalScrollBar(self.overview)

    @property
    def theme(self) -> Theme:
        """The theme."""
        return self._theme

    def set_theme(self, theme: Theme) -> None:
        """Take the colours of *theme*."""
        self._theme = theme
        self._inks.clear()
        self.overview.set_theme(theme)
        self.viewport().update()

    def set_tag_set(self, tag_set: TagSet) -> None:
        """Take the colours of the tags."""
        self._colours = {(tag.kind, tag.name): tag.colour for tag in tag_set.tags}
        self._inks.clear()
        self._margin.forget_cards()
        self.overview.marks_changed()
        self.viewport().update()

    def colour_of(self, kind: str, tag: str) -> str:
        """Return the colour of a tag as the tag set has it."""
        return self._colours.get((kind, tag), _FALLBACK)

    def inks(self, kind: str, tag: str) -> paint.Inks:
        """Return the colours of a tag in the theme."""
        found = self._inks.get((kind, tag))
        if found is None:
            found = self._inks[kind, tag] = paint.inks(self._theme, self.colour_of(kind, tag))
        return found

    def set_reading_font(self, family: str, points: float) -> None:
        """Set the text in *family* at *points*, before zoom."""
        self._restyle(PageStyle(family, points, self._style.zoom))

    @property
    def zoom(self) -> float:
        """The zoom, 1 for actual size."""
        return self._style.zoom

    def set_zoom(self, factor: float) -> None:
        """Zoom the page; the first visible line stays first."""
        factor = round(max(SMALLEST_ZOOM, min(LARGEST_ZOOM, factor)), 2)
        if factor != self._style.zoom:
            self._restyle(PageStyle(self._style.family, self._style.points, factor))
            self.zoom_changed.emit(factor)

    def _restyle(self, style: PageStyle) -> None:
        anchor = self.anchor
        self._style = style
        self._reshape()
        self._scroll_to_offset(anchor)

    def set_annotations(self, annotations: Sequence[Annotation], relations: Sequence[Relation]) -> None:
        """Show other marks in the same text; place, selection and caret stay."""
        if self._flow is None:
            return
        self._take_marks(annotations, relations)
        self._flow.set_marks(annotations, self._describe)
        self._let_go_of_gone()

    def change_annotations(
        self,
        annotations: Sequence[Annotation],
        relations: Sequence[Relation],
        changed: Mapping[str, Annotation | None],
    ) -> None:
        """Show other marks, of which only *changed* are new: by id, None for those that are gone."""
        if self._flow is None:
            return
        self._annotations = annotations
        gone = [known for each in changed if (known := self.links.by_id.get(each)) is not None]
        self.links.change(relations, changed)
        self._margin.change_claims(changed)
        self._flow.change_marks(gone, [each for each in changed.values() if each is not None], self._describe)
        self.overview.marks_changed()
        self._let_go_of_gone()
        self.marks_changed.emit(gone, changed)

    def _take_marks(self, annotations: Sequence[Annotation], relations: Sequence[Relation]) -> None:
        self._annotations = annotations
        self.links = Links(annotations, relations, self.text)
        self._margin.forget_claims()
        self.overview.marks_changed()

    def _describe(self, annotation: Annotation) -> tuple[str, bool]:
        if annotation.kind == "cue":
            return "", True
        return ("" if annotation.kind == "claim" else annotation.tag), False

    def _reshape(self) -> None:
        if self._content is None:
            self._update_bar()
            return
        width = self.viewport().width()
        self.columns = columns(width, self._style.measure, self._style.zoom)
        if self._flow is None:
            self._flow = Flow(self.text, self._annotations, self._describe, self._style, self.columns.text_width)
        else:
            self._flow.set_shape(self._style, self.columns.text_width)
        self._margin.settle_anew()
        self._header = Header(self._content.document, self._style, self.columns.text_width)
        self._update_bar()
        self.overview.marks_changed()
        self.viewport().update()

    @property
    def text(self) -> str:
        """The text of the document, or nothing."""
        return self._content.document.text if self._content else ""

    def _survey(self, count: int) -> Iterable[Landmarks]:
        if self._flow is None or self._header is None:
            return ()
        bar = self.verticalScrollBar()
        whole = bar.maximum() + bar.pageStep()
        return survey(self._flow, self._header.height, whole, count, lambda each: self.inks(each.kind, each.tag).line)

    def _let_go_of_gone(self) -> None:
        self.viewport().update()
