"""The window "Where else?": passages like a mark, in the whole corpus, to be accepted. Imported when first used."""
