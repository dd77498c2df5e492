"""A tag's guideline as it is read: what to give it for, at length in Markdown, examples, attributes.

Markdown comes from files of others: HTML in it is shown as text, and nothing that it names is loaded or opened.
"""

import re
from html import escape

from PySide6.QtCore import QUrl
from PySide6.QtGui import QTextDocument
from PySide6.QtWidgets import QFrame, QTextBrowser, QWidget

from annotator.app.theme import Theme
from annotator.model.tag import Tag

_BODY = re.compile(r"<body[^>]*>(.*)</body>", re.DOTALL)
_PICTURE = re.compile(r"<img[^>]*>")
_LARGE = re.compile(r"font-size:(?:xx-large|x-large|large)")
_MARKED = re.compile(r"\[([^\[\]]+)\]")


def markdown_html(text: str) -> str:
    """Return Markdown as HTML without pictures, in which HTML that it holds is text."""
    document = QTextDocument()
    feature = QTextDocument.MarkdownFeature
    document.setMarkdown(text, feature.MarkdownNoHTML | feature.MarkdownDialectGitHub)
    found = _BODY.search(document.toHtml())
    return _LARGE.sub("font-size:medium", _PICTURE.sub("", found[1])) if found else ""


def guideline_html(tag: Tag, theme: Theme, *, heading: bool = True) -> str:
    """Return the whole guideline of *tag* in the colours of *theme*."""
    parts: list[str] = []
    quiet = f"color: {theme.muted}"
    if heading:
        keys = f" <span style='{quiet}'>&nbsp;{escape(' '.join(tag.key))}</span>" if tag.key else ""
        colour = theme.tag_label(tag.colour)
        parts.append(
            f"<p style='margin: 0 0 2px 0; font-size: large; color: {colour}'><b>{escape(tag.name)}</b>{keys}</p>"
        )
        under = f" under {escape(tag.parent)}" if tag.parent else ""
        parts.append(f"<p style='margin: 0 0 8px 0; {quiet}'>{tag.kind}{under}{', retired' if tag.retired else ''}</p>")
    if tag.description:
        parts.append(f"<p style='margin: 0 0 8px 0'>{escape(tag.description)}</p>")
    if tag.guideline:
        parts.append(markdown_html(tag.guideline))
    for title, sign, examples, colour in (
        ("Mark", "✓", tag.good_examples, theme.ink("#1c9b6a")),
        ("Do not mark", "✗", tag.bad_examples, theme.ink("#c8372d")),
    ):
        if examples:
            parts.append(f"<p style='margin: 10px 0 3px 0; {quiet}'>{title}</p>")
        for each in examples:
            words = _with_marks(each, theme.tag_tint(tag.colour, 1.2) if sign == "✓" else "")
            parts.append(f"<p style='margin: 0 0 5px 0'><span style='color: {colour}'>{sign}</span>&nbsp; {words}</p>")
    if tag.attributes:
        parts.append(f"<p style='margin: 10px 0 3px 0; {quiet}'>Attributes</p>")
    for each in tag.attributes:
        values = f" <span style='{quiet}'>{escape(', '.join(each.choices) or each.type)}</span>"
        needed = " <i>required</i>" if each.required else ""
        said = f"<br>{escape(each.description)}" if each.description else ""
        parts.append(f"<p style='margin: 0 0 5px 0'><b>{escape(each.name)}</b>{values}{needed}{said}</p>")
    if not (tag.description or tag.guideline or tag.good or tag.bad):
        parts.insert(2, f"<p style='{quiet}'>Nobody has written yet when to give this tag.</p>")
    return "".join(parts)


def _with_marks(example: str, tint: str) -> str:
    """Return an example in which the words in brackets look marked."""
    style = f"background-color: {tint}" if tint else "text-decoration: underline"
    return _MARKED.sub(rf"<span style='{style}'>&nbsp;\1&nbsp;</span>", escape(example))


class GuidelineView(QTextBrowser):
    """Shows a guideline; it loads nothing, and opens nothing."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setOpenLinks(False)
        self.setOpenExternalLinks(False)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setAccessibleName("Guideline")
        self.document().setDocumentMargin(14)

    def loadResource(self, kind: int, name: QUrl | str) -> object:
        """Load nothing, whatever the text names."""
        return None

    def show_tag(self, tag: Tag, theme: Theme, *, heading: bool = True) -> None:
        """Show the guideline of *tag*."""
        self.setHtml(guideline_html(tag, theme, heading=heading))
