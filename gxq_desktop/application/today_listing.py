"""工作台 for the terminal and for other programs: what `today` prints, in the words of the page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from gxq_desktop.application.look_at_today import more_of_today
from gxq_desktop.application.ports import Services
from gxq_desktop.application.today import TodayFilter, TodayRow, TodayView


def today_listing(view: TodayView) -> dict[str, Any]:
    """VIEW with English keys and ISO days, for `today --json`."""

    def day(on: date | None) -> str | None:
        return on.isoformat() if on is not None else None

    def line(row: TodayRow) -> dict[str, Any]:
        return {
            "project": row.number,
            "project_name": row.project,
            "step": row.step_id,
            "code": row.code,
            "name": row.what,
            "sign": row.sign.value,
            "state_label": row.state,
            "event": row.event,
            "office": row.office,
            "turn": row.turn,
            "due_on": day(row.on),
            "original_due_on": day(row.original_on),
            "statutory_due_on": day(row.statutory_on),
            "missing_until": day(row.missing_on),
            "days_left": row.days_left,
            "left": row.left,
            "next_step": row.next_step,
            "provisional": row.provisional,
        }

    return {
        "today": view.today.isoformat(),
        "projects": view.projects,
        "counts": {asked.value: count for asked, count in view.filters.items()},
        "groups": [
            {
                "group": each.group.value,
                "title": each.group.heading,
                "total": each.total,
                "rows": [line(row) for row in each.rows],
            }
            for each in view.groups
        ],
    }


def today_lines(view: TodayView) -> Iterable[str]:
    """VIEW for the terminal, its groups under each other."""
    if not view.groups:
        yield "没有要办的事项。"
        return
    for each in view.groups:
        cut = f"，列出前 {len(each.rows)} 项" if each.total > len(each.rows) else ""
        yield f"{each.group.heading}　{each.total} 项{cut}" + (f"　{each.note}" if each.note else "")
        for row in each.rows:
            where = f"{row.number}  {row.step_id:<10}" if row.step_id else f"{row.number}  "
            day = f"{row.on_text} {row.event}  " if row.on_text else ""
            yield f"  {where}{row.word}  {row.left}  {row.what}  {day}{row.office}  {row.next_step}".rstrip()


def whole_view(services: Services, view: TodayView) -> TodayView:
    """VIEW with every row of its groups read, page after page. Raises StoreError."""
    groups = []
    for each in view.groups:
        rows = list(each.rows)
        while len(rows) < each.total:
            more = more_of_today(services, view, each.group, len(rows))
            if not more:
                break
            rows += more
        groups.append(replace(each, rows=tuple(rows)))
    return replace(view, groups=tuple(groups))


def filter_named(word: str) -> TodayFilter | None:
    """The filter with that id; None if there is none. That of news is the window's own."""
    found = {each.value: each for each in TodayFilter if each is not TodayFilter.NEWS}
    return found.get(word)
