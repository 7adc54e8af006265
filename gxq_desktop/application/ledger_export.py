"""Write what the ledger's page lists as a workbook (导出 Excel): every row of the view, not only those scrolled to."""

from __future__ import annotations

from datetime import date
from pathlib import Path

from gxq_desktop.application.file_names import safe_name
from gxq_desktop.application.files import write_whole
from gxq_desktop.application.ledger_ask import LedgerAsk, Period
from gxq_desktop.application.ledger_desk import LedgerEntry, entries_of, window_names
from gxq_desktop.application.ledger_listing import list_ledger, owned_totals
from gxq_desktop.application.ports import Report, Services
from gxq_desktop.domain.errors import DomainError
from gxq_desktop.domain.frozen import frozen
from gxq_desktop.domain.owned_days import OwnedDays

PAGE = 5_000
MOST_ROWS = 50_000
"""Rows of a sheet; Excel itself takes 1,048,576, but so many fill the memory of an office PC and nobody reads them."""


@frozen
class LedgerSheet:
    """What the workbook holds. title: the view's name. conditions: the filters in words, () for none."""

    title: str
    conditions: tuple[str, ...]
    bureau: str
    printed_on: date
    entries: tuple[LedgerEntry, ...]
    owned: OwnedDays


def export_ledger(
    services: Services, ask: LedgerAsk, file: Path, title: str, report: Report = lambda done, total: None
) -> Path:
    """Write all rows that ASK finds to FILE, whole or not at all. Raises DomainError for more than MOST_ROWS rows, StoreError."""
    sheet = ledger_sheet(services, ask, title, report)
    write_whole(file, services.companions.ledger_workbook(sheet))
    return file


def ledger_sheet(
    services: Services, ask: LedgerAsk, title: str, report: Report = lambda done, total: None
) -> LedgerSheet:
    """All rows that ASK finds, with its filters in words."""
    today = services.clock.today()
    asked = ask.as_filter(today, services.catalogue)
    entries: list[LedgerEntry] = []
    while True:
        page = list_ledger(services, asked, PAGE, len(entries))
        if page.total > MOST_ROWS:
            raise DomainError(f"列出的有 {page.total:,} 项，一次最多导出 {MOST_ROWS:,} 项。", "先筛选，再导出。")
        entries += entries_of(page.lines, services)
        report(len(entries), page.total)
        if len(page.lines) < PAGE:
            break
    return LedgerSheet(
        title,
        conditions_in_words(ask, services),
        services.catalogue.centre.bureau,
        today,
        tuple(entries),
        owned_totals(services, asked),
    )


def conditions_in_words(ask: LedgerAsk, services: Services) -> tuple[str, ...]:
    """The filters of ASK as the page names them."""
    found = []
    if ask.standing is not None and not ask.closed:
        found.append(f"状态 {ask.standing.label}")
    if ask.number:
        found.append(f"项目 {ask.number}")
    if ask.authority:
        found.append(f"主办 {ask.authority}")
    if ask.window_id:
        found.append(f"窗口 {window_names(services).get(ask.window_id, ask.window_id)}")
    if ask.person:
        found.append(f"经办 {ask.person}")
    if ask.period is Period.BETWEEN and (ask.first or ask.last):
        found.append(f"到期 {ask.first or '不限'} 至 {ask.last or '不限'}")
    elif ask.period is not Period.ANY:
        found.append(ask.period.label)
    if ask.whose is not None:
        found.append(f"轮到 {ask.whose.label}")
    if ask.missing:
        found.append("容缺未补")
    if ask.closed:
        found.append("已销账")
    if ask.text:
        found.append(f"找 {ask.text}")
    return tuple(found)


def ledger_file_name(title: str, today: date) -> str:
    """台账 按剩余天数 2026-09-16.xlsx."""
    return f"{safe_name(f'台账 {title} {today.isoformat()}')}.xlsx"
