"""One named text style per role of print.md §2. Sizes in points, leading in mm, tracking in em.

TextStyle.bolder(), .coloured(c), .sized(pt), .in_face(f) derive a style; equal derivations are the same object, so
styles may be compared and used as keys by identity.
"""

from __future__ import annotations

from dataclasses import field
from functools import lru_cache
from typing import Final, Literal

from gxq_desktop.documents.fonts import FaceTable, face_table
from gxq_desktop.documents.tokens import ACCENT, GREY_TEXT, INK, MM_PER_PT, WHITE, Colour
from gxq_desktop.domain.frozen import frozen

FaceName = Literal["song", "hei", "kai"]
BASELINE_RATIO: Final = 0.88
"""Distance from the top of the em box to the baseline, in em, the same for all faces."""


@frozen
class TextStyle:
    """How a run of text looks. em_mm: the size in mm. table: widths by character. face_key: the file, see fonts.py.

    is_mark: may be smaller than the 7 pt floor (only 暂 and the undecided “?”). Bold kai is song 700.
    """

    __eq__ = object.__eq__
    __hash__ = object.__hash__

    face: FaceName
    size_pt: float
    leading_mm: float
    bold: bool = False
    colour: Colour = INK
    tracking: float = 0.0
    justify: bool = False
    is_mark: bool = False
    face_key: str = field(init=False)
    em_mm: float = field(init=False)
    table: FaceTable = field(init=False, repr=False)

    def __post_init__(self) -> None:
        family = "song" if self.face == "kai" and self.bold else self.face
        put = object.__setattr__
        put(self, "face_key", f"{family}{700 if self.bold else 400}")
        put(self, "em_mm", self.size_pt * MM_PER_PT)
        put(self, "table", face_table(self.face_key))

    def baseline(self, line_top: float) -> float:
        """The y of the baseline of a line whose top is at LINE_TOP, mm (print.md §1)."""
        return line_top + (self.leading_mm - self.em_mm) / 2 + BASELINE_RATIO * self.em_mm

    def line_top(self, baseline: float) -> float:
        """The y of the top of the line that stands on BASELINE, mm."""
        return baseline - BASELINE_RATIO * self.em_mm - (self.leading_mm - self.em_mm) / 2

    def bolder(self) -> TextStyle:
        return _derived(self, self.face, True, self.colour, self.size_pt, self.leading_mm, self.justify)

    def lighter(self) -> TextStyle:
        return _derived(self, self.face, False, self.colour, self.size_pt, self.leading_mm, self.justify)

    def coloured(self, colour: Colour) -> TextStyle:
        return _derived(self, self.face, self.bold, colour, self.size_pt, self.leading_mm, self.justify)

    def grey(self) -> TextStyle:
        return self.coloured(GREY_TEXT)

    def accented(self) -> TextStyle:
        return self.coloured(ACCENT)

    def in_face(self, face: FaceName) -> TextStyle:
        return _derived(self, face, self.bold, self.colour, self.size_pt, self.leading_mm, self.justify)

    def sized(self, size_pt: float, leading_mm: float | None = None) -> TextStyle:
        return _derived(self, self.face, self.bold, self.colour, size_pt, leading_mm or self.leading_mm, self.justify)

    def justified(self, justify: bool = True) -> TextStyle:
        return _derived(self, self.face, self.bold, self.colour, self.size_pt, self.leading_mm, justify)


@lru_cache(maxsize=4096)
def _derived(
    style: TextStyle, face: FaceName, bold: bool, colour: Colour, size_pt: float, leading_mm: float, justify: bool
) -> TextStyle:
    same = (style.face, style.bold, style.colour, style.size_pt, style.leading_mm, style.justify)
    if same == (face, bold, colour, size_pt, leading_mm, justify):
        return style
    return TextStyle(face, size_pt, leading_mm, bold, colour, style.tracking, justify, style.is_mark)


COVER_TITLE: Final = TextStyle("song", 40, 18, bold=True, tracking=0.06)
COVER_PROJECT: Final = TextStyle("song", 15, 9)
COVER_PROJECT_SMALL: Final = TextStyle("song", 13, 8)
COVER_ENTERPRISE: Final = TextStyle("song", 10.5, 6, colour=GREY_TEXT)

CHAPTER_TITLE: Final = TextStyle("song", 21, 12, bold=True, tracking=0.02)
CHAPTER_NUMERAL: Final = TextStyle("song", 21, 12, bold=True, tracking=0.02, colour=ACCENT)
CARD_TITLE: Final = TextStyle("song", 19, 12, bold=True)
CARD_TITLE_COMPACT: Final = TextStyle("song", 14, 9, bold=True)
SECTION_HEAD: Final = TextStyle("song", 11, 6, bold=True)
LEAD: Final = TextStyle("song", 10.5, 6, justify=True)
PROJECT_LINE: Final = TextStyle("song", 10.5, 6)
IMPERATIVE: Final = TextStyle("song", 10.5, 6, bold=True)
GROUP_HEAD: Final = TextStyle("song", 8.5, 4.5, bold=True)

