"""Sentences: where they end, and which paragraph they stand in."""

import pytest

from furat.extract.text.sentences import sentences


def printed(text: str) -> list[str]:
    return [text[s.start : s.end] for s in sentences(text)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("قصف. وانسحب.", ["قصف.", "وانسحب."]),
        ("بلغت 10.5 كيلومترات. انتهى", ["بلغت 10.5 كيلومترات.", "انتهى"]),
        ("نقلت أ. ف. ب عن مصدر. وأضاف", ["نقلت أ. ف. ب عن مصدر.", "وأضاف"]),
        ("هل انسحبوا؟ لا!", ["هل انسحبوا؟", "لا!"]),
        ("عنوان بلا نقطة\nمتن الخبر", ["عنوان بلا نقطة", "متن الخبر"]),
        ("غارات على البلدة.. ومعارك قربها", ["غارات على البلدة..", "ومعارك قربها"]),
        ("قال «انسحبنا.» ثم عاد", ["قال «انسحبنا.»", "ثم عاد"]),
        ("\n\n  \n", []),
        ("… !", []),
    ],
)
def test_a_sentence_ends_where_a_reader_would_end_it(text: str, expected: list[str]) -> None:
    """At marks and line ends, not inside numbers or initials; nothing without a word is a sentence."""
    assert printed(text) == expected


def test_each_line_is_a_paragraph_and_blank_lines_count_for_nothing() -> None:
    """Paragraph numbers grow by one from a line with words to the next one."""
    found = sentences("عنوان\n\n\nأول. ثان.\n \nثالث")
    assert [(s.index, s.paragraph) for s in found] == [(0, 0), (1, 1), (2, 1), (3, 2)]
