"""Text for paper: the only way from a value to something that is drawn.

    plain("城镇燃气", TABLE_TEXT)                          a Text in one style
    marked("请在 <b>{day}</b> 前交到 {window}", CARD_TEXT, day="3月17日", window=view.window)
    marked("见第 {where} 页", NOTE, where=PageRef("A23"))
    date_text(date(2026, 3, 17), TABLE_KEY)               03-17 二

A Text is a tuple of pieces: Run (characters in a style), PageRef (a page number known only when all is laid out) and
InlineMark (a small drawing in the line). Markup in the TEMPLATE of `marked` is ours; values never are: whatever a user
typed is set as typed. <b> bold, <k> kai, <s> song, <a> accent, <g> grey, <w> weekday (small grey), <sup> note number.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from datetime import date
from functools import lru_cache
from typing import TYPE_CHECKING, Final, NamedTuple, TypeAlias

from gxq_desktop.documents.line_breaking import (
    OBJECT,
    THIN_GAP,
    BrokenLine,
    Ruler,
    break_lines,
    marks_between,
    measure,
    stretch_points,
)
from gxq_desktop.documents.styles import TextStyle, weekday_style
from gxq_desktop.documents.tokens import ACCENT, GREY_TEXT
from gxq_desktop.domain.frozen import frozen

if TYPE_CHECKING:
    from gxq_desktop.documents.sheet import Sheet

WEEKDAYS: Final = "一二三四五六日"
MINUS: Final = "\u2212"


class Run(NamedTuple):
    """Characters in one style. rise: raised by so many em (note numbers)."""

    text: str
    style: TextStyle
    rise: float = 0.0


@frozen
class PageRef:
    """The number of the page ANCHOR stands on; with `to`, a range 6–9 (one number if both are on one page).

    anchor None is the total number of pages. digits: figures for which room is kept while laying out; what is not used
    is given back to the rest of the line when the pages are known.
    """

    anchor: str | None
    to: str | None = None
    digits: int = 2
    style: TextStyle | None = None


@frozen
class InlineMark:
    """A drawing in a line of text: draw(sheet, x, baseline) in mm. word: what it says in plain text, "" for nothing."""

    __eq__ = object.__eq__
    __hash__ = object.__hash__

    width_mm: float
    draw: Callable[[Sheet, float, float], object]
    word: str = ""
    style: TextStyle | None = None


Piece: TypeAlias = Run | PageRef | InlineMark
Text: TypeAlias = tuple[Piece, ...]

# --- what users typed -------------------------------------------------------------------------------------------------

_SUSPECT = re.compile(
    "[\x00-\x09\x0b-\x1f\x7f-\x9f\xad\u0300-\u036f\u0378\u061c\u115f\u1160\u180b-\u180e\u200b-\u200f\u2028-\u202e"
    "\u2060-\u206f\u3164\ud800-\udfff\ufe00-\ufe0f\ufeff\ufff0-\ufffc\ufdd0-\ufdef\ufffe\uffff\U000e0000-\U000e0fff]"
)
_AS_NEWLINE = re.compile("\r\n?|[\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_AS_SPACE = re.compile("[\t\x1f]")
_INVISIBLE = re.compile(
    "[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\xad\u061c\u115f\u1160\u180b-\u180e\u200b-\u200f\u202a-\u202e\u2060-\u206f"
    "\u3164\ufe00-\ufe0f\ufeff\ufff9-\ufffb\U000e0000-\U000e0fff]"
)
_UNPRINTABLE = re.compile("[\ud800-\udfff\ufff0-\ufff8\ufffc\ufffe\uffff\ufdd0-\ufdef]")
_WITH_COMBINING = re.compile("[^\u0300-\u036f][\u0300-\u036f]+")


def clean(value: object) -> str:
    """VALUE as text that can do no harm on paper, with every visible character kept.

    Control characters, direction marks and other invisible ones are dropped, tabs become spaces, all kinds of line
    ends become "\\n", letters with combining marks are composed where Unicode has the composed letter; a lone
    surrogate, an object character or what is no character at all (U+FFFE, U+FFFF) becomes U+FFFD.
    """
    text = str(value)
    if _SUSPECT.search(text) is None:
        return text
    text = _AS_SPACE.sub(" ", _AS_NEWLINE.sub("\n", text))
    text = _UNPRINTABLE.sub("\ufffd", _INVISIBLE.sub("", text))
    return _WITH_COMBINING.sub(lambda match: unicodedata.normalize("NFC", match[0]), text)


def one_line(value: object) -> str:
    """VALUE cleaned, line ends as spaces: for names, which are one line wherever they come from."""
    return clean(value).replace("\n", " ")


def plain(value: object, style: TextStyle) -> Text:
    """VALUE as a Text in one STYLE. "\\n" in it begins a new line in paragraphs."""
    return (Run(clean(value), style),)


# --- templates ------------------------------------------------------------------------------------------------------

_TOKEN = re.compile(r"<(/?)(b|k|s|a|g|w|sup)>|\{(\w+)\}|(\{\{)|(\}\})")


class _Slot(NamedTuple):
    """Part of a parsed template: literal text, or the name of a value, with the tags open around it."""

    literal: str | None
    name: str
    tags: tuple[str, ...]


@lru_cache(maxsize=2048)
def _parsed(template: str) -> tuple[_Slot, ...]:
    slots: list[_Slot] = []
    open_tags: list[str] = []
    at = 0

    def literal(text: str) -> None:
        if text:
            if "<" in text and re.search(r"</?[a-z]+>", text):
                raise ValueError(f"unknown tag in template {template!r}")
            slots.append(_Slot(text, "", tuple(open_tags)))

    for match in _TOKEN.finditer(template):
        literal(template[at : match.start()])
        at = match.end()
        closing, tag, name, left, _ = match.groups()
        if tag and not closing:
            open_tags.append(tag)
        elif tag:
            if not open_tags or open_tags.pop() != tag:
                raise ValueError(f"</{tag}> closes nothing in template {template!r}")
        elif name:
            slots.append(_Slot(None, name, tuple(open_tags)))
        else:
            slots.append(_Slot("{" if left else "}", "", tuple(open_tags)))
    literal(template[at:])
    if open_tags:
        raise ValueError(f"<{open_tags[-1]}> stays open in template {template!r}")
    return tuple(slots)


@lru_cache(maxsize=4096)
def tagged(style: TextStyle, tags: tuple[str, ...]) -> TextStyle:
    """STYLE as changed by the template TAGS around it."""
    for tag in tags:
        if tag == "b":
            style = style.bolder()
        elif tag == "k":
            style = style.in_face("kai")
        elif tag == "s":
            style = style.in_face("song")
        elif tag == "a":
            style = style.coloured(ACCENT)
        elif tag == "g":
            style = style.coloured(GREY_TEXT)
        elif tag == "w":
            style = weekday_style(style)
        else:
            style = style.sized(max(7.0, 0.62 * style.size_pt))
    return style


def marked(template: str, style: TextStyle, **values: object) -> Text:
    """Set TEMPLATE, whose markup is ours, with VALUES, whose markup is not.

    A value may be anything with a str(), a Text (kept as it is), a PageRef or an InlineMark. ValueError for a tag
    that is unknown or unbalanced; KeyError for a name without a value.
    """
    pieces: list[Piece] = []
    for literal, name, tags in _parsed(template):
        of_slot = tagged(style, tags) if tags else style
        rise = 0.35 if "sup" in tags else 0.0
        if literal is not None:
            pieces.append(Run(literal, of_slot, rise))
            continue
        value = values[name]
        if isinstance(value, tuple):
            pieces += value
        elif isinstance(value, PageRef):
            pieces.append(value if value.style else PageRef(value.anchor, value.to, value.digits, of_slot))
        elif isinstance(value, InlineMark):
            pieces.append(value if value.style else InlineMark(value.width_mm, value.draw, value.word, of_slot))
        elif text := clean(value):
            pieces.append(Run(text, of_slot, rise))
    return tuple(pieces)


def joined(parts: list[Text] | tuple[Text, ...], separator: str, style: TextStyle) -> Text:
    """PARTS one after another with SEPARATOR, ours, between them."""
    pieces: list[Piece] = []
    for index, part in enumerate(parts):
        if index and separator:
            pieces.append(Run(separator, style))
        pieces += part
    return tuple(pieces)


def as_string(text: Text | str) -> str:
    """The characters of TEXT; marks are left out, page references are shown as …."""
    if isinstance(text, str):
        return text
    return "".join(p.text if isinstance(p, Run) else "…" if isinstance(p, PageRef) else p.word for p in text)


# --- figures and dates (print.md §5) --------------------------------------------------------------------------------


def number(value: int | float) -> str:
    """3 800: a thin drawn gap between thousands from 1 000 up, U+2212 for minus."""
    sign = MINUS if value < 0 else ""
    return sign + f"{abs(value):,}".replace(",", THIN_GAP)


def days_left(days: int) -> str:
    """Countdown: D−12; overdue +1."""
    return f"D{MINUS}{days}" if days >= 0 else f"+{-days}"


def weekday(day: date) -> str:
    """一 … 日."""
    return WEEKDAYS[day.weekday()]


def long_date(day: date, year: int | None = None) -> str:
    """3月17日（周二）, for running text; with its year where that is not YEAR."""
    shown = f"{day.month}月{day.day}日（周{weekday(day)}）"
    return shown if year is None or day.year == year else f"{day.year}年{shown}"


def iso_date(day: date) -> str:
    """2026-03-17."""
    return day.isoformat()


def date_text(
    day: date, style: TextStyle, *, plan_year: int | None = None, provisional: bool = False, weekday_shown: bool = True
) -> Text:
    """03-17 二, the weekday small and grey. PLAN_YEAR other than the day's own: 27- before it at 0.85 of the size.

    provisional (暂定): the 暂 box after it.
    """
    pieces: list[Piece] = []
    if plan_year is not None and day.year != plan_year:
        pieces.append(Run(f"{day:%y}-", style.sized(max(7.0, 0.85 * style.size_pt)).lighter()))
    if weekday_shown:
        pieces.append(Run(f"{day:%m-%d} ", style))
        pieces.append(Run(weekday(day), weekday_style(style)))
    else:
        pieces.append(Run(f"{day:%m-%d}", style))
    if provisional:
        from gxq_desktop.documents.marks import provisional_mark

        pieces.append(provisional_mark(style))
    return tuple(pieces)


def date_range_text(first: date, last: date, style: TextStyle) -> Text:
    """04-04 至 04-06; one date if both are the same day."""
    shown = f"{first:%m-%d}" if first == last else f"{first:%m-%d} 至 {last:%m-%d}"
    return (Run(shown, style),)


# --- lines ----------------------------------------------------------------------------------------------------------


class Span(NamedTuple):
    """Characters set one after another from dx (mm from the line's left edge) in one style.

    parts: (face key, characters, gap after in 1/1000 em) in order. stretch: added after every character, mm. ref: the
    page reference printed here instead of characters. width: mm.
    """

    dx: float
    style: TextStyle
    parts: tuple[tuple[str, str, float], ...]
    rise: float = 0.0
    stretch: float = 0.0
    ref: PageRef | None = None
    mark: InlineMark | None = None
    width: float = 0.0


class Line:
    """One set line. width: mm. spans: what is drawn. characters: what it says. code: the emitter's memo.

    begins, ends: whether it is the first, the last line of its paragraph. special: it has marks or page references.
    """

    __slots__ = ("begins", "characters", "code", "ends", "spans", "special", "width")

    def __init__(
        self, width: float, spans: tuple[Span, ...], characters: str, begins: bool = True, ends: bool = True
    ) -> None:
        self.begins, self.ends = begins, ends
        self.width = width
        self.spans = spans
        self.characters = characters
        self.special = False
        for span in spans:
            if span.ref is not None or span.mark is not None:
                self.special = True
        self.code: object = None


class Lines(NamedTuple):
    """A paragraph set to a width: its lines from top to bottom, each with the leading of the paragraph."""

    lines: tuple[Line, ...]
    leading_mm: float
    style: TextStyle

    @property
    def height(self) -> float:
        return len(self.lines) * self.leading_mm

    @property
    def width(self) -> float:
        return max((line.width for line in self.lines), default=0.0)


JUSTIFIED_FROM: Final = 120.0
_MEMO_LIMIT = 12_000
"""Entries of each memo: those of nine different projects, 25 MiB. Half as many make the third manual 6 % slower."""
_single: dict[tuple[Text, ...] | tuple[str, TextStyle] | Text, Line] = {}
_set: dict[tuple[Text, float, bool], Lines] = {}
_rulers: dict[Text, Ruler] = {}


def set_line(text: Text | str, style: TextStyle | None = None) -> Line:
    """TEXT on one line, however long. A str needs STYLE. Line breaks in it become spaces."""
    key = (text, style) if isinstance(text, str) else text
    line = _single.get(key)  # type: ignore[arg-type]
    if line is None:
        if isinstance(text, str):
            if style is None:
                raise ValueError("a str needs a style to be set in")
            text = plain(text, style)
        if any(isinstance(piece, Run) and "\n" in piece.text for piece in text):
            text = tuple(p._replace(text=p.text.replace("\n", " ")) if isinstance(p, Run) else p for p in text)
        ruler = _ruler(text)
        line = _made_line(text, ruler, BrokenLine(0, len(ruler.text), 0.0, ruler.width, 0.0, True, True), 0.0, False)
        if len(_single) > _MEMO_LIMIT:
            _single.clear()
        _single[key] = line  # type: ignore[index]
    return line


def text_width(text: Text | str, style: TextStyle | None = None) -> float:
    """The width of TEXT on one line, mm."""
    return set_line(text, style).width


def set_lines(text: Text, width: float, justify: bool | None = None) -> Lines:
    """Break TEXT into lines of WIDTH mm (line_breaking.py). JUSTIFY: default what the first style says, but columns
    narrower than 120 mm are ragged (print.md §6). The leading is the largest of the styles in it.
    """
    if not text:
        raise ValueError("an empty Text has no style to be set in; use plain('', style)")
    first = _style_of(text[0])
    justified = first.justify and width >= JUSTIFIED_FROM if justify is None else justify
    key = (text, width, justified)
    found = _set.get(key)
    if found is None:
        ruler = _ruler(text)
        found = Lines(
            tuple(_made_line(text, ruler, line, width, justified) for line in break_lines(ruler, width)),
            max(_style_of(piece).leading_mm for piece in text),
            first,
        )
        if len(_set) > _MEMO_LIMIT:
            _set.clear()
        _set[key] = found
    return found


def shortened(text: str, style: TextStyle, width: float) -> str:
    """TEXT, cleaned, cut to WIDTH mm with … at its end if it is longer."""
    text = clean(text).replace("\n", " ")
    if text_width(text, style) <= width:
        return text
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if text_width(text[:middle].rstrip() + "…", style) <= width:
            low = middle
        else:
            high = middle - 1
    return text[:low].rstrip() + "…"


def _style_of(piece: Piece) -> TextStyle:
    if piece.style is None:
        raise ValueError(f"{piece!r} has no style; give it one or pass it through marked()")
    return piece.style


def _ref_width(ref: PageRef) -> float:
    style = _style_of(ref)
    shown = "0" * ref.digits if ref.to is None else "0" * ref.digits + "–" + "0" * ref.digits
    return sum(map(style.table.__getitem__, shown)) / 1000 * style.em_mm


def _ruler(text: Text) -> Ruler:
    ruler = _rulers.get(text)
    if ruler is not None:
        return ruler
    if len(_rulers) > _MEMO_LIMIT:
        _rulers.clear()
    if len(text) == 1 and isinstance(text[0], Run) and not text[0].style.tracking:
        characters, style, _ = text[0]
        scale, lookup = style.em_mm / 1000, style.table
        ruler = measure(
            characters, [lookup[character] * scale for character in characters], [style.em_mm] * len(characters)
        )
        _rulers[text] = ruler
        return ruler
    widths: list[float] = []
    ems: list[float] = []
    strings: list[str] = []
    for piece in text:
        style = _style_of(piece)
        if isinstance(piece, Run):
            scale, extra = style.em_mm / 1000, style.tracking * style.em_mm
            lookup = style.table
            if extra:
                widths += [lookup[character] * scale + extra for character in piece.text]
            else:
                widths += [lookup[character] * scale for character in piece.text]
            ems += [style.em_mm] * len(piece.text)
            strings.append(piece.text)
        else:
            widths.append(piece.width_mm if isinstance(piece, InlineMark) else _ref_width(piece))
            ems.append(style.em_mm)
            strings.append(OBJECT)
    ruler = measure("".join(strings), widths, ems)
    _rulers[text] = ruler
    return ruler


def _made_line(text: Text, ruler: Ruler, broken: BrokenLine, width: float, justify: bool) -> Line:
    """Turn a broken line into spans, with marks squeezed or gaps widened as it needs."""
    start, stop = broken.start, broken.stop
    gaps = ruler.gaps
    set_width = broken.width
    if broken.excess > 1e-6:
        gaps, set_width = _squeezed(ruler, broken), width
    elif justify and not broken.last:
        gaps, set_width = _widened(ruler, broken, width), width
    x = ruler.edges[start] + ruler.gaps.get(start, 0.0) - broken.origin
    if len(text) == 1 and isinstance(text[0], Run):
        span = _made_span(text[0], ruler, gaps, start, stop, 0, x)
        return Line(set_width, (span,) if start < stop else (), ruler.text[start:stop], broken.first, broken.last)
    spans: list[Span] = []
    at = 0
    for piece in text:
        length = len(piece.text) if isinstance(piece, Run) else 1
        first, last = max(start, at), min(stop, at + length)
        if first < last:
            if first > start:
                x += gaps.get(first, 0.0)
            if isinstance(piece, Run):
                span = _made_span(piece, ruler, gaps, first, last, at, x)
            else:
                advance = ruler.edges[last] - ruler.edges[first] - ruler.gaps.get(first, 0.0)
                mark = piece if isinstance(piece, InlineMark) else None
                ref = piece if isinstance(piece, PageRef) else None
                span = Span(x, _style_of(piece), (), ref=ref, mark=mark, width=advance)
            spans.append(span)
            x += span.width
        at += length
        if at >= stop:
            break
    return Line(set_width, tuple(spans), ruler.text[start:stop], broken.first, broken.last)


def _made_span(run: Run, ruler: Ruler, gaps: dict[int, float], first: int, last: int, at: int, x: float) -> Span:
    """Characters first:last of the ruler, which lie in RUN that begins at AT, set from X with GAPS."""
    text, style = run.text, run.style
    if first > at or last < at + len(text):
        text = text[first - at : last - at]
    advance = ruler.edges[last] - ruler.edges[first]
    if not gaps:
        return Span(x, style, _parts(text, (), style), run.rise, 0.0, None, None, advance)
    inner = [(index - first, gap) for index, gap in gaps.items() if first < index < last]
    advance -= ruler.gaps.get(first, 0.0)
    if gaps is not ruler.gaps:
        inner.sort()
        advance += sum([gap - ruler.gaps.get(index + first, 0.0) for index, gap in inner])
    return Span(x, style, _parts(text, inner, style), run.rise, 0.0, None, None, advance)


def _squeezed(ruler: Ruler, broken: BrokenLine) -> dict[int, float]:
    marks = marks_between(ruler, broken.start, broken.stop - 1)
    if not marks:
        return ruler.gaps
    gaps = dict(ruler.gaps)
    for mark in marks:
        gaps[mark + 1] = gaps.get(mark + 1, 0.0) - broken.excess / len(marks)
    return gaps


def _widened(ruler: Ruler, broken: BrokenLine, width: float) -> dict[int, float]:
    points = stretch_points(ruler, broken)
    if not points:
        return ruler.gaps
    extra = (width - broken.width) / len(points)
    if extra > _MOST_STRETCH * ruler.ems[broken.start]:
        return ruler.gaps
    gaps = dict(ruler.gaps)
    for point in points:
        gaps[point] = gaps.get(point, 0.0) + extra
    return gaps


_MOST_STRETCH = 0.5
"""A line that would need more than this (em) at each gap is left ragged."""


def _parts(characters: str, gaps: Sequence[tuple[int, float]], style: TextStyle) -> tuple[tuple[str, str, float], ...]:
    """Cut CHARACTERS where a gap (index, mm) or another face begins."""
    foreign = style.table.foreign
    if not gaps and (not foreign or foreign.keys().isdisjoint(characters)):
        return ((style.face_key, characters, 0.0),)
    per_em = 1000 / style.em_mm
    parts: list[tuple[str, str, float]] = []
    at = 0
    for stop, gap in [*gaps, (len(characters), 0.0)]:
        chunk = characters[at:stop]
        at = stop
        if foreign and not foreign.keys().isdisjoint(chunk):
            parts += _by_face(chunk, style)
        else:
            parts.append((style.face_key, chunk, 0.0))
        if gap:
            key, last, before = parts[-1]
            parts[-1] = (key, last, before + gap * per_em)
    return tuple(parts)


def _by_face(chunk: str, style: TextStyle) -> list[tuple[str, str, float]]:
    foreign = style.table.foreign
    parts: list[tuple[str, str, float]] = []
    for character in chunk:
        key = foreign.get(character, style.face_key)
        if character == THIN_GAP:
            if parts:
                parts[-1] = (parts[-1][0], parts[-1][1], parts[-1][2] + style.table[THIN_GAP])
            else:
                parts.append((style.face_key, "", style.table[THIN_GAP]))
        elif parts and parts[-1][0] == key and not parts[-1][2]:
            parts[-1] = (key, parts[-1][1] + character, 0.0)
        else:
            parts.append((key, character, 0.0))
    return parts


def forget_memos() -> None:
    """Empty the memos of this module, so that a measurement starts cold."""
    for memo in (_single, _set, _rulers):
        memo.clear()