CARD_LABEL: Final = TextStyle("hei", 9, 5.25, bold=True, colour=ACCENT)
LABEL: Final = TextStyle("hei", 8.5, 4.5, bold=True, colour=ACCENT)
CARD_TEXT: Final = TextStyle("hei", 9.5, 5.25)
CARD_TEXT_COMPACT: Final = TextStyle("hei", 9, 4.875)
TABLE_TEXT: Final = TextStyle("hei", 8.5, 4.5)
TABLE_GREY: Final = TextStyle("hei", 8.5, 4.5, colour=GREY_TEXT)
TABLE_KEY: Final = TextStyle("hei", 8.5, 4.5, bold=True)
TABLE_HEAD: Final = TextStyle("hei", 7.5, 3.75, bold=True, colour=GREY_TEXT)
CODE: Final = TextStyle("hei", 8.5, 4.5, bold=True, colour=ACCENT)
CODE_FULL_CARD: Final = TextStyle("hei", 26, 12, bold=True, colour=ACCENT)
CODE_COMPACT_CARD: Final = TextStyle("hei", 17, 9, bold=True, colour=ACCENT)
DENSE_TEXT: Final = TextStyle("hei", 7.5, 3.75)
DENSE_GREY: Final = TextStyle("hei", 7.5, 3.75, colour=GREY_TEXT)
VOICE: Final = TextStyle("kai", 9.5, 5.25)
SLIP_VOICE: Final = TextStyle("kai", 10, 5.25)
NOTE: Final = TextStyle("hei", 7.5, 4.5, colour=GREY_TEXT)
RUNNING_HEAD: Final = NOTE
RUNNING_NUMERAL: Final = TextStyle("hei", 7.5, 4.5, bold=True)
FOOTER: Final = NOTE
FOLIO: Final = TextStyle("hei", 10.5, 4.5, bold=True)
TAB_NUMERAL: Final = TextStyle("hei", 8, 4.5, bold=True, colour=WHITE)

DATE_CARD: Final = TextStyle("hei", 16, 9, bold=True)
DATE_GLANCE: Final = TextStyle("hei", 14, 9, bold=True)
DATE_SLIP: Final = TextStyle("hei", 15, 9, bold=True)
DATE_VISIT: Final = TextStyle("hei", 46, 18, bold=True)
WINDOW_VISIT: Final = TextStyle("hei", 26, 12, bold=True)
COUNT_GLANCE: Final = TextStyle("hei", 30, 12, bold=True)
COUNT_COUNTDOWN: Final = TextStyle("hei", 38, 14, bold=True)
DAYS_LEFT: Final = TextStyle("hei", 15, 8.25, bold=True)
FACT_LABEL: Final = TextStyle("hei", 7.5, 4.5, colour=GREY_TEXT)
FACT_VALUE: Final = TextStyle("hei", 9.5, 5.25, bold=True)
LIGHT_WORD: Final = TextStyle("hei", 8.5, 4.5)

CHART_TITLE: Final = TextStyle("song", 25.5, 12, bold=True)
CHART_COUNT: Final = TextStyle("hei", 35, 14, bold=True)
CHART_MONTH: Final = TextStyle("song", 12, 6, bold=True)
CHART_NAME: Final = TextStyle("hei", 8, 4.5)
CHART_WHO: Final = TextStyle("hei", 7.4, 4.5, colour=GREY_TEXT)
CHART_DATE: Final = TextStyle("hei", 7.1, 4.5)
CHART_GATE: Final = TextStyle("hei", 9, 4.5, bold=True)

BOX_NUMBER: Final = TextStyle("hei", 7, 3.5, colour=GREY_TEXT)
PROVISIONAL_MARK: Final = TextStyle("hei", 6, 3, bold=True, is_mark=True)
UNDECIDED_MARK: Final = TextStyle("hei", 6, 3, bold=True, is_mark=True)


def weekday_style(style: TextStyle) -> TextStyle:
    """The grey weekday after a date set in STYLE: hei 400 at 0.82 of the line, 7–8 pt beside large dates."""
    size = max(7.0, 0.82 * style.size_pt) if style.size_pt < 12 else 8.0
    return _derived(style.lighter(), "hei", False, GREY_TEXT, size, style.leading_mm, style.justify)
