"""Answers in their formats: as the engine writes them, put right where a reader would read something else."""
