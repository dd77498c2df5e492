"""The first sample article marked completely by keyboard alone, as fast as a practised hand would do it."""

from collections.abc import Iterable

from annotator.model.annotation import Annotation
from tests.journeys.person import window_on_sample
from tests.journeys.typist import CTRL, Key, Typist, mark_claims, mark_words, marked_sample, parts_of

TWO_MINUTES = 120.0


def test_the_sample_article_is_marked_completely_by_keyboard_in_two_minutes(qtbot, tmp_path):
    goal = marked_sample(tmp_path)
    window = window_on_sample(qtbot, tmp_path / "By hand.annotator", "sacred-mission.txt")
    person = Typist(window)
    person.page.setFocus()
    person.key(Key.Key_Home, CTRL)

    mark_words(person, [each for each in goal.annotations if each.kind in ("entity", "cue")])
    person.key(Key.Key_Home, CTRL)
    mark_claims(person, goal)

    assert shape(window.session.annotations) == shape(each for each in goal.annotations if each.spans)
    assert parts_of(window.session.document) == parts_of(goal)
    print(f"{person.presses} keys pressed, {person.seconds:.0f} seconds of a practised hand")
    assert person.seconds <= TWO_MINUTES
    window.close()


def shape(annotations: Iterable[Annotation]) -> set[tuple[object, ...]]:
    return {(each.kind, each.tag, each.spans) for each in annotations if each.spans}
