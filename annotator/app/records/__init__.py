"""The records in the window: linking a mark on the page, and the window of all records."""
