"""The way of assistive technology to the page; nothing of it is loaded until somebody asks."""

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleEvent, QAccessibleInterface
from PySide6.QtWidgets import QWidget

_offered: list[bool] = []


def offer_page(page: QWidget) -> None:
    """Let Qt ask us what it tells assistive technology of *page*, also if it has told something already.

    It is called after the first picture: to load Qt's part of it alone takes milliseconds.
    """
    if not _offered:
        _offered.append(True)
        QAccessible.installFactory(_made_for)
    if QAccessible.isActive():
        from annotator.app.page.accessible import PageAccessible

        met = QAccessible.queryAccessibleInterface(page)
        if not isinstance(met, PageAccessible):
            QAccessible.deleteAccessibleInterface(QAccessible.uniqueId(met))
            if page.hasFocus():
                QAccessible.updateAccessibility(QAccessibleEvent(page, QAccessible.Event.Focus))


def _made_for(class_name: str, thing: QObject) -> QAccessibleInterface | None:
    if class_name != "PageView":
        return None
    from annotator.app.page.accessible import accessible_page
    from annotator.app.page.view import PageView

    return accessible_page(thing) if isinstance(thing, PageView) else None


def is_asked_for() -> bool:
    """Tell whether assistive technology is at work now."""
    return QAccessible.isActive()


def announce(thing: QObject, message: str) -> None:
    """Let a screen reader say *message*, if there is one."""
    if message and QAccessible.isActive():
        from PySide6.QtGui import QAccessibleAnnouncementEvent

        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(thing, message))
