"""What the window does for a data set as a whole: what it says of itself, and its splits."""
