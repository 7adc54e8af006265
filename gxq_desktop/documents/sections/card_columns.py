"""Labelled paragraphs in two columns (print.md §9, 08): the body of a half-page card, and the list of what it had no room for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final, TypeAlias

from gxq_desktop.documents.sections.card_parts import LABEL_WIDTH_COMPACT
from gxq_desktop.documents.sheet import Sheet
from gxq_desktop.documents.styles import TextStyle
from gxq_desktop.documents.text import Lines, Text, set_lines
from gxq_desktop.domain.frozen import frozen

COLUMN: Final = 81.0
COLUMN_GAP: Final = 6.0
ROOM: Final = COLUMN - LABEL_WIDTH_COMPACT
"""For the text beside a label, mm."""


@frozen
class Entry:
    """A label and what it says, set to the width of a column. height: with the gap after it, mm."""

    label: str
    lines: tuple[Lines, ...]
    height: float

    @classmethod
    def of(cls, label: str, texts: Sequence[Text], leading: float, gap: float) -> Entry:
        """TEXTS under each other beside LABEL; LEADING: of the label, GAP: to the next entry, mm."""
        lines = tuple(set_lines(text, ROOM, False) for text in texts if text)
        return cls(label, lines, max(sum(each.height for each in lines), leading) + gap)


Columns: TypeAlias = tuple[tuple[Entry, ...], tuple[Entry, ...]]


def balanced(entries: Sequence[Entry]) -> Columns:
    """ENTRIES in order in two columns, the taller of them as short as can be."""
    total, left, best, at = sum(entry.height for entry in entries), 0.0, float("inf"), 0
    for count in range(len(entries) + 1):
        tallest = max(left, total - left)
        if tallest < best - 1e-6:
            best, at = tallest, count
        if count < len(entries):
            left += entries[count].height
    return tuple(entries[:at]), tuple(entries[at:])


def taller(columns: Columns) -> float:
    """The height of the taller column, mm."""
    return max(sum(entry.height for entry in column) for column in columns)


def filled(standing: Sequence[Entry], further: Sequence[Entry], room: float) -> tuple[Columns, tuple[str, ...]]:
    """STANDING in order in two columns, broken where the most needed of FURTHER (first to last) find room under them.

    Returns the columns and the labels of those that do not. ValueError if STANDING alone is higher than ROOM mm.
    """
    best: tuple[int, float, int, tuple[int, ...]] | None = None
    for at in range(len(standing) + 1):
        free = [room - sum(entry.height for entry in part) for part in (standing[:at], standing[at:])]
        if min(free) < -1e-6:
            continue
        score, places = 0, []
        for rank, entry in enumerate(further):
            fitting = [index for index in (1, 0) if free[index] >= entry.height]
            if fitting:
                free[fitting[0]] -= entry.height
                score += 1 << (len(further) - rank)
            places.append(fitting[0] if fitting else -1)
        tried = (score, -abs(free[0] - free[1]), at, tuple(places))
        if best is None or tried > best:
            best = tried
    if best is None:
        raise ValueError(f"the entries do not fit into two columns of {room:.1f} mm")
    _, _, at, places_of = best
    left, right = (
        (*part, *(entry for entry, where in zip(further, places_of, strict=True) if where == index))
        for index, part in enumerate((standing[:at], standing[at:]))
    )
    left_out = tuple(entry.label for entry, where in zip(further, places_of, strict=True) if where < 0)
    return (left, right), left_out


def draw_columns(sheet: Sheet, x: float, y: float, columns: Columns, label: TextStyle) -> None:
    """Draw COLUMNS, their top at Y, the labels in style LABEL."""
    for index, column in enumerate(columns):
        top = y
        for entry in column:
            draw_entry(sheet, x + index * (COLUMN + COLUMN_GAP), top, entry, label)
            top += entry.height


def draw_entry(sheet: Sheet, x: float, y: float, entry: Entry, label: TextStyle) -> None:
    """Draw ENTRY, its top left corner at (x, y)."""
    with sheet.tag("P"):
        sheet.text(x, label.baseline(y), entry.label, label)
        for lines in entry.lines:
            y += sheet.paragraph(x + LABEL_WIDTH_COMPACT, y, ROOM, lines)
