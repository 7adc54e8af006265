"""Whether the store is whole (数据检查): pages, references, papers byte for byte. Reads only."""

from __future__ import annotations

import hashlib
import sqlite3
from collections.abc import Iterator, Sequence

from sqlalchemy import Connection, Engine, text

from gxq_desktop.application.ports import Report, StoreError, StoreFault

_RESTORE = "请不要再写入，从最近的备份恢复，并留好现在的数据文件。"
_NAMES = {
    "project": "项目",
    "project_fact": "项目的答案",
    "project_override": "人工认定",
    "project_stage": "项目环节",
    "edition": "发出的版本",
    "issued_paper": "发出的纸",
    "hand_over": "移交记录",
    "plan_summary": "计划摘要",
    "plan_step": "计划的日期",
    "plan_variant": "计划方案",
    "sample_project": "示例标记",
    "draft": "接件草稿",
    "case_event": "办件记录",
    "agreed_plan": "约定的计划",
    "missed_date": "超期记录",
    "project_version": "项目的旧版",
    "ledger_head": "台账",
    "ledger_step": "台账的行",
    "ledger_warning": "预警",
    "owned_span": "三个时钟",
}
_PAPERS = {"manual": "办理手册", "countdown": "倒计时工期表", "wallchart": "上墙工期图"}
_MOST = 20
"""Faults of one kind that are told one by one."""


class SqlStoreCheck:
    """See `ports.StoreCheck`. On PostgreSQL pages and references are the server's to watch; papers are compared on both."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def faults(self, report: Report) -> Sequence[StoreFault]:
        found: list[StoreFault] = []
        with self._engine.connect() as connection:
            if self._engine.dialect.name == "sqlite":
                found += _damaged_pages(connection)
                if found:
                    return found
                found += _orphans(connection)
            found += _numbers_given_twice(connection)
            found += _changed_papers(connection, report)
        return found


def _damaged_pages(connection: Connection) -> Iterator[StoreFault]:
    try:
        for row in connection.exec_driver_sql(f"PRAGMA integrity_check({_MOST})"):
            if row[0] != "ok":
                yield StoreFault(f"数据文件有损坏的地方（{row[0]}）。", _RESTORE)
    except StoreError as refusal:  # too damaged even for being checked
        if getattr(refusal.__cause__, "sqlite_errorcode", 0) & 0xFF not in (
            sqlite3.SQLITE_CORRUPT,
            sqlite3.SQLITE_NOTADB,
        ):
            raise
        yield StoreFault(f"数据文件有损坏的地方（{refusal.__cause__}）。", _RESTORE)


def _orphans(connection: Connection) -> Iterator[StoreFault]:
    counts: dict[tuple[str, str], int] = {}
    for table, _row, parent, _key in connection.exec_driver_sql("PRAGMA foreign_key_check"):
        counts[table, parent] = counts.get((table, parent), 0) + 1
    for (table, parent), count in sorted(counts.items()):
        yield StoreFault(
            f"有 {count} 条{_NAMES.get(table, table)}找不到所属的{_NAMES.get(parent, parent)}。",
            "它们不影响别的项目。请把数据文件交给维护人员，或从备份恢复。",
        )


def _numbers_given_twice(connection: Connection) -> Iterator[StoreFault]:
    """A year whose next number is one that a project already has."""
    last = {
        str(year): serial for year, serial in connection.execute(text("SELECT year, last_serial FROM number_sequence"))
    }
    highest: dict[str, tuple[int, str]] = {}
    for (number,) in connection.execute(text("SELECT number FROM project")):
        _, year, serial = [*number.split("-"), "", ""][:3]
        if serial.isdigit() and int(serial) > highest.get(year, (0, ""))[0]:
            highest[year] = (int(serial), number)
    for year, (serial, number) in sorted(highest.items()):
        if serial > last.get(year, 0):
            yield StoreFault(
                f"{year} 年的编号只记到 {last.get(year, 0)}，但已有项目 {number}。",
                "下一个项目会登记不上。请把数据文件交给维护人员，或从备份恢复。",
                number,
            )


def _changed_papers(connection: Connection, report: Report) -> Iterator[StoreFault]:
    """Papers whose bytes are no longer those that were handed over."""
    keys = connection.execute(
        text("SELECT project_number, edition_number, kind, variant, sha256 FROM issued_paper ORDER BY 1, 2, 3, 4")
    ).fetchall()
    for done, (number, edition, kind, variant, sha256) in enumerate(keys):
        report(done, len(keys))
        pdf = connection.execute(
            text(
                "SELECT pdf FROM issued_paper WHERE project_number = :number AND edition_number = :edition"
                " AND kind = :kind AND variant = :variant"
            ),
            {"number": number, "edition": edition, "kind": kind, "variant": variant},
        ).scalar()
        if pdf is None or hashlib.sha256(pdf).hexdigest() != sha256:
            yield StoreFault(
                f"项目 {number} 第 {edition} 版的{_PAPERS.get(kind, kind)}（{variant}）和发出时不一样了。",
                "重印这一版会和企业手里的不同。请从较早的备份恢复，或另发一版。",
                number,
            )
    report(len(keys), len(keys))
