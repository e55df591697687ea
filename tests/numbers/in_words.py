"""Writes whole numbers as Arabic words, as a careful newspaper would: the judge of the reader."""

_UNITS = ["", "واحد", "اثنان", "ثلاثة", "أربعة", "خمسة", "ستة", "سبعة", "ثمانية", "تسعة", "عشرة"]
_FEMININE = ["", "واحدة", "اثنتان", "ثلاث", "أربع", "خمس", "ست", "سبع", "ثماني", "تسع", "عشر"]
_TENS = ["", "", "عشرون", "ثلاثون", "أربعون", "خمسون", "ستون", "سبعون", "ثمانون", "تسعون"]
_JOINED = ["", "", "", "ثلاثمئة", "أربعمئة", "خمسمئة", "ستمئة", "سبعمئة", "ثمانمئة", "تسعمئة"]


def in_words(number: int, *, feminine: bool = False, oblique: bool = False, apart: bool = False) -> str:
    """`number` (1 to 999,999,999) in words; `feminine`: what is counted is; `apart`: hundreds in two words."""
    parts: list[str] = []
    for scale, one, two, few, many in (
        (1_000_000, "مليون", "مليونان", "ملايين", "مليونا"),
        (1_000, "ألف", "ألفان", "آلاف", "ألفا"),
    ):
        count, number = divmod(number, scale)
        if count == 1:
            parts.append(one)
        elif count == 2:
            parts.append(two[:-2] + "ين" if oblique else two)
        elif count:
            noun = few if 3 <= count % 100 <= 10 else many if count % 100 > 10 else one
            parts.append(f"{_below_thousand(count, False, oblique, apart)} {noun}")
    if number:
        parts.append(_below_thousand(number, feminine, oblique, apart))
    return " و".join(parts)


def _below_thousand(number: int, feminine: bool, oblique: bool, apart: bool) -> str:
    hundreds, rest = divmod(number, 100)
    parts: list[str] = []
    if hundreds == 1:
        parts.append("مئة")
    elif hundreds == 2:
        parts.append("مئتين" if oblique else "مئتان")
    elif hundreds:
        parts.append(f"{_FEMININE[hundreds]} مئة" if apart else _JOINED[hundreds])
    if rest:
        parts.append(_below_hundred(rest, feminine, oblique))
    return " و".join(parts)


def _below_hundred(number: int, feminine: bool, oblique: bool) -> str:
    units = _FEMININE if feminine else _UNITS
    if number <= 10:
        return "اثنين" if number == 2 and oblique else units[number]
    tens, unit = divmod(number, 10)
    if tens == 1:
        ten = "عشرة" if feminine else "عشر"
        if unit == 1:
            return f"{'إحدى' if feminine else 'أحد'} {ten}"
        if unit == 2:
            head = ("اثنتا" if feminine else "اثنا")[:-1] + ("ي" if oblique else "ا")
            return f"{head} {ten}"
        return f"{units[unit]} {ten}"
    ten = _TENS[tens][:-2] + "ين" if oblique else _TENS[tens]
    if not unit:
        return ten
    return f"{'إحدى' if unit == 1 and feminine else units[unit]} و{ten}"
