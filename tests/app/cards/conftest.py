"""A window whose one claim can be edited in its card."""

import pytest


@pytest.fixture
def marked(qtbot, window):
    """Return a window whose one claim is selected and painted."""
    window.resize(1500, 900)
    workspace = window.workspace
    assert workspace.around is not None
    claim = next(each for each in window.session.annotations if each.kind == "claim")
    workspace.page.select_annotation(claim.id)
    workspace.focus_page()
    qtbot.waitUntil(lambda: workspace.page.margin.open_card is not None)
    return window
