"""Half of a screen reader: what AT-SPI has of the page, asked for over D-Bus, as JSON on one line.

Run by the system's own Python, which has the bindings (python3-gi, gir1.2-atspi-2.0). It knows nothing
of Annotator. Once it has told the page it listens, and after a line on its input it tells what it heard.
"""

import json
import sys
import time

import gi

gi.require_version("Atspi", "2.0")
from gi.repository import Atspi, GLib  # noqa: E402

PATIENCE = 30.0
"""Seconds for which it looks for the page."""


def find(node, name):
    if node is None:
        return None
    if node.get_role_name() == "text" and node.get_name().startswith(name):
        return node
    return next(filter(None, (find(child, name) for child in children(node))), None)


def children(node):
    return [each for each in map(node.get_child_at_index, range(node.get_child_count())) if each is not None]


def find_page():
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        desktop = Atspi.get_desktop(0)
        for app in children(desktop):
            page = find(app, "Page")
            if page is not None:
                return page
        time.sleep(0.1)
    sys.exit("there is no page on the bus")


def described(node):
    states = node.get_state_set()
    action = node.get_action_iface()
    return {
        "role": node.get_role_name(),
        "name": node.get_name(),
        "description": node.get_description(),
        "focusable": states.contains(Atspi.StateType.FOCUSABLE),
        "selected": states.contains(Atspi.StateType.SELECTED),
        "actions": [action.get_action_name(each) for each in range(action.get_n_actions())] if action else [],
    }


def labels_of_choices(node):
    """Yield by what the fields with choices are labelled: their own names are what is chosen."""
    if node.get_role_name() == "combo box":
        labels = [
            each for each in node.get_relation_set() if each.get_relation_type() == Atspi.RelationType.LABELLED_BY
        ]
        yield ", ".join(each.get_target(0).get_name() for each in labels)
    for child in children(node):
        yield from labels_of_choices(child)


def look(page):
    text = page.get_text_iface()
    inside = text.get_caret_offset()
    found = {
        "page": described(page),
        "read only": page.get_state_set().contains(Atspi.StateType.READ_ONLY),
        "characters": text.get_character_count(),
        "text": text.get_text(0, text.get_character_count()),
        "caret": inside,
        "children": [described(each) for each in children(page)],
        "choices": sorted(labels_of_choices(page.get_application())),
    }
    for unit in ("WORD", "SENTENCE", "LINE", "PARAGRAPH"):
        found[unit.lower()] = text.get_string_at_offset(40, getattr(Atspi.TextGranularity, unit)).content
    attributes, *_ = text.get_attribute_run(0, True)
    found["attributes"] = dict(attributes)
    place = text.get_character_extents(3, Atspi.CoordType.SCREEN)
    found["offset at character 3"] = text.get_offset_at_point(
        place.x + place.width // 2, place.y + place.height // 2, Atspi.CoordType.SCREEN
    )
    text.add_selection(0, 11)
    selection = text.get_selection(0)
    found["selection"] = [selection.start_offset, selection.end_offset]
    text.remove_selection(0)
    found["selections left"] = text.get_n_selections()
    found["scrolls"] = text.scroll_substring_to(40, 48, Atspi.ScrollType.ANYWHERE)
    text.set_caret_offset(5)
    found["caret set"] = text.get_caret_offset()
    first = page.get_child_at_index(0)
    first.get_action_iface().do_action(0)
    found["pressed"] = described(page.get_child_at_index(0))["selected"]
    return found


def listen():
    heard = []
    listener = Atspi.EventListener.new(
        lambda event: heard.append([event.type.split(":")[1], str(event.any_data), event.detail1, event.detail2])
    )
    for kind in ("announcement", "text-caret-moved", "text-selection-changed"):
        listener.register(f"object:{kind}")
    print("LISTENING", flush=True)
    loop = GLib.MainLoop()

    def ended(*_):
        # what was sent before this line has come by the time the bus is idle
        GLib.timeout_add(300, loop.quit)
        return False

    GLib.io_add_watch(sys.stdin, GLib.IO_IN | GLib.IO_HUP, ended)
    loop.run()
    return heard


def main():
    page = find_page()
    print(json.dumps(look(page)), flush=True)
    print(json.dumps(listen()), flush=True)


if __name__ == "__main__":
    main()
