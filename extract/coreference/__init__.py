"""Which reports of one document tell of the same event."""
