"""Import and export as a person meets them: what to choose, what would be lost, and the proof of it."""
