"""Chains of sources, and the source that later sentences go on with."""

import pytest

CHAINS = [
    ("ونقلت وكالة سانا عن مصدر عسكري قوله إن الجيش قصف المقر.", "قصف", ["مصدر عسكري", "sana"]),
    ("نقلت وكالة إنترفاكس عن وزير الخارجية الروسي سيرغي لافروف قوله إن غارة وقعت.", "غارة", ["lavrov", "interfax"]),
    ("ونقل المرصد عن ناشطين أن قصفا استهدف الحي.", "قصفا", ["ناشطين", "sohr"]),
    ("ووفقا لوكالة فرانس برس، قال رامي عبد الرحمن: «سقط الصاروخ على حي شعبي».", "سقط", ["rami", "afp"]),
    ("قال رامي عبد الرحمن إن سبعة قتلوا، بحسب وكالة فرانس برس.", "قتلوا", ["rami", "afp"]),
    ("وذكرت سانا نقلا عن مصدر عسكري أن الجيش قصف المقر.", "قصف", ["مصدر عسكري", "sana"]),
    ("قتل خمسة في القصف، بحسب ما نقلت رويترز عن مصدر أمني.", "القصف", ["مصدر أمني", "reuters"]),
    ("قال المرصد إن داعش أعلن مقتل قائده.", "مقتل", ["islamic_state", "sohr"]),
    ("ونُقل عن شهود عيان قولهم إن انفجارا وقع.", "انفجارا", ["شهود عيان"]),
]


@pytest.mark.parametrize(("text", "word", "speakers"), CHAINS)
def test_the_original_source_comes_before_those_who_relay_it(tell, text, word, speakers):
    """A quoting B gives B first."""
    assert tell(text, word).speakers == speakers


def test_each_link_of_a_chain_names_the_one_that_quotes_it(tell):
    """`relayed_by` is the position of the relayer; the last one is relayed by nobody."""
    assert tell(CHAINS[0][0], "قصف").relayed_by == [1, None]


def test_sources_side_by_side_are_no_chain(tell):
    """«قال ناشطون والمرصد» are two sources of the same statement."""
    told = tell("قال ناشطون والمرصد السوري إن طائرات قصفت الحي.", "قصفت")
    assert (told.speakers, told.relayed_by) == (["ناشطون", "sohr"], [None, None])


CARRIED = [
    ("قال المرصد إن خمسة قتلوا. وأضاف أن القصف مستمر.", "القصف", ["sohr"]),
    ("قال المرصد إن خمسة قتلوا.\nوأوضح أن القصف مستمر.", "القصف", ["sohr"]),
    ("قال المرصد إن خمسة قتلوا، وأشار إلى أن القصف مستمر.", "القصف", ["sohr"]),
    ("قال لافروف إن الهدنة صامدة، مشيرا إلى أن القصف توقف.", "القصف", ["lavrov"]),
    ("قال مصدر طبي إن خمسة قتلوا. وبحسب المصدر ذاته فإن القصف مستمر.", "القصف", ["مصدر طبي"]),
    ("وقالت وزارة الدفاع الروسية إن مقرا دمر. وأضافت الوزارة أن القصف مستمر.", "القصف", ["russia_mod"]),
    ("قال لافروف إن مقرا دمر، وقالت وكالة الأناضول إن جنديا قتل. وأضافت أن القصف مستمر.", "القصف", ["anadolu"]),
    ("قالت وكالة الأناضول إن جنديا قتل، وقال لافروف إن مقرا دمر. وأضافت أن القصف مستمر.", "القصف", ["anadolu"]),
    ("ونقلت سانا عن مصدر عسكري أن مقرا دمر، لافتة إلى أن القصف مستمر.", "القصف", ["sana"]),
    ("ووفقا لوكالة فرانس برس، قال لافروف إن مقرا دمر. وأشار إلى أن القصف مستمر.", "القصف", ["lavrov", "afp"]),
    ("أدانت الأمم المتحدة ما جرى، مشيرة إلى أن القصف مستمر.", "القصف", ["un"]),
    ("التقى لافروف نظيره، وأكد أن القصف مستمر.", "القصف", ["lavrov"]),
    ("قتل جنود من داعش. وأعلن التنظيم أن القصف مستمر.", "القصف", ["islamic_state"]),
    ("قال لافروف إن مقرا دمر. القصف مستمر.", "القصف", []),
]


@pytest.mark.parametrize(("text", "word", "speakers"), CARRIED)
def test_a_source_is_carried_on_by_verbs_without_a_subject_and_by_words_that_point_back(tell, text, word, speakers):
    """وأضاف, مشيرا إلى, المصدر ذاته, الوزارة: the source of the right gender or class that spoke last."""
    assert tell(text, word).speakers == speakers
