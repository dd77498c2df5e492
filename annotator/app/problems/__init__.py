"""What does not keep to the constraints of the tag set, found beside the window and listed."""
