"""Words and sentences of Arabic text: folded tokens with offsets, proclitics, written forms, Latin spellings."""
