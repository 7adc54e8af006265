"""Values of an intake (接件) as they come from outside, read the same way from a file, a form and a cell.

Every function takes the NAME under which a refusal speaks of the value: a path in a file (“project.name”), the label on a
screen (“项目名称”).
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import TypeVar

from gxq_desktop.application.wording import weekday
from gxq_desktop.domain.calendar import WorkCalendar
from gxq_desktop.domain.errors import DomainError

_LINE_ENDS = frozenset("\t\n\v\f\r\x1c\x1d\x1e\x85\u2028\u2029")
_DIRECTION_MARKS = dict.fromkeys(map(ord, "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"))
"""What turns the text behind it round; comes along unseen when text is copied."""
_INKLESS = frozenset("\u115f\u1160\u2800\u3164\uffa0")
"""Fillers of Hangul and the empty Braille pattern."""
_FAR_TOO_LONG = 20_000
"""Characters beyond which a text is not looked through: a form reads it at every keystroke."""
LONGEST_NAME = 120
LONGEST_PERSON = 60
LONGEST_PHONE = 40
LONGEST_CODE = 60
LONGEST_TEXT = 500
MOST_DAYS = 3650
FIRST_YEAR, LAST_YEAR = 2004, 2045
_Value = TypeVar("_Value")
_GLUED_INDUSTRY = re.compile(r"([A-Ta-t]\d{2,4})\s*(?![\dA-Za-z])(.*)", re.ASCII)
_RELATIVE_DAY = re.compile(r"T(?:\+(\d{1,4}))?", re.ASCII)
_DAY = re.compile(r"(\d{4})(?:-|/|\.|年)(\d{1,2})(?:-|/|\.|月)(\d{1,2})日?")
_COMPACT_DAY = re.compile(r"(\d{4})(\d{2})(\d{2})")
_SHORT_DAY = re.compile(r"(\d{1,2})(?:-|/|\.|月)(\d{1,2})日?")
_MOBILE = re.compile(r"1[3-9]\d{9}")
_LANDLINE = re.compile(r"0\d{2,3}\d{7,8}")
_SERVICE_NUMBER = re.compile(r"(?:400|800)\d{7}|9\d{4}|1\d{2,4}|[2-8]\d{6,7}")
_EXTENSION = re.compile(r"(?:转|ext\.?|分机|x)\s*\d{1,6}$", re.IGNORECASE)


def clean(text: str) -> str:
    """TEXT without control characters (line breaks become blanks) and without blanks at its ends."""
    kept = "".join(" " if letter in _LINE_ENDS else letter for letter in text)
    return "".join(letter for letter in kept if unicodedata.category(letter) not in ("Cc", "Cs")).strip()


def shown(raw: object) -> str:
    """RAW as a refusal quotes it: “…”, 空 for nothing, cut at 40 characters."""
    text = "空" if raw is None else f"“{raw}”"
    return text if len(text) <= 40 else text[:38] + "…”"


def nearest_hint(name: str, known: Iterable[str]) -> str:
    """A sentence naming the one of KNOWN most like NAME, or what there is."""
    listed = list(known)
    near = difflib.get_close_matches(name, listed, n=1, cutoff=0.5)
    return f"最接近的是“{near[0]}”。" if near else f"可以用：{'、'.join(listed[:12])}。"


def read_text(name: str, raw: object, longest: int, required: bool = False) -> str:
    """RAW as clean text without marks of direction, "" for None.

    Refuses what is no text, blanks only where REQUIRED, characters of which none is seen, more than LONGEST characters, and
    private-use characters, which another computer shows as others.
    """
    if raw is None:
        return ""
    if not isinstance(raw, str):
        raise DomainError(f"“{name}”应是文字，给的是{shown(raw)}。", "请加引号写成文字。")
    if len(raw) > _FAR_TOO_LONG:
        raise DomainError(f"“{name}”有 {len(raw)} 个字，最多 {longest} 个。", "请缩短。")
    text = clean(raw)
    if required and not text and raw:
        raise DomainError(f"“{name}”只有空白。", "请补上。")
    if text and all(_is_invisible(letter) for letter in text):
        raise DomainError(f"“{name}”只有看不见的字符，印出来是空白。", "请删掉重新填写。")
    text = text.translate(_DIRECTION_MARKS).strip()
    if len(text) > longest:
        raise DomainError(f"“{name}”有 {len(text)} 个字，最多 {longest} 个。", "请缩短。")
    private = sorted({letter for letter in text if unicodedata.category(letter) == "Co"})
    if private:
        listed = "、".join(f"U+{ord(letter):04X}" for letter in private)
        raise DomainError(f"“{name}”里有私用区字符（{listed}），别的电脑上会显示成别的字。", "请换成正式编码的字。")
    return text


def _is_invisible(letter: str) -> bool:
    """True for format characters, blanks, and letters and marks that leave no ink by themselves."""
    return letter in _INKLESS or unicodedata.category(letter) in ("Cf", "Zs", "Zl", "Zp", "Mn", "Me")


def read_choice(name: str, raw: object, choices: Mapping[str, _Value]) -> _Value | None:
    """The one of CHOICES that RAW names; None for nothing. Refuses any other, naming all."""
    if raw is None or raw == "":
        return None
    if isinstance(raw, str) and raw in choices:
        return choices[raw]
    raise DomainError(f"“{name}”是{shown(raw)}，不在可选范围。", f"可选：{'、'.join(choices)}。")


def read_day(name: str, raw: object, calendar: WorkCalendar, today: date) -> date | None:
    """RAW as a day; None for nothing.

    A day is written 2026-03-09, 2026/3/9, 2026年3月9日, 20260309, or without the year (3-9: the next one from TODAY on); T+5 is
    the fifth working day after TODAY, T+0 the first from TODAY on. Refuses all else, and years outside 2004–2045.
    """
    if raw is None or raw == "":
        return None
    on = _day_from(raw, calendar, today) if isinstance(raw, str) else None
    if on is None:
        raise DomainError(
            f"“{name}”是{shown(raw)}，不是日期。",
            f"请写成 2026-03-09 的样子，年份在 {FIRST_YEAR} 至 {LAST_YEAR} 之间；或写 T+5，表示今天起第 5 个工作日。",
        )
    return on


def _day_from(raw: str, calendar: WorkCalendar, today: date) -> date | None:
    text = unicodedata.normalize("NFKC", raw).strip().translate(str.maketrans("－—–‐−", "-----"))
    relative = _RELATIVE_DAY.fullmatch(text.upper())
    if relative is not None:
        days = int(relative[1] or 0)
        return calendar.after(today, days).on if days else calendar.roll_forward(today)
    whole = _DAY.fullmatch(text) or _COMPACT_DAY.fullmatch(text)
    if whole is not None:
        on = _day(int(whole[1]), int(whole[2]), int(whole[3]))
        return on if on is not None and FIRST_YEAR <= on.year <= LAST_YEAR else None
    short = _SHORT_DAY.fullmatch(text)
    if short is None:
        return None
    candidates = (_day(year, int(short[1]), int(short[2])) for year in range(today.year, today.year + 9))
    return next((on for on in candidates if on is not None and today <= on and on.year <= LAST_YEAR), None)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def read_days(name: str, raw: object, least: int) -> int:
    """RAW as a whole number of days from LEAST to 3650; text of digits counts too."""
    days = raw
    if isinstance(raw, str) and re.fullmatch(r"\d{1,6}", unicodedata.normalize("NFKC", raw).strip()):
        days = int(unicodedata.normalize("NFKC", raw))
    if isinstance(days, int) and not isinstance(days, bool) and least <= days <= MOST_DAYS:
        return days
    raise DomainError(f"“{name}”是{shown(raw)}，应是 {least} 至 {MOST_DAYS} 之间的整数天数。", "请改正。")


def split_industry(text: str) -> tuple[str, str]:
    """Code and name of an industry written "C3453 齿轮及齿轮减、变速箱制造"; either may be "", and the blank may be left out."""
    glued = _GLUED_INDUSTRY.fullmatch(clean(text))
    if glued is not None:
        return glued[1].upper(), glued[2]
    code, _, rest = clean(text).partition(" ")
    return (code, rest.strip()) if code[1:].isdigit() else ("", clean(text))


def phone_doubt(text: str) -> str:
    """Why TEXT does not look like a telephone number that can be called, as a sentence; "" if it does or is empty.

    A doubt and no refusal: offices have short numbers of their own. Known are mobiles (11 digits), landlines with or
    without area code, 400/800 and service numbers, each with an extension.
    """
    plain = unicodedata.normalize("NFKC", text).strip()
    if not plain:
        return ""
    digits = re.sub(r"[\s\-()（）+]", "", _EXTENSION.sub("", plain))
    digits = digits.removeprefix("86") if len(digits) == 13 else digits
    if not digits.isascii() or not digits.isdigit():
        return f"电话“{plain}”里有不是数字的字。"
    if _MOBILE.fullmatch(digits) or _LANDLINE.fullmatch(digits) or _SERVICE_NUMBER.fullmatch(digits):
        return ""
    if digits.startswith("1") and len(digits) >= 8:
        return f"手机号“{plain}”有 {len(digits)} 位，应为 11 位，以 13 至 19 开头。"
    return f"电话“{plain}”不像能打通的号码，固定电话写成 0818-2345678。"


def day_note(on: date, calendar: WorkCalendar) -> str:
    """What kind of day ON is: “周四，工作日”, “周六，休息日，最近的工作日是 09-21（周一）”, 暂定 where no notice is out yet."""
    if not calendar.first_year <= on.year <= calendar.last_year:
        return f"周{weekday(on)}"
    kind = calendar.kind(on)
    note = f"周{weekday(on)}，{kind.label}"
    if not kind.is_working:
        next_one = calendar.roll_forward(on)
        note += f"，最近的工作日是 {next_one:%m-%d}（周{weekday(next_one)}）"
    return note if calendar.covers(on, on) else f"{note}（暂定）"


def day_from_serial(serial: float) -> date | None:
    """The day a spreadsheet keeps as the number SERIAL (1900 system); None for a number no spreadsheet has for a day."""
    if not 1 <= serial < 73_051:  # 2100-01-01
        return None
    return date(1899, 12, 30) + timedelta(days=int(serial))
