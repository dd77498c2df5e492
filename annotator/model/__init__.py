"""What things are. Plain Python: no Qt, no SQL, no files."""
