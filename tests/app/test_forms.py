"""The frame that dialogs share."""

from annotator.app.forms import FramedDialog


def test_a_dialog_is_no_larger_than_the_screen_so_that_its_buttons_can_be_reached(qtbot):
    dialog = FramedDialog("Large", None)
    qtbot.addWidget(dialog)
    dialog.end_with_close()
    room = dialog.screen().availableSize()
    dialog.resize(room.width() + 300, room.height() + 300)
    dialog.show()
    qtbot.waitExposed(dialog)
    assert dialog.width() <= room.width()
    assert dialog.height() < room.height()
