"""The shallow analysis of a sentence: word classes, noun phrases, and the phrases that hang on a trigger."""
