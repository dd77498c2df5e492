"""Search, suggestions, agreement: pure functions on model objects, words in resources."""
