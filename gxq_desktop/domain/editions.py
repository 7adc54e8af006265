"""What was handed over (发出的版本): an edition names the facts, the catalogue and the dates its papers were made from."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from datetime import date, datetime

from gxq_desktop.domain.frozen import frozen
from gxq_desktop.domain.project import ProjectNumber

_CHECK_ALPHABET = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"  # no 0/O, 1/I: it is read aloud over the telephone


@frozen
class PlannedDates:
    """The four dates of a step as an edition printed them, ISO days; provisional where a year was not certain (暂定)."""

    early_start: str
    early_finish: str
    late_start: str
    late_finish: str
    provisional: bool


@frozen
class Edition:
    """An issued set of papers. number counts from 1 for each project.

    facts: key → JSON value as given. dates: step id → dates. box_numbers: step id → the number printed in its tick box,
    fixed at edition 1, never reused. content_digest: SHA-256 over everything the papers say but the day they were
    printed; check_code: eight characters derived from it, the edition and the day, printed as "7K3F-92QD" (校验码).
    """

    project_number: ProjectNumber
    number: int
    printed_on: date
    catalogue_version: str
    catalogue_digest: str
    facts: Mapping[str, object]
    dates: Mapping[str, PlannedDates]
    box_numbers: Mapping[str, int]
    content_digest: str

    @property
    def check_code(self) -> str:
        return check_code(self.project_number, self.number, self.printed_on, self.content_digest)


@frozen
class IssuedPaper:
    """One file of an edition, kept byte for byte. kind: manual, countdown, wallchart…; variant: paper size ("A3")."""

    kind: str
    variant: str
    sha256: str
    pdf: bytes


@frozen
class HandedPaper:
    """So many copies of one paper of an edition. kind, variant: as of the IssuedPaper. ValueError for none."""

    kind: str
    variant: str
    copies: int

    def __post_init__(self) -> None:
        if self.copies < 1:
            raise ValueError(f"copies must be at least 1, got {self.copies}")


@frozen
class HandOver:
    """Papers of an edition given into somebody's hands (移交): who gave what to whom, when.

    number counts from 1 within the edition. handed_on: the day, as it is said; recorded_at: the moment it was written down,
    aware. officer gave, receiver took; neither is empty. papers: at least one. ValueError otherwise.
    """

    project_number: ProjectNumber
    edition: int
    number: int
    handed_on: date
    recorded_at: datetime
    officer: str
    receiver: str
    papers: tuple[HandedPaper, ...]
    note: str = ""

    def __post_init__(self) -> None:
        if self.number < 1:
            raise ValueError(f"number must be at least 1, got {self.number}")
        if self.recorded_at.tzinfo is None:
            raise ValueError("recorded_at must be aware")
        if not (self.officer.strip() and self.receiver.strip() and self.papers):
            raise ValueError("a hand-over has an officer, a receiver and papers")


def check_code(project_number: str, edition: int, printed_on: date, content_digest: str) -> str:
    """Return the check code (校验码): 40 bits of a SHA-256 in 8 characters that cannot be confused, "XXXX-XXXX"."""
    seed = f"{project_number}|{edition}|{printed_on.isoformat()}|{content_digest}".encode()
    bits = int.from_bytes(hashlib.sha256(seed).digest()[:5], "big")
    code = "".join(_CHECK_ALPHABET[(bits >> (5 * position)) & 31] for position in range(7, -1, -1))
    return f"{code[:4]}-{code[4:]}"


def next_box_numbers(previous: Mapping[str, int], steps_in_order: tuple[str, ...]) -> dict[str, int]:
    """Return box numbers for STEPS_IN_ORDER: old steps keep theirs, new ones get the next free numbers (print.md §4).

    Numbers of steps that fell away stay in the result, so that they are never given to another step.
    """
    numbers = dict(previous)
    free = max(numbers.values(), default=0) + 1
    for step in steps_in_order:
        if step not in numbers:
            numbers[step] = free
            free += 1
    return numbers
