"""Numbers of a wall chart typed back (回填销号): read them, see what each stands for, make them the write-offs they mean."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import replace
from enum import StrEnum

from gxq_desktop.application.record_desk import RecordDesk, RecordStep
from gxq_desktop.application.record_event import RecordRequest
from gxq_desktop.domain.case_states import EventKind
from gxq_desktop.domain.errors import DomainError
from gxq_desktop.domain.frozen import frozen

HIGHEST = 999
"""No chart has a higher number; what is longer was typed by mistake."""
_APART = re.compile(r"[\s,，、;；.。|/]+")
_RANGE = re.compile(r"(\d+)(?:[-–—−~～至到]+)(\d+)")
_AROUND_DASH = re.compile(r"\s*([-–—−~～至到]+)\s*")


class UnreadableNumbers(DomainError):
    """What was typed is no number or range. text: the part that is not understood."""

    def __init__(self, text: str, problem: str) -> None:
        super().__init__(problem, "编号之间用空格或顿号分开，连号写成 3-7。")
        self.text = text


def read_numbers(typed: str) -> tuple[int, ...]:
    """The numbers in TYPED, each once, in the order typed: "3 7 12", "3-7", "３、７，１２". Raises UnreadableNumbers."""
    found: dict[int, None] = {}
    plain = _AROUND_DASH.sub(r"\1", unicodedata.normalize("NFKC", typed).strip())
    for part in _APART.split(plain):
        if not part:
            continue
        span = _RANGE.fullmatch(part)
        if span is not None:
            first, last = _number(span[1], part), _number(span[2], part)
            if last < first:
                raise UnreadableNumbers(part, f"“{part}”后面的编号比前面小。")
            found.update(dict.fromkeys(range(first, last + 1)))
        elif part.isascii() and part.isdecimal():
            found[_number(part, part)] = None
        else:
            raise UnreadableNumbers(part, f"“{part[:20]}”不是编号。")
    return tuple(found)


def _number(digits: str, part: str) -> int:
    value = int(digits) if len(digits) <= 4 else HIGHEST + 1
    if not 1 <= value <= HIGHEST:
        raise UnreadableNumbers(part, f"“{part[:20]}”超出纸上编号的范围（1–{HIGHEST}）。")
    return value


class BoxState(StrEnum):
    """What became of a number. The value is its word."""

    READY = "可销账"
    CLEARED = "已销账"
    NOT_YET = "还不能销"
    UNKNOWN = "没有这个编号"


@frozen
class BoxLine:
    """A number typed back. step: None if it stands for nothing here. why: why it is not written off, "" if it will be."""

    box: int
    step: RecordStep | None
    state: BoxState
    why: str = ""


def look_up_numbers(numbers: Sequence[int], desk: RecordDesk) -> tuple[BoxLine, ...]:
    """What NUMBERS of the latest edition stand for. Raises DomainError if nothing was issued, so that no paper has numbers."""
    if desk.edition is None:
        raise DomainError("还没有发过手册，纸上没有编号。", "先印手册或上墙工期图，再回填；也可以逐项登记。")
    by_box = {step.box: step for step in desk.steps if step.box is not None}
    kept = {box: step for step, box in desk.edition.box_numbers.items()}
    return tuple(_line(number, by_box.get(number), number in kept, desk) for number in numbers)


def _line(number: int, step: RecordStep | None, was_there: bool, desk: RecordDesk) -> BoxLine:
    if step is None:
        gone = f"第 {number} 号的环节已不在计划里。" if was_there else f"第 {_edition(desk)} 版没有编号 {number}。"
        return BoxLine(number, None, BoxState.UNKNOWN, gone)
    if step.closed:
        return BoxLine(number, step, BoxState.CLEARED, step.left)
    choices = [choice for row in desk.rows_of_kinds((step,)) for choice in row.choices]
    why = next((choice.why_not for choice in choices if choice.kind is EventKind.CLEARED), "")
    return BoxLine(number, step, BoxState.NOT_YET if why else BoxState.READY, why)


def _edition(desk: RecordDesk) -> int:
    return desk.edition.number if desk.edition is not None else 0


def write_off_requests(lines: Sequence[BoxLine], request: RecordRequest) -> tuple[RecordRequest, ...]:
    """REQUEST as a write-off of each of LINES that can be, with one proof and day for all."""
    return tuple(
        replace(request, step=line.step.step_id, kind=EventKind.CLEARED)
        for line in lines
        if line.state is BoxState.READY and line.step is not None
    )
