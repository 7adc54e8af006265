"""Blocks that several small papers are made of: facts in cells, lines to sign on."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, NamedTuple

from gxq_desktop.documents.book import ruled_lines
from gxq_desktop.documents.flow import Block
from gxq_desktop.documents.sections.notes_below import LEAST_ROOM
from gxq_desktop.documents.sheet import Sheet
from gxq_desktop.documents.styles import FACT_LABEL, FACT_VALUE, LABEL, NOTE, TABLE_KEY
from gxq_desktop.documents.text import Lines, Text, plain, set_lines
from gxq_desktop.documents.tokens import COUNTDOWN_FRAME, GREY_LINE, INK, RULE_ROW, RULE_TABLE, SPAN_THIRD
from gxq_desktop.domain.frozen import slotted

_LABEL_TOP, _VALUE_TOP = 1.65, 5.85
_FACT_GAP: Final = 4.0
_SIGNATURE_PITCH: Final = SPAN_THIRD + 4.0
_SIGN_TOP: Final = 10.5
_SIGN_ROOM: Final = 11.5


class Fact(NamedTuple):
    """A small grey label over a bold value. share: of the row's width."""

    label: str
    value: Text | str
    share: float = 1.0


@slotted
class NotesBelow:
    """记事: lines for the pen from where it stands down to the foot, if most of the sheet would stay empty. A block."""

    space_before: float = 0.0
    keep_with_next: bool = False

    def height(self, width: float) -> float:
        return 0.0

    least = height

    def split(self, width: float, available: float) -> tuple[Block, Block] | None:
        return None

    def draw(self, sheet: Sheet, x: float, y: float, width: float) -> None:
        if COUNTDOWN_FRAME.bottom - y < LEAST_ROOM:
            return
        with sheet.artifact():
            sheet.text(x, LABEL.baseline(y + 9.0), "记事", LABEL.grey())
            ruled_lines(sheet, x, y + 21.0, width, COUNTDOWN_FRAME.bottom)


@slotted
class FactRow:
    """Facts side by side, each under a rule (print.md §9, 03). A value takes the lines it needs. A block."""

    facts: Sequence[Fact]
    space_before: float = 0.0
    keep_with_next: bool = False

    def _set(self, width: float) -> list[tuple[float, Lines]]:
        room = width - _FACT_GAP * (len(self.facts) - 1)
        total = sum(fact.share for fact in self.facts)
        found = []
        for fact in self.facts:
            share = room * fact.share / total
            value = plain(fact.value or "—", FACT_VALUE) if isinstance(fact.value, str) else fact.value
            found.append((share, set_lines(value, share, False)))
        return found

    def height(self, width: float) -> float:
        return _VALUE_TOP + max(lines.height for _, lines in self._set(width)) + 1.5

    least = height

    def split(self, width: float, available: float) -> tuple[Block, Block] | None:
        return None

    def draw(self, sheet: Sheet, x: float, y: float, width: float) -> None:
        with sheet.tag("L"):
            for fact, (share, lines) in zip(self.facts, self._set(width), strict=True):
                sheet.rule(x, y, x + share, RULE_ROW, GREY_LINE)
                with sheet.tag("LI"):
                    sheet.text(x, FACT_LABEL.baseline(y + _LABEL_TOP), fact.label, FACT_LABEL)
                    sheet.paragraph(x, y + _VALUE_TOP, share, lines)
                x += share + _FACT_GAP


class Signer(NamedTuple):
    """Who signs, and in what capacity or by which name."""

    who: str
    name: str


@slotted
class Signatures:
    """Up to three fields 53.3 mm wide to sign and date in (print.md §9, 12). A block that stays whole."""

    signers: Sequence[Signer]
    space_before: float = 9.0
    keep_with_next: bool = False

    def _names(self) -> list[Lines]:
        return [set_lines(plain(signer.name or "待指派", NOTE), SPAN_THIRD, False) for signer in self.signers]

    def height(self, width: float) -> float:
        return self._line() + 6.0

    least = height

    def _line(self) -> float:
        """Where one signs, from the block's top."""
        return _SIGN_TOP + max(lines.height for lines in self._names()) - NOTE.leading_mm + _SIGN_ROOM

    def split(self, width: float, available: float) -> tuple[Block, Block] | None:
        return None

    def draw(self, sheet: Sheet, x: float, y: float, width: float) -> None:
        line = y + self._line()
        for place, (signer, name) in enumerate(zip(self.signers, self._names(), strict=True)):
            left = x + place * _SIGNATURE_PITCH
            right = left + SPAN_THIRD
            sheet.rule(left, y, right, RULE_TABLE)
            with sheet.tag("P"):
                sheet.text(left, TABLE_KEY.baseline(y + 1.5), plain(signer.who, TABLE_KEY))
                sheet.paragraph(left, y + 6.0, SPAN_THIRD, name)
            sheet.rule(left, line, right, RULE_ROW, INK)
            with sheet.tag("P"):
                baseline = NOTE.baseline(line + 0.75)
                sheet.text(left, baseline, "签字", NOTE)
                sheet.text(right, baseline, "年　　月　　日", NOTE, align="right")
