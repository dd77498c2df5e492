"""The window of the tag set, and guidelines beside the page."""
