"""The docks around the page: each knows the session and no other dock."""
