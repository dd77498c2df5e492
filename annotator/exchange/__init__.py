"""Import and export runs: joins the formats to the store. No Qt, no command line."""
