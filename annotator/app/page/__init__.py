"""The annotated page: our own widget, since no text edit paints marks, lanes and cards at any length."""
