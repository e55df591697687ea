"""How far a voice reaches, and what stands outside it."""

import pytest

OUTSIDE = [
    ("أكدت الأمم المتحدة أن المدينة محاصرة، في وقت قصفت طائرات الحي.", "قصفت"),
    ("قتل ثلاثون في تفجير، فيما أصيب آخرون في انفجار ثان، وفق المرصد.", "تفجير"),
    ("اشتدت المعارك، ما أدى - بحسب ناشطين - لمقتل قيادي.", "المعارك"),
    ("قال المرصد إن خمسة قتلوا. وقصفت طائرات الحي.", "قصفت"),
    ("بعد الهجوم الذي هز المدينة أكد لافروف أن الهدنة صامدة.", "الهجوم"),
    ("ووصف ناشطون الوضع بأنه «صعب بعد نزوح الأهالي» في المدينة التي قصفت أمس.", "قصفت"),
]
INSIDE = [
    ("قتل ثلاثون في تفجير، فيما أصيب آخرون في انفجار ثان، وفق المرصد.", "انفجار", ["sohr"]),
    ("قالت مصادر معارضة إن عشرين قتلوا، فيما أكدت سانا مقتل خمسة.", "قتلوا", ["مصادر معارضة"]),
    ("قالت مصادر معارضة إن عشرين قتلوا، فيما أكدت سانا مقتل خمسة.", "مقتل", ["sana"]),
    ("قال المرصد إن قصفا وقع، ما أدى إلى مقتل خمسة.", "مقتل", ["sohr"]),
    ("أعلن الجيش السوري سيطرته على البلدة، بعد اشتباكات، بحسب صحيفة الوطن.", "اشتباكات", ["saa", "alwatan"]),
]


@pytest.mark.parametrize(("text", "word"), OUTSIDE)
def test_what_the_outlet_adds_is_outside_the_voice(tell, text, word):
    """«في وقت», «فيما» before a source phrase, the next sentence, what stands before the verb of saying."""
    assert tell(text, word).speakers == []


@pytest.mark.parametrize(("text", "word", "speakers"), INSIDE)
def test_each_clause_has_its_own_voice(tell, text, word, speakers):
    """A new verb of saying ends what was told before; consequences stay inside."""
    assert tell(text, word).speakers == speakers


QUOTED = [
    ('قال لافروف: "بدأت العملية أمس. وقصفنا عشرة مواقع. ولن نتوقف". وسقطت قذيفة.', "قصفنا", ["lavrov"]),
    ('قال لافروف: "بدأت العملية أمس. وقصفنا عشرة مواقع. ولن نتوقف". وسقطت قذيفة.', "سقطت", []),
    ('قال لافروف: "قصفنا مواقع لتنظيم "داعش" في الريف ودمرنا مقرا له".', "دمرنا", ["lavrov"]),
    ("قال لافروف: “قصفنا عشرة مواقع في الريف.” وانتهت المعركة.", "قصفنا", ["lavrov"]),
    ("قال لافروف: “قصفنا عشرة مواقع في الريف.” وانتهت المعركة.", "المعركة", []),
    ("قال لافروف: ”قصفنا عشرة مواقع في الريف.”\nانتهت المعركة.", "قصفنا", ["lavrov"]),
    ('قال لافروف: "قصفنا عشرة مواقع في الريف.\nانتهت المعركة.', "المعركة", []),
    ("وقال المرصد: «قصفت الطائرات «سوق الخضار» في المدينة ودمرت المحال».", "دمرت", ["sohr"]),
    ("شهدت المدينة «اشتباكات عنيفة منذ الصباح ترافقت مع قصف»، بحسب المرصد.", "قصف", ["sohr"]),
]


@pytest.mark.parametrize(("text", "word", "speakers"), QUOTED)
def test_a_quotation_ends_where_its_marks_say(tell, text, word, speakers):
    """Over sentences, with names in marks inside it, with unbalanced marks; a paragraph's end ends it."""
    assert tell(text, word).speakers == speakers


def test_a_quoted_name_is_no_speech(finder):
    """«إرهابيي "جبهة النصرة"» quotes a name."""
    from furat.extract.attribution.quotations import quotations
    from furat.extract.text.sentences import sentences

    text = 'خرق إرهابيو "جبهة النصرة" الاتفاق في معركة «عاصفة الجنوب الكبرى جدا» أمس.'
    assert quotations(finder.lexicon, sentences(text)) == []


def test_every_voice_carries_its_words_and_its_rule(tell):
    """The cue is the printed verb with its subject, the reason names rule and words."""
    text = "أعلن المرصد عن مقتل أربعة عناصر."
    voice = tell(text, "مقتل").held[0]
    assert text[voice.start : voice.end] == "مقتل أربعة عناصر."
    assert text[voice.cue_start : voice.cue_end] == "أعلن المرصد"
    assert voice.why == "verb of saying and its subject: أعلن المرصد عن"


STANCES = [
    ("قال المرصد إن خمسة قتلوا.", "says"),
    ("أكد المرصد أن خمسة قتلوا.", "confirms"),
    ("اعترف الجيش السوري بأن خمسة قتلوا.", "admits"),
    ("زعم تنظيم داعش أن خمسة قتلوا.", "alleges"),
    ("نفت موسكو أن خمسة قتلوا.", "denies"),
    ("حذر المرصد من أن خمسة قتلوا.", "warns"),
]


@pytest.mark.parametrize(("text", "stance"), STANCES)
def test_the_verb_gives_the_stance(tell, text, stance):
    """Each stance of the ontology has its verbs."""
    assert tell(text, "قتلوا").stances == [stance]
