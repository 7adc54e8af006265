"""What every small paper must carry, and preflight over all of them."""

from collections.abc import Callable
from datetime import date

import pytest

from gxq_desktop.application.dossier.changes import changes_since
from gxq_desktop.application.views import Dossier, NoticeLine, RecordedNotice
from gxq_desktop.documents.papers_small.change_slip import make_change_slip
from gxq_desktop.documents.papers_small.checklist import make_checklist
from gxq_desktop.documents.papers_small.department_sheet import make_department_sheet
from gxq_desktop.documents.papers_small.hand_over_sheet import make_hand_over_sheet
from gxq_desktop.documents.papers_small.next_visit import make_next_visit
from gxq_desktop.documents.papers_small.notices import make_notice
from gxq_desktop.documents.preflight import preflight
from gxq_desktop.documents.sheet import Sheet
from tests.documents.dossiers import make_dossier
from tests.documents.papers_small.editions import two_editions
from tests.documents.sections.chapters import LONG_ENTERPRISE, LONG_NAME, all_words, tags

LINES = (
    NoticeLine("授权委托书原件", "没有写委托期限，法定代表人没有签字"),
    NoticeLine("总平面图与经济技术指标", "绿地率与规划条件不一致：图上 12%，条件不低于 15%", date(2026, 6, 10)),
)


def single_notice(dossier: Dossier) -> list[Sheet]:
    return make_notice(dossier, _notice(dossier, False))


def correction_notice(dossier: Dossier) -> list[Sheet]:
    return make_notice(dossier, _notice(dossier, True))


def _notice(dossier: Dossier, correction: bool) -> RecordedNotice:
    return RecordedNotice(_item(dossier), LINES, date(2026, 6, 1), date(2026, 6, 8), "王科长", "", correction)


def department(dossier: Dossier) -> list[Sheet]:
    return make_department_sheet(dossier, "住建口")


def _item(dossier: Dossier) -> str:
    return max(dossier.cards, key=lambda card: len(card.name)).code


MAKERS = [make_checklist, department, make_next_visit, make_hand_over_sheet, single_notice, correction_notice]
DOSSIERS = {
    "N1": lambda: make_dossier("N1"),
    "N2, late": lambda: make_dossier("N2"),
    "N5": lambda: make_dossier("N5"),
    "obstacle and undecided": lambda: make_dossier("S17-obstacle"),
    "everything": lambda: make_dossier("N1", everything_applies=True),
    "long names": lambda: make_dossier("N1", name=LONG_NAME, enterprise=LONG_ENTERPRISE),
    "nobody assigned": lambda: make_dossier("N1", without_contacts=True),
    "unknown facts": lambda: make_dossier("N1", unknown=("land_supply", "eia_class", "load_kw")),
}


@pytest.mark.parametrize("make", MAKERS)
@pytest.mark.parametrize("kind", DOSSIERS)
def test_the_paper_passes_preflight_without_references_to_a_manual(kind: str, make: Callable[[Dossier], list[Sheet]]):
    sheets = make(DOSSIERS[kind]())

    assert [str(finding) for finding in preflight(sheets)] == []
    assert all(sheet.texts for sheet in sheets)
    assert [sheet.number for sheet in sheets] == list(range(1, len(sheets) + 1))


@pytest.mark.parametrize("make", MAKERS)
def test_the_paper_carries_number_edition_day_check_code_and_the_helpers_phone(make: Callable[[Dossier], list[Sheet]]):
    dossier = make_dossier("N1")

    said = all_words(make(dossier))

    for part in ("GX-2026-0017", "第 1 版", "2026-03-09", dossier.identity.check_code, "李晓岚", "0818-555 0117"):
        assert part in said, part


@pytest.mark.parametrize("make", MAKERS)
def test_the_paper_says_what_to_do_while_nobody_is_assigned(make: Callable[[Dossier], list[Sheet]]):
    assert "待指派" in all_words(make(make_dossier("N1", without_contacts=True)))


@pytest.mark.parametrize("make", MAKERS)
def test_the_paper_has_one_title_for_the_screen_reader(make: Callable[[Dossier], list[Sheet]]):
    assert len(tags(make(make_dossier("N1")), "H1")) == 1


def test_the_change_slip_carries_them_too():
    old, dossier = two_editions(later=date(2026, 3, 23))

    sheets = make_change_slip(dossier, changes_since(old, dossier))

    said = all_words(sheets)
    for part in (
        "GX-2026-0017",
        "第 1 版 → 第 2 版",
        "2026-03-23",
        dossier.identity.check_code,
        "李晓岚",
        "0818-555 0117",
    ):
        assert part in said, part
    assert [str(finding) for finding in preflight(sheets)] == []
    assert len(tags(sheets, "H1")) == 1
