"""What is said of marks to a person who hears the page instead of seeing it. Pure."""

from collections.abc import Iterable, Mapping, Sequence

from annotator.app.page.claim_card import NOTHING, ClaimCard, Links
from annotator.model.annotation import Annotation, Span
from annotator.model.change import ChangeKind

LONGEST = 80
"""Characters of a mark's words in its name; its description has all of them."""
AROUND = 40
"""Characters before and after a hit of a search that are said with it."""
_ENDS: Mapping[ChangeKind, str] = {"do": "", "undo": ", undone", "redo": ", done again"}


def mark_name(annotation: Annotation, links: Links) -> str:
    """Return a mark's name, such as "Person: Kim Jong Un" or "claim, prediction, by Kim Jong Un"."""
    if annotation.kind == "claim":
        name = claim_name(
            annotation.tag, ", ".join(map(_meant, map(links.name, links.targets(annotation.id, "claimant"))))
        )
    elif annotation.kind == "document":
        name = f"whole article: {annotation.tag}"
    else:
        tag = "cue" if annotation.kind == "cue" else annotation.tag
        name = f"{tag}: {_short(links.words(annotation))}"
    return f"{name}, suggested" if annotation.state == "suggested" else name


def claim_name(tag: str, claimant: str) -> str:
    """Return a claim's name: that it is one, of what type, and by whom if that is known."""
    # a tag's name is a word like others here, unless it is an abbreviation
    tag = tag.lower() if tag[1:] == tag[1:].lower() else tag
    return f"claim, {tag}, by {_short(claimant)}" if claimant and claimant != NOTHING else f"claim, {tag}"


def card_description(card: ClaimCard, words: str) -> str:
    """Return what a card says apart from its name, and the claim's *words*."""
    rows = [f"{name} {text}" for name, text in card.rows if name != "who" and text != NOTHING]
    return ". ".join(each for each in (*rows, card.tail.replace(" · ", ", "), words) if each)


def marks_sentence(names: Iterable[str]) -> str:
    """Return a sentence on the marks at one place; empty if there is none."""
    found = "; ".join(names)
    return f"Marked here: {found}" if found else ""


def parts_sentence(parts: Sequence[str]) -> str:
    """Return a sentence on selected words in several places, which Qt's text tells the last of."""
    return f"{len(parts)} parts selected: " + "; ".join(_short(" ".join(each.split())) for each in parts)


def change_sentence(gone: Sequence[str], made: Sequence[str], altered: Sequence[str], kind: ChangeKind = "do") -> str:
    """Return what a change did to marks, given by their names; empty if it touched none."""
    parts = [
        _counted(names, verb)
        for names, verb in ((made, "marked"), (gone, "removed"), (altered, "changed"))
        if names
    ]  # fmt: skip
    return "; ".join(parts) + _ENDS[kind] if parts else ""


def proposal_sentence(claim: str, cue: str, claimant: str) -> str:
    """Return what is proposed for a claim, such as "claim, prediction; proposed cue 'said', claimant Kim Jong Un"."""
    proposed = f"cue '{cue}'" if cue else "no cue"
    return f"{claim}; proposed {proposed}, claimant {claimant or 'none'}; Enter accepts"


def article_sentence(title: str, status: str) -> str:
    """Return what is said of an article that is opened."""
    return f"{title or 'Untitled'}, {status}"


def status_sentence(status: str) -> str:
    """Return what is said of the open article when its status was changed."""
    return f"article is {status}"


def hit_sentence(count: str, text: str, span: Span) -> str:
    """Return which hit of a search this is, and whole words around it: "2 of 48: that the soldiers had won"."""
    start = max(0, span.start - AROUND)
    end = min(len(text), span.end + AROUND)
    # half a word at either end says nothing
    start += text.find(" ", start, span.start) + 1 - start if start and " " in text[start : span.start] else 0
    end = text.rfind(" ", span.end, end) if end < len(text) and " " in text[span.end : end] else end
    return f"{count}: {' '.join(text[start:end].split())}"


def _counted(names: Sequence[str], verb: str) -> str:
    many = "made" if verb == "marked" else verb
    return f"{names[0]}, {verb}" if len(names) == 1 else f"{len(names)} marks {many}"


def _meant(name: str) -> str:
    """Return a name first and the pronoun for it second, where the page has an arrow from one to the other."""
    pronoun, _, meant = name.partition(" → ")
    return f"{meant} ({pronoun})" if meant else name


def _short(words: str) -> str:
    return words if len(words) <= LONGEST else words[: LONGEST - 1].rstrip() + "…"
