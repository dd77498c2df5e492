"""The way of assistive technology to the page; nothing of it is loaded until somebody asks."""

from PySide6.QtCore import QObject
from PySide6.QtGui import QAccessible, QAccessibleInterface

_offered: list[bool] = []


def offer_page() -> None:
    """Let Qt ask us what it tells assistive technology of a page."""
    if not _offered:
        _offered.append(True)
        QAccessible.installFactory(_made_for)


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
