"""Measures and colours of every paper (design/print.md §1, §3, §4): millimetres, RGB, line weights.

Coordinates everywhere in `documents` are millimetres from the top left corner of the sheet; type sizes are points.
Line weights are millimetres too (print.md §4 gives them so).
"""

from __future__ import annotations

from typing import Final, NamedTuple

MM_PER_PT: Final = 25.4 / 72
PT_PER_MM: Final = 72 / 25.4

UNIT: Final = 1.5
BASELINE_STEP: Final = 6.0
FINE_STEP: Final = 4.5

Size = tuple[float, float]
A3_LANDSCAPE: Final[Size] = (420.0, 297.0)
A4: Final[Size] = (210.0, 297.0)
A5: Final[Size] = (148.0, 210.0)


class Frame(NamedTuple):
    """A rectangle of a sheet that text is set into, in mm."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def bottom(self) -> float:
        return self.y + self.height


TEXT_WIDTH: Final = 168.0
ODD_FRAME: Final = Frame(25, 24, TEXT_WIDTH, 252)
EVEN_FRAME: Final = Frame(17, 24, TEXT_WIDTH, 252)
COUNTDOWN_FRAME: Final = Frame(25, 12, TEXT_WIDTH, 264)
CHART_FRAME: Final = Frame(10, 10, 400, 277)
SLIP_FRAME: Final = Frame(12, 10, 124, 190)

COLUMN: Final = 17.5
GUTTER: Final = 4.0
SPAN_2: Final = 39.0
SPAN_THIRD: Final = (TEXT_WIDTH - 2 * GUTTER) / 3
SPAN_4: Final = 82.0
SPAN_MAIN: Final = 146.5
SPAN_LABEL: Final = 21.5

PRINTER_EDGE: Final = 5.0
HEAD_TOP: Final = 12.0
FOOT_TOP: Final = 282.0
TAB_SIZE: Final[Size] = (5.0, 15.0)
TAB_PITCH: Final = 17.5


class Colour(NamedTuple):
    """An RGB colour, each part 0–1 (sRGB)."""

    red: float
    green: float
    blue: float

    @property
    def grey(self) -> float:
        """Luminance 0–255 as a mono laser shows it (ITU-R BT.601)."""
        return 255 * (0.299 * self.red + 0.587 * self.green + 0.114 * self.blue)


def _hex(code: str) -> Colour:
    return Colour(*(int(code[at : at + 2], 16) / 255 for at in (1, 3, 5)))


INK: Final = _hex("#1A1A1A")
ACCENT: Final = _hex("#0E4A5C")
GREY_TEXT: Final = _hex("#5A5F63")
GREY_LINE: Final = _hex("#9AA0A4")
PALE_LINE: Final = _hex("#D5D9DB")
SHADE: Final = _hex("#E7EAEB")
TINT: Final = _hex("#EEF2F3")
BAR: Final = _hex("#7C9BA6")
RED: Final = _hex("#A8201A")
AMBER: Final = _hex("#E3A008")
GREEN: Final = _hex("#2B7A4B")
WHITE: Final = Colour(1, 1, 1)
BLACK: Final = Colour(0, 0, 0)

PALETTE: Final = frozenset(
    {INK, ACCENT, GREY_TEXT, GREY_LINE, PALE_LINE, SHADE, TINT, BAR, RED, AMBER, GREEN, WHITE, BLACK}
)
"""Every colour that may be printed; black is for the QR code only. Preflight refuses any other."""
TEXT_COLOURS: Final = frozenset({INK, ACCENT, GREY_TEXT, WHITE})

# Rule weights, mm
RULE_CARD: Final = 0.9
RULE_CHAPTER: Final = 0.45
RULE_TABLE: Final = 0.3
RULE_ROW: Final = 0.15
RULE_DENSE: Final = 0.12
BOX_LINE: Final = 0.3

FLOOR_PT: Final = 7.0
"""Nothing is set smaller, the two exceptions of print.md §2 apart (see styles.PROVISIONAL_MARK)."""
