"""Who publishes verdicts is said once in the window, and undone like everything else."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from annotator.app.claims.handler import ClaimsHandler
from annotator.app.claims.reviewer_dialog import ReviewerDialog


def asked(samples) -> ReviewerDialog:
    samples.handlers.of(ClaimsHandler).ask_for_reviewer()
    return samples.findChild(ReviewerDialog)


def test_name_and_address_are_kept_as_one_change(samples):
    dialog = asked(samples)
    QTest.keyClicks(dialog.fields["reviewer"], "Port Checks")
    QTest.keyClicks(dialog.fields["reviewer_url"], "https://checks.example.org")
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    project = samples.session.project
    assert project.setting("reviewer") == "Port Checks"
    assert project.setting("reviewer_url") == "https://checks.example.org"
    assert samples.session.undo_state.undo == "set reviewer"
    samples.commands.undo()
    assert project.setting("reviewer_url") == ""


def test_what_is_no_address_is_said_and_not_kept(samples):
    dialog = asked(samples)
    QTest.keyClicks(dialog.fields["reviewer_url"], "checks.example.org")
    QTest.keyClick(dialog, Qt.Key.Key_Return)
    assert dialog.isVisible()
    assert "https://" in dialog.said.text()
    assert samples.session.project.setting("reviewer_url") == ""
