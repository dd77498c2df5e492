"""What is proposed for a claim just tagged, and which of the candidates is chosen now.

Pure: the keys and clicks that choose are in `marking.py`, the rules in `analysis.proposals`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

from annotator.model.annotation import Annotation, Span

if TYPE_CHECKING:
    from annotator.analysis.proposals import Candidate, ClaimProposal

CLAIMANT_KINDS: dict[str, str] = {
    "Person": "named",
    "Organization": "named",
    "Location": "named",
    "Role": "role",
    "Group": "collective",
    "Work": "document",
}
"""What a claimant's tag says about the claim's ``source_kind``."""


class Proposing(NamedTuple):
    """Candidates for cue and claimant of one claim, and the places of the chosen ones; -1 is none.

    *persons* are those whom the chosen claimant may mean, if it is a pronoun of which nobody has said it yet.
    """

    claim: str
    proposal: ClaimProposal
    cue: int = 0
    claimant: int = 0
    persons: tuple[Candidate, ...] = ()
    person: int = 0

    @staticmethod
    def begin(claim: str, proposal: ClaimProposal) -> Proposing | None:
        """Return the first choice of each, or None if there is nothing to propose."""
        if not proposal.cues and not proposal.claimants:
            return None
        return Proposing(claim, proposal, 0 if proposal.cues else -1, 0 if proposal.claimants else -1)

    @property
    def chosen_cue(self) -> Candidate | None:
        """The cue that Enter would take."""
        return self.proposal.cues[self.cue] if self.cue >= 0 else None

    @property
    def chosen_claimant(self) -> Candidate | None:
        """The claimant that Enter would take."""
        return self.proposal.claimants[self.claimant] if self.claimant >= 0 else None

    @property
    def chosen_person(self) -> Candidate | None:
        """Whom Enter would take the pronoun to mean."""
        return self.persons[self.person] if self.persons and self.person >= 0 else None

    def meaning(self, persons: tuple[Candidate, ...]) -> Proposing:
        """Let the chosen claimant mean one of *persons*, the first one."""
        return self._replace(persons=persons, person=0)

    def next_person(self) -> Proposing:
        """Choose the next whom the pronoun may mean; after the last comes none, then the first."""
        return self._replace(person=_next(self.person, len(self.persons)))

    def next_claimant(self) -> Proposing:
        """Choose the next claimant; after the last comes none, then the first."""
        return self._replace(claimant=_next(self.claimant, len(self.proposal.claimants)))

    def next_cue(self) -> Proposing:
        """Choose the next cue; after the last comes none, then the first."""
        return self._replace(cue=_next(self.cue, len(self.proposal.cues)))

    def pointed_at(self, annotation: Annotation) -> Proposing:
        """Choose *annotation*: a cue as the cue, anything else as the claimant."""
        from annotator.analysis.proposals import Candidate

        candidate = Candidate(Span(annotation.start, annotation.end), annotation.id, 1.0, annotation.tag)
        if annotation.kind == "cue":
            cues = (candidate, *(each for each in self.proposal.cues if each.annotation != annotation.id))
            return self._replace(proposal=replace(self.proposal, cues=cues), cue=0)
        claimants = (candidate, *(each for each in self.proposal.claimants if each.annotation != annotation.id))
        return self._replace(proposal=replace(self.proposal, claimants=claimants), claimant=0)

    def lit(self) -> list[tuple[Span, str]]:
        """Return the spans to light up with their roles: the chosen ones, and other candidates."""
        lit = [
            (each.span, "candidate")
            for chosen, candidates in (
                (self.chosen_cue, self.proposal.cues),
                (self.chosen_claimant, self.proposal.claimants),
            )
            for each in candidates
            if each is not chosen
        ]
        lit += [(each.span, "candidate") for each in self.persons if each is not self.chosen_person]
        if self.chosen_person:
            lit.append((self.chosen_person.span, "claimant"))
        if self.chosen_claimant:
            lit.append((self.chosen_claimant.span, "claimant"))
        if self.chosen_cue:
            lit.append((self.chosen_cue.span, "cue"))
        return lit

    def sentence(self, text: str) -> str:
        """Say in a line what Enter would take, and the keys that choose others."""

        def words(candidate: Candidate | None) -> str:
            return f"“{text[candidate.span.start : candidate.span.end]}”" if candidate else "none"

        meant = f" → {words(self.chosen_person)}" if self.persons else ""
        other = " · Ctrl+Tab whom it means" if self.persons else ""
        return (
            f"Who: {words(self.chosen_claimant)}{meant}   Cue: {words(self.chosen_cue)}   "
            f"Enter accepts · Tab next claimant{other} · Shift+Tab next cue · click points · Esc leaves"
        )


def _next(place: int, count: int) -> int:
    return -1 if place + 1 >= count else place + 1


def parts_to_add(
    proposing: Proposing, annotations: Sequence[Annotation]
) -> list[tuple[str, Candidate, Annotation | None]]:
    """Return type, candidate and existing annotation (None: to be made) of each chosen part."""
    by_id = {each.id: each for each in annotations}
    chosen = (("claimant", proposing.chosen_claimant), ("cue", proposing.chosen_cue))
    return [
        (type_name, candidate, by_id.get(candidate.annotation or "")) for type_name, candidate in chosen if candidate
    ]
