"""Processes that answer and write: started, confined, scheduled, watched, replaced."""
