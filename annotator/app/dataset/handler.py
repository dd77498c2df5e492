"""What the entries of the menu File do for the data set as a whole."""

from __future__ import annotations

from annotator.app.handlers import Handler


class DataSetHandler(Handler):
    """The handler of the table's ``dataset``."""

    def about(self) -> None:
        """Ask for what releases state: title, creators, licence and rights."""
        workspace = self.workspace
        if workspace is None:
            return
        from annotator.app.dataset.about_dialog import AboutDataDialog

        dialog = AboutDataDialog(workspace.session, self.window)
        dialog.finished.connect(dialog.deleteLater)
        dialog.accepted.connect(lambda: self.said.emit("Kept; releases will state it"))
        dialog.open()

    def splits(self) -> None:
        """Show how the articles could be divided, and what the splits would share."""
        workspace = self.workspace
        if workspace is None:
            return
        from annotator.app.dataset.splits_dialog import SplitsDialog

        dialog = SplitsDialog(workspace.session, workspace.jobs, self.window)
        dialog.said.connect(self.said.emit)
        dialog.failed.connect(self.failed.emit)
        dialog.broken.connect(self.broken.emit)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
