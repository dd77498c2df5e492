"""The window of all claims, relations between them, and what a check finds of one. Imported when first used."""
