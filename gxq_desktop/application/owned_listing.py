"""The three clocks (三个时钟) over a project, an authority or everything, within a period."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from gxq_desktop.application.ledger_listing import LedgerFilter, owned_totals
from gxq_desktop.application.ports import Services
from gxq_desktop.domain.case_states import Party
from gxq_desktop.domain.frozen import frozen
from gxq_desktop.domain.owned_days import OwnedDays

ALL_CLOSED = "已全部销账的单位"


@frozen
class OwnedReport:
    """Working days that passed, by owner. period: None for all days since each row began. by_authority: by name, those that have
    any; last and together, under ALL_CLOSED, those that have nothing open any more."""

    period: tuple[date, date] | None
    total: OwnedDays
    by_authority: tuple[tuple[str, OwnedDays], ...]


def owned_report(
    services: Services, asked: LedgerFilter | None = None, period: tuple[date, date] | None = None
) -> OwnedReport:
    """The sums over the rows ASKED for and over those of each authority. Raises DomainError, StoreError."""
    wanted = asked or LedgerFilter()
    names = (wanted.authority,) if wanted.authority else services.ledger.authorities()
    each = [(name, owned_totals(services, replace(wanted, authority=name), period)) for name in names]
    total = owned_totals(services, wanted, period)
    each.append((ALL_CLOSED, total - sum((days for _, days in each), OwnedDays())))
    return OwnedReport(period, total, tuple(pair for pair in each if pair[1].total))


def owned_report_listing(report: OwnedReport) -> dict[str, Any]:
    """REPORT with English keys and ISO days."""
    return {
        "since": report.period[0].isoformat() if report.period is not None else None,
        "until": report.period[1].isoformat() if report.period is not None else None,
        "days_by_owner": report.total.listing(),
        "by_authority": {name: days.listing() for name, days in report.by_authority},
    }


def owned_report_lines(report: OwnedReport) -> Iterable[str]:
    """REPORT for the terminal."""
    yield f"合计：{_told(report.total)}"
    for name, days in report.by_authority:
        yield f"  {name}：{_told(days)}"


def _told(days: OwnedDays) -> str:
    parts = (
        (Party.AUTHORITY, days.authority),
        (Party.ENTERPRISE, days.enterprise),
        (Party.INTERMEDIARY, days.intermediary),
    )
    return f"{days.total} 个工作日，其中{'、'.join(f'{party.label} {count}' for party, count in parts)}"
