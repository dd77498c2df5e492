"""The column of text with its marks: what they are, their colours, and the shape in which all is laid out."""

import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from PySide6.QtCore import QPointF, QRectF, QTimer, Signal
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget

from annotator.app.chrome import own_viewport
from annotator.app.page import paint
from annotator.app.page.claim_card import Around, Links
from annotator.app.page.column import TextColumn
from annotator.app.page.columns import columns
from annotator.app.page.drawing import Drawing
from annotator.app.page.flow import Flow
from annotator.app.page.found import Hits
from annotator.app.page.header import Header
from annotator.app.page.margin import Margin
from annotator.app.page.overview import Landmarks, Overview, survey
from annotator.app.page.showing import Hidden, Showing, TagKey, to_show_again
from annotator.app.page.style import PageStyle
from annotator.app.theme import THEMES, Theme
from annotator.model.annotation import Annotation, Kind, Relation
from annotator.model.document import AnnotatedDocument
from annotator.model.tag import TagSet

MANY, SOON = 5_000, 400
"""Marks from which on an index of all of them takes long to make, and milliseconds after which it is made."""
GROWING = 0.006
"""Seconds at a time in which a long text is cut into pieces, after its first picture."""
AHEAD = 1.0
"""Heights of the view below it that are laid out before somebody scrolls there."""
SMALLEST_ZOOM, LARGEST_ZOOM = 0.5, 4.0
_FALLBACK = "#6b7280"


