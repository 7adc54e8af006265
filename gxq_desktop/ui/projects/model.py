"""The table of projects, and which of them a text and a filter leave."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from gxq_desktop.application.desk_lists import ProjectCounts, ProjectLine
from gxq_desktop.application.pinyin_match import Readings, TextIndex
from gxq_desktop.application.wording import listed_day
from gxq_desktop.ui.marks import Mark
from gxq_desktop.ui.table_model import Column, RowsModel

ALL, SHORT, UNDECIDED, REISSUE, NOT_ISSUED, SAMPLES = "all", "short", "undecided", "reissue", "not_issued", "samples"


def mark_of(line: ProjectLine) -> Mark:
    """The one state that most needs a hand."""
    if line.refusal:
        return Mark.FAILED
    if line.short_by:
        return Mark.OVERDUE
    if line.edition_matches is False:
        return Mark.CHANGED
    if line.undecided:
        return Mark.UNDECIDED
    if line.latest_edition is None:
        return Mark.NOT_STARTED
    return Mark.ON_TIME


def state_of(line: ProjectLine) -> str:
    """The word beside the mark."""
    if line.refusal:
        return "排不出"
    if line.short_by:
        return f"差 {line.short_by} 个工作日"
    if line.edition_matches is False:
        return "要重发"
    if line.undecided:
        return f"待定 {line.undecided}"
    if line.latest_edition is None:
        return "未发手册"
    return "正常"


def edition_of(line: ProjectLine) -> str:
    return f"第 {line.latest_edition} 版" if line.latest_edition else "—"


PASSES = {
    ALL: lambda line: True,
    SHORT: lambda line: bool(line.short_by) or bool(line.refusal),
    UNDECIDED: lambda line: bool(line.undecided),
    REISSUE: lambda line: line.edition_matches is False,
    NOT_ISSUED: lambda line: line.latest_edition is None,
    SAMPLES: lambda line: line.is_sample,
}


COUNTED = (SHORT, UNDECIDED, REISSUE, NOT_ISSUED, SAMPLES)
"""The filters in the order of `ProjectCounts`, after all projects."""


def columns(today: date) -> tuple[Column[ProjectLine], ...]:
    """The columns; TODAY decides which days are shown with their year."""

    def day(value: date | None) -> str:
        return listed_day(value, today) if value else "—"

    return (
        Column("状态", show=state_of, sort=lambda line: _RANK[mark_of(line)], width=126, mark=mark_of),
        Column("编号", show=lambda line: line.number, sort=_by_number, width=112, searchable=True),
        Column("项目", show=lambda line: line.name, searchable=True, least=290, tip=lambda line: line.refusal),
        Column(
            "企业",
            show=lambda line: line.enterprise,
            width=210,
            most=300,
            searchable=True,
            drop=2,
            color=lambda line: "text2",
        ),
        Column("环节", show=lambda line: line.stage, width=56, drop=4),
        Column(
            "目标",
            show=lambda line: f"{line.target_name} {day(line.target_on)}" if line.target_on else "—",
            sort=lambda line: line.target_on,
            width=156,
            right=True,
            drop=3,
        ),
        Column(
            "预计投产",
            show=lambda line: day(line.operate_on),
            sort=lambda line: line.operate_on,
            width=136,
            right=True,
            dashed=lambda line: line.operate_provisional,
        ),
        Column("手册", show=edition_of, sort=lambda line: line.latest_edition, width=64, most=90, right=True, drop=5),
        Column(
            "登记",
            show=lambda line: day(line.registered_on),
            sort=lambda line: line.registered_on,
            width=112,
            right=True,
            drop=6,
        ),
    )


_RANK = {
    Mark.FAILED: 0, Mark.OVERDUE: 1, Mark.CHANGED: 2, Mark.UNDECIDED: 3, Mark.NOT_STARTED: 4, Mark.ON_TIME: 5,
}  # fmt: skip


def _by_number(line: ProjectLine) -> tuple[str, int, str]:
    """GX-2026-10000 after GX-2026-9999."""
    return line.number[:8], len(line.number), line.number


class ProjectFinder:
    """Finds projects by number, name, enterprise and project code while one types, as the search does: by characters, whole
    pinyin and initials, in any letter case and width; every word must be found. Made off the UI thread.
    """

    def __init__(self, lines: Sequence[ProjectLine], readings: Readings) -> None:
        self.lines = tuple(lines)
        self._index = TextIndex(
            ((line.name, line.enterprise, line.number, line.project_code) for line in self.lines), readings
        )

    def find(self, text: str, passes: str = ALL) -> list[ProjectLine]:
        """Lines that TEXT finds and that pass the filter, in the order given; all of them for a text without a letter."""
        wanted, entries = PASSES[passes], self._index.entries(text)
        if entries is None:
            return [line for line in self.lines if wanted(line)]
        found = map(self.lines.__getitem__, entries)
        return list(found) if passes == ALL else [line for line in found if wanted(line)]

    def counts(self) -> ProjectCounts:
        """The same as `DeskLists.project_counts`, of the lines that are here."""
        return ProjectCounts(len(self.lines), *(sum(map(PASSES[each], self.lines)) for each in COUNTED))


class ProjectsModel(RowsModel[ProjectLine]):
    def __init__(self, today: date) -> None:
        super().__init__(columns(today), key=lambda line: line.number)
