"""Readings against annotated documents: the gold, the scores, and the run that joins them."""