class MarkedColumn(TextColumn):
    """Text, marks and colours; knows nothing of the hand and the keys."""

    zoom_changed = Signal(float)
    marks_changed = Signal(object, object)
    showing_changed = Signal()

    _margin: Margin
    _drawing: Drawing

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        own_viewport(self)
        self._theme = THEMES["light"]
        self._colours: dict[TagKey, str] = {}
        self._inks: dict[tuple[str, str], paint.Inks] = {}
        self._content: AnnotatedDocument | None = None
        self._all: Sequence[Annotation] = ()
        self._shown: Sequence[Annotation] | None = ()
        self._past: list[tuple[Sequence[Annotation], Sequence[Annotation] | None]] = []
        self._showing = Showing()
        self._hidden = Hidden()
        self._focus_tag: TagKey | None = None
        self._noted: list[Annotation] | None = None
        # fires when nothing else is to be done
        self._growing = QTimer(self)
        self._growing.timeout.connect(self._grow)
        self._ahead = QTimer(self)
        self._ahead.timeout.connect(self._look_ahead)
        self.around = Around()
        self.links = Links((), (), "", self.around)
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
        self._drawing.forget()
        self.overview.set_theme(theme)
        self.viewport().update()

    def set_tag_set(self, tag_set: TagSet) -> None:
        """Take the colours of the tags."""
        self._colours = {(tag.kind, tag.name): tag.colour for tag in tag_set.tags}
        self.around.tell(tag_set)
        self._inks.clear()
        self._drawing.forget()
        self._margin.forget_cards()
        self.overview.marks_changed()
        self.viewport().update()

    @property
    def margin(self) -> Margin:
        """The cards and flags beside the text."""
        return self._margin

    def colour_of(self, kind: Kind, tag: str) -> str:
        """Return the colour of a tag as the tag set has it."""
        return self._colours.get((kind, tag), _FALLBACK)

    def inks(self, kind: Kind, tag: str) -> paint.Inks:
        """Return the colours of a tag in the theme."""
        found = self._inks.get((kind, tag))
        if found is None:
            found = self._inks[kind, tag] = paint.Inks(self._theme, self.colour_of(kind, tag))
        return found

    @property
    def page_style(self) -> PageStyle:
        """Fonts and distances at the zoom."""
        return self._style

    def set_style(self, style: PageStyle) -> None:
        """Set the text as *style* says, but at the zoom that it has."""
        self._restyle(replace(style, zoom=self._style.zoom))

    @property
    def zoom(self) -> float:
        """The zoom, 1 for actual size."""
        return self._style.zoom

    def set_zoom(self, factor: float, at: int | None = None) -> None:
        """Zoom the page; the line of the code point *at*, or else the one that is read, stays where it is."""
        factor = round(max(SMALLEST_ZOOM, min(LARGEST_ZOOM, factor)), 2)
        if factor != self._style.zoom:
            self._restyle(replace(self._style, zoom=factor), at)
            self.zoom_changed.emit(factor)

    def _restyle(self, style: PageStyle, at: int | None = None) -> None:
        if style == self._style:
            return

        def change() -> None:
            self._style = style
            self._margin.forget_cards()
            self._reshape()

        self._keep_place(change, at)

    # --- which marks are shown

    @property
    def annotations(self) -> Sequence[Annotation]:
        """The annotations that are shown, in reading order."""
        if self._shown is None:
            self._shown = self._showing.of(self._all)
        return self._shown

    @property
    def showing(self) -> Showing:
        """What is shown and what is hidden."""
        return self._showing

    @property
    def hidden(self) -> Hidden:
        """How many marks of the text are hidden."""
        return self._hidden

    @property
    def every_annotation(self) -> Sequence[Annotation]:
        """All annotations, the hidden ones too."""
        return self._all

    def set_showing(self, showing: Showing) -> None:
        """Show and hide marks; the line that is read stays where it is."""
        if showing == self._showing:
            return
        before, self._showing, self._shown = self._showing, showing, None
        other_claims = self._hidden.differs("claim", before, showing)
        self._hidden.show(showing)
        flow = self._flow
        if flow is not None:
            if other_claims:
                self._margin.forget_claims()
            # lines above that are lower without their marks move nothing in view
            self._keep_place(lambda: flow.set_shown(showing.wanted))
            self.overview.marks_changed()
            self._let_go_of_gone()
        self.showing_changed.emit()

    def show_everything(self) -> None:
        """Hide nothing any more, and let every tag stand out."""
        self.set_focus_tag(None)
        self.set_showing(Showing())

    def is_shown(self, annotation: str) -> bool:
        """Tell whether there is an annotation of that id that is not hidden."""
        found = self.links.by_id.get(annotation)
        return found is not None and self._showing.shows(found)

    @property
    def focus_tag(self) -> TagKey | None:
        """The tag whose marks alone stand out, or None."""
        return self._focus_tag

    def set_focus_tag(self, tag: TagKey | None) -> None:
        """Draw the marks of every other tag faintly; None ends it. A hidden tag is shown again."""
        if tag == self._focus_tag:
            return
        self._focus_tag = tag
        if tag is not None and not self._showing.shows_tag(tag):
            self.set_showing(self._showing.with_tag(tag, True, self._colours))
        self.viewport().update()
        self.showing_changed.emit()

    def set_annotations(self, annotations: Sequence[Annotation], relations: Sequence[Relation]) -> None:
        """Show other marks in the same text; place, selection and caret stay."""
        if self._flow is None:
            return
        self._take_marks(annotations, relations)
        self._flow.set_marks(self._all, self._describe)
        self._held = None
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
        # to let go of a hundred thousand takes a while: after the picture
        self._past.append((self._all, self._shown))
        QTimer.singleShot(0, self, self._past.clear)
        self._all, self._shown = annotations, annotations if self._showing.everything else None
        showing = to_show_again(self._showing, self.links.by_id, changed, self._colours)
        before = [self.links.by_id[key] for key in changed if key in self.links.by_id]
        if any(each is not None and each.note for each in (*before, *changed.values())):
            self._noted = None
        self.links.change(relations, changed)
        self.marks_changed.emit(before, changed)
        self._hidden.change(before, filter(None, changed.values()), self._showing)
        self._margin.change_claims(changed)
        self._flow.change_marks(before, [each for each in changed.values() if each is not None], self._describe)
        if showing != self._showing:
            self._margin.forget_cards()
            self.set_showing(showing)
            return
        self.overview.marks_changed()
        self._held = None
        self._let_go_of_gone()
        if not showing.everything:
            self.showing_changed.emit()

    def marks_around(self, offset: int) -> list[Annotation]:
        """Return the annotations that the code point *offset* stands in, in reading order."""
        return self._flow.touching(offset, offset + 1) if self._flow is not None else []

    def card_at(self, point: QPointF) -> str | None:
        """Return the id of the claim whose card or flag is under a point."""
        return self._margin.card_at(point)

    def cards_in_view(self) -> list[str]:
        """Return the ids of the claims whose card or flag was painted last, from the top."""
        return self._margin.cards()

    def card_rect(self, claim: str) -> QRectF | None:
        """Return where the card or flag of a claim was painted last, in the viewport; None if it was not."""
        return self._margin.card_rect(claim)

    def _take_marks(self, annotations: Sequence[Annotation], relations: Sequence[Relation]) -> None:
        self._all, self._shown, self._noted = annotations, None, None
        self._hidden.count(annotations, self._showing)
        self.links = Links(annotations, relations, self.text, self.around)
        if len(annotations) > MANY:
            # made while nobody waits, and not with the first mark
            links = self.links
            QTimer.singleShot(SOON, self, lambda: links.by_id)
        self._margin.forget_claims()
        self.overview.marks_changed()
        if not self._showing.everything:
            self.showing_changed.emit()

    def _describe(self, annotation: Annotation) -> tuple[str, bool]:
        if annotation.kind == "cue":
            return "", True
        return ("" if annotation.kind == "claim" else annotation.tag), False

    def _reshape(self) -> None:
        if self._content is None:
            self._update_bar()
            return
        width = self.viewport().width()
        style = self._style
        self.columns = columns(width, style.measure, style.zoom * style.interface_scale, style.least_measure)
        if self._flow is None:
            self._flow = Flow(
                self.text,
                self._all,
                self._describe,
                self._style,
                self.columns.text_width,
                shows=self._showing.wanted,
            )
            self._growing.start()
        else:
            self._flow.set_shape(self._style, self.columns.text_width)
        self._margin.settle_anew()
        self._header = Header(self._content.document, self._style, self.columns.text_width)
        self._update_bar()
        self.overview.marks_changed()
        self.viewport().update()

    def _grow(self) -> None:
        """Go on for a moment with what the first picture did not need."""
        flow, until = self._flow, time.perf_counter() + GROWING
        while flow is not None and not flow.complete and time.perf_counter() < until:
            flow.grow()
        while flow is not None and flow.complete and not self._hidden.complete and time.perf_counter() < until:
            self._hidden.grow()
        if flow is None or (flow.complete and self._hidden.complete):
            self._growing.stop()
            self._update_bar()

    def _look_ahead(self) -> None:
        """Lay out one more of the pieces that scrolling down will bring next, with the cards of its claims."""
        flow, view = self._flow, self.pieces_in_view()
        found = flow.lay_out_below(view.stop - 1, self.viewport().height() * AHEAD) if flow is not None else None
        if flow is None or found is None:
            self._ahead.stop()
            return
        self._margin.prepare(flow.claims_beginning(found))

    @property
    def at_rest(self) -> bool:
        """Whether nothing is left to be done in the pauses: all is cut and counted, and the next lines laid out."""
        return not self._growing.isActive() and not self._ahead.isActive()

    @property
    def text(self) -> str:
        """The text of the document, or nothing."""
        return self._content.document.text if self._content else ""

    def _survey(self, count: int) -> Iterable[Landmarks]:
        if self._flow is None or self._header is None:
            return ()
        bar = self.verticalScrollBar()
        whole = bar.maximum() + bar.pageStep()
        if self._noted is None:
            self._noted = [each for each in self._all if each.note and each.spans]
        noted = [each.start for each in filter(self._showing.wanted, self._noted)]
        return survey(self._flow, self._header.height, whole, count, self._line_colour, noted, self.hits)

    def _line_colour(self, annotation: Annotation) -> QColor:
        return self.inks(annotation.kind, annotation.tag).line

    def set_hits(self, hits: Hits) -> None:
        """Light up the hits of a search, in the text and on the scroll bar, until others are set."""
        super().set_hits(hits)
        self.overview.marks_changed()

    def _let_go_of_gone(self) -> None:
        self.viewport().update()
