"""Which papers are kept as golden, and the dossiers they are made of."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import lru_cache

from gxq_desktop.application.dossier.changes import changes_since
from gxq_desktop.application.issue_edition import draft_edition
from gxq_desktop.application.register_project import register_project
from gxq_desktop.application.views import Dossier, NoticeLine, RecordedNotice
from gxq_desktop.documents.papers import Papers
from tests.application.fakes import FakeDesk, sample
from tests.documents.dossiers import make_dossier
from tests.documents.papers_small.editions import two_editions
from tests.documents.papers_small.written_off import dossier_with_write_offs, view_of

CHECK_CODE = "7K3F-92QD"
"""In place of the real one, which changes with every word of the catalogue and stands in the foot of every page."""
MISSING = (
    NoticeLine("授权委托书原件", "没有写委托期限，法定代表人没有签字"),
    NoticeLine("总平面图与经济技术指标", "绿地率与规划条件不一致：图上 12%，条件不低于 15%", date(2026, 6, 10)),
)
PAPERS = Papers()


@lru_cache
def dossier_of(sample: str) -> Dossier:
    return _with_steady_code(make_dossier(sample))


def _with_steady_code(dossier: Dossier) -> Dossier:
    identity = replace(dossier.identity, check_code=CHECK_CODE)
    return replace(dossier, identity=identity, qr_text=dossier.qr_text.replace(dossier.identity.check_code, CHECK_CODE))


def _notice(correction: bool) -> bytes:
    days = date(2026, 6, 1), date(2026, 6, 8)
    return PAPERS.notice(dossier_of("N1"), RecordedNotice("A23", MISSING, *days, "王科长", "", correction))


def _change_slip() -> bytes:
    old, dossier = two_editions("N1", later=date(2026, 4, 3))
    return PAPERS.change_slip(_with_steady_code(dossier), changes_since(old, dossier))


@lru_cache
def _written_off() -> Dossier:
    return _with_steady_code(dossier_with_write_offs())


def _recorded_notice() -> bytes:
    dossier = _written_off()
    return PAPERS.notice(dossier, dossier.notices[0])


def _changed_pages() -> bytes:
    """What changed in N1's manual between two printing days: nothing but what is counted from them."""
    desk = FakeDesk(date(2026, 3, 9))
    number = register_project(sample("N1"), desk).number
    old = PAPERS.manual(_with_steady_code(draft_edition(number, desk).dossier))
    desk.clock.day = date(2026, 3, 20)
    new = _with_steady_code(draft_edition(number, desk).dossier)
    new = replace(new, identity=replace(new.identity, edition=2, replaces=1))
    return PAPERS.changed_pages(new, old, "第 1 版，2026-03-09 印").pdf


MAKERS: dict[str, Callable[[], bytes]] = {
    "N1-manual": lambda: PAPERS.manual(dossier_of("N1")),
    "N1-countdown-A4": lambda: PAPERS.countdown(dossier_of("N1"), "A4"),
    "N1-countdown-A3": lambda: PAPERS.countdown(dossier_of("N1"), "A3"),
    "N1-wallchart-A3": lambda: PAPERS.wallchart(dossier_of("N1"), "A3"),
    "S17-manual": lambda: PAPERS.manual(dossier_of("S17-obstacle")),
    "S17-countdown-A4": lambda: PAPERS.countdown(dossier_of("S17-obstacle"), "A4"),
    "S17-wallchart-A3": lambda: PAPERS.wallchart(dossier_of("S17-obstacle"), "A3"),
    "checklist": lambda: PAPERS.checklist(dossier_of("N1")),
    "next-visit": lambda: PAPERS.next_visit(dossier_of("N1"), ""),
    "item-card": lambda: PAPERS.item_card(dossier_of("N1"), "A23"),
    "department-sheet": lambda: PAPERS.department_sheet(dossier_of("N1"), "住建口"),
    "hand-over": lambda: PAPERS.hand_over(dossier_of("N1")),
    "single-notice": lambda: _notice(correction=False),
    "correction-notice": lambda: _notice(correction=True),
    "change-slip": _change_slip,
    "changed-pages": _changed_pages,
    "recorded-notice": _recorded_notice,
    "write-off": lambda: PAPERS.write_off(_written_off(), view_of("A07")),
    "write-off-list": lambda: PAPERS.write_off_list(_written_off(), _written_off().written_off),
}
