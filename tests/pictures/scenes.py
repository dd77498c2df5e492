"""The pages that are drawn: each with what is hard to draw."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from annotator.app.page.style import PageStyle
from annotator.app.page.view import PageView
from annotator.model.annotation import Annotation, Kind, Relation, Span
from annotator.model.document import AnnotatedDocument, Document
from annotator.model.text import text_sha256

TIME = "2026-01-31T09:00:00Z"
ENGLISH = (
    "Archive opens the ledger of the old harbour\n\n"
    "NORHAVEN, May 4 — Mayor Ingrid Solberg said on Monday that the ledger of the Norhaven harbour will be open to "
    "everyone from May. "
    "She promised that no page had been left out.\n\n"
    "Photo: Norhaven City Archive\n\n"
    "According to the historian Anders Keller, the ledger names four hundred workers who were never paid. "
    '"The harbour company knew it," he said, "and kept silent."\n\n'
    "> The ledger was found in 1924 and lost again in 1931.\n\n"
    "The company denied that it had known of the list.\n\f\n5 May 1931\n\nThe next page of the original begins here."
)
ARABIC = (
    "أعلنت بلدية المنارة يوم الأحد أن الميناء القديم سيفتح أمام الزوار في شهر مايو. وقال رئيس البلدية سالم الخطيب إن "
    "الترميم كلفت 12 مليون دينار.\n\nבעיר Norhaven אמר ההיסטוריון דוד כהן כי הספר נמצא ב-1924."
)
CHINESE = (
    "海明市档案馆星期五宣布，将向公众开放两千三百余卷民国时期的航运档案。馆长陈书怡表示，这批档案是“了解港口工人生活最可靠的材料”。\n\n"
    "据《海明日报》报道，档案中有一份一九二四年的罢工名单。\n\nสวัสดีครับผมชื่อสมชายทำงานที่ท่าเรือ"
)


AIRY = PageStyle(points=12, characters=50, leading=1.6, spacing=2.0)


class Scene(NamedTuple):
    """One picture: its name, theme, size in pixels, what is on the page, and what a person has done to it."""

    name: str
    theme: str
    size: tuple[int, int]
    opened: AnnotatedDocument
    act: Callable[[PageView], object] = lambda _: None


class _Sheet:
    """A document in the making: marks are given by their words."""

    def __init__(self, title: str, text: str) -> None:
        self._document = Document("d", title, text, text_sha256(text), TIME, "1931-05-04", "en")
        self._marks: list[Annotation] = []
        self._relations: list[Relation] = []

    def mark(self, kind: Kind, tag: str, *words: str, state: str = "accepted") -> str:
        """Mark *words*, one part after the other, and return the id."""
        spans: list[Span] = []
        after = 0
        for part in words:
            start = self._document.text.index(part, after)
            after = start + len(part)
            spans.append(Span(start, after))
        name = f"a{len(self._marks):03}"
        made = Annotation(name, "d", kind, tag, tuple(spans), "AK", TIME, TIME, state=state)  # pyright: ignore
        self._marks.append(made)
        return name

    def claim(self, tag: str, words: str, who: str = "", cue: str = "") -> str:
        """Mark a claim, joined to its claimant and its cue."""
        claim = self.mark("claim", tag, words)
        for name, part in (("claimant", who), ("cue", cue)):
            if part:
                self._relations.append(Relation(f"r{len(self._relations):03}", name, claim, part))
        return claim

    def done(self) -> AnnotatedDocument:
        marks = sorted(self._marks, key=lambda each: (each.start, -each.spans[-1].end, each.id))
        return AnnotatedDocument(self._document, tuple(marks), tuple(self._relations))


def overlaps() -> AnnotatedDocument:
    """Nested, crossing, discontinuous and suggested marks, claims with cue and claimant."""
    sheet = _Sheet("Archive opens the ledger", ENGLISH)
    mayor = sheet.mark("entity", "Person", "Ingrid Solberg")
    sheet.mark("entity", "Role", "Mayor Ingrid")
    sheet.mark("entity", "Date", "Monday")
    sheet.mark("entity", "Location", "Norhaven")
    sheet.mark("entity", "Organization", "Norhaven harbour")
    sheet.mark("entity", "Work", "the ledger of the Norhaven harbour")
    said = sheet.mark("cue", "Cue", "said on Monday that")
    sheet.claim("Intention", "the ledger of the Norhaven harbour will be open to everyone from May", mayor, said)
    keller = sheet.mark("entity", "Person", "Anders Keller")
    according = sheet.mark("cue", "Cue", "According to")
    sheet.claim("Statement", "the ledger names four hundred workers who were never paid", keller, according)
    sheet.mark("claim", "Evaluation", "The harbour company knew it", "and kept silent")
    sheet.mark("entity", "Organization", "harbour company", state="suggested")
    sheet.mark("entity", "Organization", "Norhaven City Archive")
    return sheet.done()


def deep() -> AnnotatedDocument:
    """Fifty marks on one word."""
    sheet = _Sheet("Fifty deep", "The harbour of Norhaven was closed. The next line stands well below.")
    tags = ("Person", "Organization", "Group", "Location", "Role", "Work", "Date")
    for number in range(50):
        sheet.mark("entity", tags[number % len(tags)], "Norhaven")
    sheet.mark("entity", "Work", "next line")
    return sheet.done()


def crowded() -> AnnotatedDocument:
    """More claims than there is room for cards in full."""
    words = [f"the {each} was lost" for each in ("ledger", "letter", "archive", "winter", "union", "council", "market")]
    sheet = _Sheet("Everything was lost", "He said that " + ", that ".join(words) + ". " + "And so it went on. " * 30)
    he = sheet.mark("entity", "Person", "He")
    said = sheet.mark("cue", "Cue", "said that")
    for each in words:
        sheet.claim("Statement", each, he, said)
    return sheet.done()


def rightwards() -> AnnotatedDocument:
    """Arabic and Hebrew with a Latin name in the line."""
    sheet = _Sheet("إعادة فتح ميناء المنارة", ARABIC)
    mayor = sheet.mark("entity", "Person", "سالم الخطيب")
    cue = sheet.mark("cue", "Cue", "وقال")
    sheet.claim("Statement", "الترميم كلفت 12 مليون دينار", mayor, cue)
    sheet.mark("entity", "Date", "شهر مايو")
    sheet.mark("entity", "Location", "Norhaven")
    sheet.mark("entity", "Role", "בעיר Norhaven אמר")
    sheet.mark("entity", "Person", "דוד כהן")
    return sheet.done()


def unspaced() -> AnnotatedDocument:
    """Chinese and Thai."""
    sheet = _Sheet("海明市档案馆", CHINESE)
    head = sheet.mark("entity", "Person", "陈书怡")
    cue = sheet.mark("cue", "Cue", "表示")
    sheet.claim("Evaluation", "这批档案是“了解港口工人生活最可靠的材料”", head, cue)
    sheet.mark("entity", "Organization", "海明市档案馆")
    sheet.mark("entity", "Location", "海明市")
    sheet.mark("entity", "Work", "《海明日报》")
    sheet.mark("entity", "Location", "ท่าเรือ")
    return sheet.done()


def scenes() -> Sequence[Scene]:
    """Return every picture that is kept."""
    wide, narrow = (1000, 720), (520, 720)
    whole = overlaps()
    claim = next(each.id for each in whole.annotations if each.kind == "claim")
    return (
        *(
            Scene(f"overlaps-{theme}", theme, wide, whole)
            for theme in ("light", "dark", "sepia", "high-contrast", "high-contrast-dark")
        ),
        Scene("selected", "light", wide, whole, lambda page: page.select_annotation(claim)),
        Scene("curves", "light", wide, whole, lambda page: page.show_relations("all")),
        Scene("narrow", "light", narrow, whole),
        Scene("flag-open", "sepia", narrow, whole, lambda page: page.select_annotation(claim)),
        Scene("airy", "light", wide, whole, lambda page: page.set_style(AIRY)),
        Scene("deep", "light", wide, deep()),
        Scene("crowded", "light", wide, crowded()),
        Scene("arabic", "light", wide, rightwards()),
        Scene("chinese", "light", wide, unspaced()),
        Scene("zoomed", "light", wide, whole, lambda page: page.set_zoom(2.0)),
    )
