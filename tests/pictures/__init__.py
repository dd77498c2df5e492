"""Pictures of the page that are kept, and what draws them."""
