"""A project some of whose steps are written off: in time, and late after a correction and an expert review."""

from __future__ import annotations

from datetime import date
from functools import lru_cache
from typing import Any

from gxq_desktop.application.issue_edition import draft_edition
from gxq_desktop.application.record_event import RecordRequest, record_event
from gxq_desktop.application.register_project import register_project
from gxq_desktop.application.views import Dossier, WriteOffView
from gxq_desktop.domain.case_states import EventKind
from tests.application.fakes import FakeDesk, sample

PRINTED_ON = date(2026, 4, 29)
LICENCE = "达高审批环〔2026〕12 号"


def recorded(desk: FakeDesk, number: str, step: str, kind: EventKind, on: date, **more: Any) -> None:
    """Record KIND for STEP on that very day."""
    desk.clock.day = on
    record_event(number, RecordRequest(step, kind, on, **more), desk)


def desk_with_write_offs() -> tuple[FakeDesk, str]:
    """A desk on PRINTED_ON and its project: A01 and B01 in time, A07 four working days late."""
    desk = FakeDesk(date(2026, 3, 9))
    number = register_project(sample("N1"), desk).number
    for step, kind, on, more in (
        ("B01", EventKind.PREPARING, date(2026, 3, 9), {}),
        ("B01", EventKind.READY, date(2026, 3, 11), {"document": "委〔2026〕3 号"}),
        ("A01", EventKind.SUBMITTED, date(2026, 3, 9), {}),
        ("A01", EventKind.ACCEPTED, date(2026, 3, 10), {}),
        ("A01", EventKind.CLEARED, date(2026, 3, 11), {"document": "2603-511700-04-01-123456"}),
        ("B01", EventKind.CLEARED, date(2026, 3, 12), {"document": "委〔2026〕3 号"}),
        ("A07", EventKind.SUBMITTED, date(2026, 3, 12), {}),
        ("A07", EventKind.NOTICED, date(2026, 3, 16), {"note": "环评报告表缺噪声预测；公众参与说明没有签章"}),
        ("A07", EventKind.CORRECTED, date(2026, 3, 23), {}),
        ("A07", EventKind.ACCEPTED, date(2026, 3, 24), {}),
        ("A07", EventKind.SUSPENDED, date(2026, 3, 26), {"reason": "专家评审", "until": date(2026, 4, 10)}),
        ("A07", EventKind.RESUMED, date(2026, 4, 8), {}),
        (
            "A07",
            EventKind.GRANTED,
            date(2026, 4, 27),
            {"document": LICENCE, "late_reason": "中介或评审拖延", "note": "评审意见晚交"},
        ),
        ("A07", EventKind.DELIVERED, date(2026, 4, 28), {}),
        ("A07", EventKind.CLEARED, date(2026, 4, 28), {"document": LICENCE}),
    ):
        recorded(desk, number, step, kind, on, **more)
    desk.clock.day = PRINTED_ON
    return desk, number


@lru_cache
def dossier_with_write_offs() -> Dossier:
    desk, number = desk_with_write_offs()
    return draft_edition(number, desk).dossier


def view_of(code: str) -> WriteOffView:
    return next(view for view in dossier_with_write_offs().written_off if view.code == code)
