"""Numbers in Arabic news, and what they count."""
