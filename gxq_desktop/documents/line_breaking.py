"""Chinese line breaking and spacing (W3C CLREQ, strict; print.md §6), on strings rather than character by character.

What is done: forbidden line starts and ends; Latin words, numbers with units, dates, phones, codes, 〔2019〕2 号 and
第N条 unbroken, and so a word of two to four characters between full-width spaces (a label inside a text); —— and ……
whole; adjacent full-width marks share 1.5 em; a closing mark at the line end takes half an em; marks give way (push in)
before a character is pushed out; a drawn quarter-em between Han and Latin or figures, none beside punctuation; a drawn
thin gap between the thousands of a quantity (3 800 m², never in years, codes, phones); no line begins with a space; the
last line has at least two characters.

Works on one string of characters with parallel widths; `text.py` says what a Text is and `set_lines` there calls this.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate
from typing import Final, NamedTuple

OBJECT: Final = "\ufffc"
"""Stands for an inline drawing or a page reference in the string."""
THIN_GAP: Final = "\u2009"
"""A drawn gap of a tenth of an em between thousands: no glyph, and too thin for readers to take it for a space."""
NO_BREAK_SPACE: Final = "\u00a0"
"""A space on neither side of which a line may end."""
QUARTER_EM: Final = 0.25
HALF_EM: Final = 0.5
THOUSANDS_EM: Final = 0.1

OPENING: Final = "（《「『“‘〈【〔｛［〖"
CLOSING: Final = "，。、；：？！）》」』”’〉】〕｝］〗．"
NEVER_FIRST: Final = frozenset(CLOSING + "·—…‥⋯–～〜%％℃℉°‰′″/／,.;:!?)]}»›々〻ー※" + THIN_GAP + NO_BREAK_SPACE)
NEVER_LAST: Final = frozenset(OPENING + "([{«‹￥¥＄$£＃#№" + NO_BREAK_SPACE)
_SPACES: Final = frozenset(" \u3000")
"""They stay at the end of the line before, unseen."""
_OPENING, _CLOSING = frozenset(OPENING), frozenset(CLOSING)

_HAN_RANGES = (
    (0x2E80, 0x2FDF), (0x3005, 0x3007), (0x3021, 0x3029), (0x3041, 0x30FA), (0x30FC, 0x30FF), (0x3105, 0x312F),
    (0x3400, 0x4DBF), (0x4E00, 0x9FFF), (0xF900, 0xFAFF), (0x20000, 0x3FFFF),
)  # fmt: skip
_LETTER = (
    "0-9A-Za-z\u00b2\u00b3\u00b9\u00bc-\u00be\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u0370-\u052f\u1e00-\u1fff"
    "\u2070-\u209f"
)
_LATIN = _LETTER + "%‰+\u2212±@&$€£§" + OBJECT
_IS_LATIN = re.compile(f"[{_LATIN}]").match
_HAN = rf"[^\W_{_LETTER}]"
"""Han in a regular expression. Ranges of twenty thousand characters would take a millisecond each to compile; what else is
a letter, and in no text of ours, may pass for Han."""
_COMBINING = (
    "\u0300-\u036f\u0483-\u0489\u0591-\u05bd\u0610-\u061a\u064b-\u065f\u0e31\u0e34-\u0e3a\u0e47-\u0e4e\u1ab0-\u1aff"
    "\u1dc0-\u1dff\u20d0-\u20ff\u3099\u309a\ufe20-\ufe2f"
)
_IS_COMBINING = re.compile(f"[{_COMBINING}]").match

_NUMBER = rf"[+\u2212-]?[0-9](?:[0-9,.{THIN_GAP}]*[0-9])?"
_UNIT = (
    "个工作日|个自然日|个小时|个月|工作日|自然日|小时|分钟|平方米|立方米|公顷|千瓦时|千瓦|千伏安|千伏|万元|亿元|"
    "万套|万吨|万件|万台|标准煤|元|亩|吨|米|日|天|年|月|周|号|个|项|份|页|件|条|人|家|台|套|包|步|岁|万|亿|倍|楼|层|路|栋|期|版|次|"
    f"[A-Za-zμΩ°℃%‰㎡㎥][A-Za-z{_LETTER}/·]*"
)
_QUANTITY = re.compile(
    r"(?<!第 )(?<![0-9A-Za-z.,:：/第〔#№_-])([1-9][0-9]{3,})(?:\.[0-9]+)?(?: ?[–～至] ?([1-9][0-9]{3,})(?:\.[0-9]+)?)? ?"
    "(?:平方公里|平方米|立方米|标准立方米|公里|千米|毫米|厘米|米|公顷|亩|千瓦时|千瓦|兆瓦|千伏安|千伏|万元|亿元|元|万吨|吨|千克|公斤|"
    "个|项|户|人|家|台|套|件|份|张|页|辆|株|只|次|日|天|小时|分钟|步|"
    "(?:Nm[³3]|m[²³]|km²?|mm|cm|kWh?|MWh?|kVA|kV|kg|tce|GJ|MPa|hm²|[mtgL])(?![A-Za-z0-9]))"
)
"""A plain number of four figures or more, or a range of them, that counts or measures something. A year, a code, the number
of a law or a standard has another word after it, or none."""
_UNBREAKABLE = re.compile(
    rf"[0-9]{{4}}年[0-9]{{1,2}}月(?:[0-9]{{1,2}}日)?(?:（周.）)?"
    rf"|[0-9]{{1,2}}月[0-9]{{1,2}}日(?:（周.）)?"
    rf"|[0-9]{{2,4}}(?:-[0-9]{{2}}){{1,2}} ?(?:（[一二三四五六日]）|[一二三四五六日](?!{_HAN}))"
    rf"|〔[0-9]{{4}}〕 ?[0-9]+ ?号"
    rf"|第 ?[0-9一二三四五六七八九十百千零〇两]+ ?(?:条之[一二三四五六七八九十]+|[条款项章节编号页步版期批次届类])"
    rf"|[0-9]{{3,4}}-[0-9]{{3,4}} [0-9]{{4}}(?![0-9])|1[0-9]{{2}} [0-9]{{4}} [0-9]{{4}}(?![0-9])"
    rf"|{_NUMBER} ?(?:{_UNIT})(?![A-Za-z])"
    rf"|(?<![0-9A-Za-z])[A-Z][0-9]{{1,2}}(?:[–、 ][A-Z][0-9]{{1,2}})? ?(?:{_HAN}{{2,4}}(?!{_HAN})|{_HAN})"
    rf"|{OBJECT}(?:[{_LETTER}]+| ?[^{OBJECT} \n])"
    rf"|(?<=\u3000){_HAN}{{2,4}}(?=\u3000)"
    rf"|[{_LATIN}{_COMBINING}](?:[{_LATIN}{_COMBINING}{THIN_GAP}._/:'’+&=#?~@,‑–-]*[{_LATIN}{_COMBINING}])?"
    rf"|.[{_COMBINING}]+",
    re.DOTALL,
)


class Ruler(NamedTuple):
    """A measured string. edges[i]: where character i begins on one endless line, before its gap, mm
    (one more than characters); gaps: gap before a character by index, mm (negative: shared); ems: type size by index.
    """

    text: str
    edges: Sequence[float]
    gaps: dict[int, float]
    ems: Sequence[float]

    @property
    def width(self) -> float:
        return self.edges[-1]


class BrokenLine(NamedTuple):
    """Characters start:stop of a ruler's text, set from origin (mm on the ruler) to origin + width.

    width counts a halved closing mark at the end; excess: how far that is over the measure, to be taken from marks
    inside the line (push in); first, last: whether it begins, ends its paragraph (the last is never justified).
    """

    start: int
    stop: int
    origin: float
    width: float
    excess: float
    first: bool
    last: bool


def measure(text: str, widths: list[float], ems: Sequence[float]) -> Ruler:
    """Lay TEXT on a ruler. WIDTHS: advance by character in mm, changed in place; EMS: type size by character in mm."""
    gaps = {}
    for at, gap in kerns(text):
        gaps[at] = gap = gap * ems[at - 1]
        widths[at] += gap
    return Ruler(text, list(accumulate(widths, initial=0.0)), gaps, ems)


def kerns(text: str) -> list[tuple[int, float]]:
    """Where TEXT needs a gap (+0.25 em) or sharing (−0.5 em): (index of the character after, em), in order."""
    found: list[tuple[int, float]] = []
    kinds = text.translate(_KINDS)
    for meeting in _MEETING.finditer(kinds):
        at = meeting.start()
        if kinds[at] != "m":
            found.append((at, QUARTER_EM))
        elif text[at - 1] in _CLOSING or text[at] in _OPENING:
            found.append((at, -HALF_EM))
    if _LONG_NUMBER(text) is not None:
        found += _thousands(text)
        found.sort()
    return found


_MEETING = re.compile("(?<=h)l|(?<=l)h|(?<=m)m")
"""Where kinds meet that need more or less room between them."""
_LONG_NUMBER = re.compile("[0-9]{4}").search


def _thousands(text: str) -> list[tuple[int, float]]:
    """The gaps between the thousands of every quantity in TEXT."""
    found = []
    for match in _QUANTITY.finditer(text):
        for group in (1, 2):
            start, stop = match.span(group)
            if start >= 0:
                found += [(at, THOUSANDS_EM) for at in range(stop - 3, start, -3)]
    return found


class _Kinds(dict[int, str]):
    """For str.translate: h Han, l Latin and figures, m full-width mark, o other, by code point."""

    def __missing__(self, point: int) -> str:
        character = chr(point)
        if any(first <= point <= last for first, last in _HAN_RANGES):
            kind = "h"
        elif _IS_LATIN(character):
            kind = "l"
        else:
            kind = "m" if character in _OPENING or character in _CLOSING else "o"
        self[point] = kind
        return kind


_KINDS = _Kinds()


def breaks_a_rule(before: str, after: str) -> bool:
    """Whether a line may not end between the characters BEFORE and AFTER (words and numbers apart)."""
    return after in NEVER_FIRST or before in NEVER_LAST


def unbroken(text: str) -> bytearray:
    """1 at each index of TEXT before which no line may begin, because a word, a number or a mark would be cut."""
    glued = bytearray(len(text) + 1)
    for match in _UNBREAKABLE.finditer(text):
        start, stop = match.span()
        if stop - start > 1:
            glued[start + 1 : stop] = b"\1" * (stop - start - 1)
    return glued


def break_lines(ruler: Ruler, width: float) -> list[BrokenLine]:
    """Break the ruler's text into lines at most WIDTH mm wide; "\n" ends a paragraph. Never empty.

    A word wider than a whole line is cut, as late as it fits; a single character wider than WIDTH stands alone.
    """
    text = ruler.text
    if ruler.width <= width + _ROUNDING and "\n" not in text:
        origin = _line_origin(ruler, 0) if text and text[0] in _OPENING else 0.0
        return [BrokenLine(0, len(text), origin, ruler.width - origin, 0.0, True, True)]
    glued: bytearray | None = None
    lines: list[BrokenLine] = []
    start = 0
    for paragraph in text.split("\n"):
        stop = start + len(paragraph)
        origin = _line_origin(ruler, start) if paragraph else ruler.edges[start]
        if ruler.edges[stop] - origin <= width + _ROUNDING:
            lines.append(BrokenLine(start, stop, origin, max(0.0, ruler.edges[stop] - origin), 0.0, True, True))
        else:
            if glued is None:
                glued = unbroken(text)
            lines += _break_paragraph(ruler, start, stop, width, glued)
        start = stop + 1
    return lines


_ROUNDING = 1e-6
_GIVES = 0.25
"""How much of an em each full-width mark inside a line may give so that one more character fits."""


def _break_paragraph(ruler: Ruler, start: int, stop: int, width: float, glued: bytearray) -> list[BrokenLine]:
    starts = [start]
    at = start
    while True:
        at = _next_break(ruler, at, stop, width, glued)
        if at >= stop:
            break
        starts.append(at)
    if len(starts) > 1 and _visible(ruler.text, starts[-1], stop) < 2:
        earlier = _allowed_before(ruler.text, starts[-1] - 1, starts[-2], glued)
        origin = ruler.edges[earlier] + ruler.gaps.get(earlier, 0.0)
        if earlier and ruler.edges[stop] - origin <= width:
            starts[-1] = earlier
    ends = [*starts[1:], stop]
    return [
        _line(ruler, first, last, width, last == stop, index == 0)
        for index, (first, last) in enumerate(zip(starts, ends, strict=True))
    ]


def _line_origin(ruler: Ruler, start: int) -> float:
    """Where the ruler stands at the left edge of a line: an opening mark at its start hangs half an em.

    In the first line of a paragraph too: no paragraph of ours is indented, so what it begins with stands flush.
    """
    origin = ruler.edges[start] + ruler.gaps.get(start, 0.0)
    if ruler.text[start] in _OPENING and _is_full(ruler, start):
        origin += HALF_EM * ruler.ems[start]
    return origin


def _is_full(ruler: Ruler, at: int) -> bool:
    advance = ruler.edges[at + 1] - ruler.edges[at] - ruler.gaps.get(at, 0.0)
    return advance > 0.9 * ruler.ems[at]


def _end_trim(ruler: Ruler, last: int) -> float:
    """What the character LAST gives at a line end: a closing mark half an em, mm."""
    if ruler.text[last] in _CLOSING and _is_full(ruler, last):
        return HALF_EM * ruler.ems[last]
    return 0.0


def _line(ruler: Ruler, start: int, stop: int, width: float, last: bool, first: bool) -> BrokenLine:
    text = ruler.text
    origin = _line_origin(ruler, start)
    if not last or ruler.edges[stop] - origin > width + _ROUNDING:
        while stop > start + 1 and text[stop - 1] in _SPACES:
            stop -= 1
    natural = ruler.edges[stop] - origin
    if natural > width + _ROUNDING or not last:
        natural -= _end_trim(ruler, stop - 1)
    return BrokenLine(start, stop, origin, natural, max(0.0, natural - width), first, last)


def _next_break(ruler: Ruler, start: int, stop: int, width: float, glued: bytearray) -> int:
    """Index after the last character of the line that starts at START."""
    text, edges = ruler.text, ruler.edges
    limit = _line_origin(ruler, start) + width + _ROUNDING
    if edges[stop] - _end_trim(ruler, stop - 1) <= limit:
        return stop
    fits = bisect_right(edges, limit, start + 1, stop + 1) - 1
    if fits <= start:
        fits = start + 1
    longer = fits + 1
    while longer < stop and (glued[longer] or breaks_a_rule(text[longer - 1], text[longer]) or text[longer] in _SPACES):
        longer += 1
        if longer - fits > _LOOK_AHEAD:
            break
    else:
        end = longer
        while end > start + 1 and text[end - 1] in _SPACES:
            end -= 1
        over = edges[end] - _end_trim(ruler, end - 1) - limit
        if over <= 0 or over <= _slack(ruler, start, end - 1):
            return longer
    allowed = _allowed_before(text, fits, start, glued)
    if allowed:
        return allowed
    for at in range(fits, start, -1):
        if not breaks_a_rule(text[at - 1], text[at]) and not _IS_COMBINING(text[at]):
            return at
    return fits


_LOOK_AHEAD = 16


def _allowed_before(text: str, latest: int, start: int, glued: bytearray) -> int:
    """The latest index ≤ LATEST and > START where a line may begin, 0 if there is none."""
    for at in range(latest, start, -1):
        if not glued[at] and text[at] not in NEVER_FIRST and text[at - 1] not in NEVER_LAST and text[at] not in _SPACES:
            return at
    return 0


def _slack(ruler: Ruler, start: int, stop: int) -> float:
    """What the full-width marks inside start:stop can give, mm."""
    return sum(_GIVES * ruler.ems[at] for at in marks_between(ruler, start, stop))


def marks_between(ruler: Ruler, start: int, stop: int) -> list[int]:
    """Indices of the marks inside start:stop that can still give: full-width, and not sharing with a neighbour."""
    text, gaps = ruler.text, ruler.gaps
    return [
        at for at in range(start, stop) if text[at] in _CLOSING and gaps.get(at + 1, 0.0) >= 0 and _is_full(ruler, at)
    ]


def stretch_points(ruler: Ruler, line: BrokenLine) -> list[int]:
    """Indices inside LINE before which a justified line may be widened: beside Han and marks, and after spaces."""
    text = ruler.text
    points = []
    kinds = text.translate(_KINDS)
    for at in range(line.start + 1, line.stop):
        before, kind = kinds[at - 1], kinds[at]
        if text[at - 1] == " " or (before != "o" and kind != "o" and not (before == "l" and kind == "l")):
            points.append(at)
    return points


def _visible(text: str, start: int, stop: int) -> int:
    return sum(1 for character in text[start:stop] if character not in NEVER_FIRST and character not in _SPACES)
