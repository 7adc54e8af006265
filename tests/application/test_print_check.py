from collections.abc import Sequence
from datetime import date

import pytest

from gxq_desktop.application.bureau import BureauDetails, with_bureau
from gxq_desktop.application.intake_form import CREDIT_CODE, PROJECT_CODE, FieldId, intake_form
from gxq_desktop.application.issue_edition import draft_edition
from gxq_desktop.application.paper_kinds import MANUAL_PARTS
from gxq_desktop.application.print_check import Finding, FindingKind, Remedy, check_before_printing
from gxq_desktop.application.register_project import register_project
from gxq_desktop.application.views import Dossier
from gxq_desktop.documents.papers import Papers
from gxq_desktop.domain.case_states import EventKind
from tests.application.fakes import FakeDesk, FakePapers, sample
from tests.documents.papers_small.written_off import desk_with_write_offs, recorded


class RealCharacters(FakePapers):
    def unprintable(self, dossier: Dossier):
        return Papers().unprintable(dossier)


@pytest.fixture
def desk() -> FakeDesk:
    return FakeDesk()


def findings(desk: FakeDesk, document: dict, *kinds: FindingKind) -> Sequence[Finding]:
    number = register_project(document, desk).number
    found = check_before_printing(draft_edition(number, desk), desk)
    return [each for each in found if each.kind in kinds] if kinds else found


def test_an_undecided_item_names_the_question_that_settles_it(desk: FakeDesk) -> None:
    document = sample("N3")
    del document["facts"]["energy_tce"]

    (found,) = findings(desk, document, FindingKind.UNDECIDED)

    assert found.headline == "2 项待定：A05、B07"
    assert found.detail == "缺“年综合能耗tce”"
    assert (found.remedy, found.target, found.chapter) == (Remedy.ANSWER, "energy_tce", "undecided")


def test_a_single_undecided_item_is_called_by_its_name(desk: FakeDesk) -> None:
    document = sample()
    del document["facts"]["river"]

    found = findings(desk, document, FindingKind.UNDECIDED)

    assert all("：待定" in each.headline or "项待定" in each.headline for each in found)
    assert sum(each.headline.count("A10") for each in found) == 1


def test_every_undecided_row_is_told_once(desk: FakeDesk) -> None:
    document = sample("N3")
    document["facts"] = {}
    number = register_project(document, desk).number
    draft = draft_edition(number, desk)

    found = [each for each in check_before_printing(draft, desk) if each.kind is FindingKind.UNDECIDED]

    told = 0
    for each in found:
        told += int(each.headline.split(" ")[0]) if "项待定" in each.headline else 1
    assert told == sum(count.undecided for count in draft.dossier.counts) > 10


def test_a_value_taken_in_place_of_a_missing_fact_is_told_with_the_fact(desk: FakeDesk) -> None:
    document = sample("N3")
    del document["facts"]["contract_days"]

    found = findings(desk, document, FindingKind.FACT)

    assert [(each.headline, each.detail, each.remedy, each.target) for each in found] == [
        ("合同工期未提供", "完工以后的日期先按 240 日估算", Remedy.ANSWER, "contract_days")
    ]


def test_what_a_question_asks_for_is_not_told_again_as_missing_on_page_three(desk: FakeDesk) -> None:
    document = sample("N3")
    del document["facts"]["energy_tce"]

    assert findings(desk, document, FindingKind.FACT) == []


def test_contacts_missing_or_without_a_telephone_are_told_one_by_one(desk: FakeDesk) -> None:
    document = sample()
    document["project"]["contacts"] = [{"role": "帮办员", "name": "李晓岚", "phone": ""}]

    found = findings(desk, document, FindingKind.CONTACT)

    assert [each.headline for each in found] == ["帮办员没有电话", "没有挂包领导", "没有项目监督秘书", "没有企业经办人"]
    fields = intake_form(desk.catalogue).fields
    assert [fields[FieldId(each.target)].label for each in found] == [
        "帮办员电话",
        "挂包领导姓名",
        "项目监督秘书姓名",
        "企业经办人姓名",
    ]
    assert {each.remedy for each in found} == {Remedy.CONTACTS}


def test_missing_codes_lead_to_their_field(desk: FakeDesk) -> None:
    document = sample()
    document["project"]["credit_code"] = document["project"]["project_code"] = ""

    found = findings(desk, document, FindingKind.CODE)

    assert [each.target for each in found] == [CREDIT_CODE, PROJECT_CODE]


def test_provisional_dates_lead_to_the_calendar_of_the_year_without_a_notice(desk: FakeDesk) -> None:
    (found,) = findings(desk, sample(), FindingKind.PROVISIONAL)

    assert found.headline.endswith(" 步的日期暂定")
    assert found.detail == "2027 年的放假通知还没有装入"
    assert (found.remedy, found.target) == (Remedy.CALENDAR, "2027")


def test_a_character_no_font_has_leads_to_where_it_was_typed(desk: FakeDesk) -> None:
    desk.papers = RealCharacters()
    document = sample()
    document["project"]["enterprise"] = "达州𮯰记机械有限公司"

    (found,) = findings(desk, document, FindingKind.CHARACTER)

    assert found.headline == "“𮯰”（U+2EBF0）印不出来"
    assert "达州𮯰记机械有限公司" in found.detail
    assert (found.remedy, found.chapter) == (Remedy.PROJECT, "glance")


def test_sample_telephone_numbers_are_not_handed_out_unnoticed(desk: FakeDesk) -> None:
    bureau, windows = findings(desk, sample(), FindingKind.TEMPLATE)

    assert "本局的名称、地址、电话还是样例" in bureau.headline and bureau.remedy is Remedy.BUREAU
    assert "个窗口的号码、电话还是样例" in windows.headline and windows.remedy is Remedy.CATALOGUE


def test_once_the_bureau_gave_its_own_details_they_are_no_samples(desk: FakeDesk) -> None:
    desk.catalogue = with_bureau(desk.catalogue, BureauDetails("甲局", "甲中心", "甲路 1 号", "0818-1", "0818-2"))

    assert [each.remedy for each in findings(desk, sample(), FindingKind.TEMPLATE)] == [Remedy.CATALOGUE]


@pytest.mark.parametrize("name", ["N1", "N2", "N3", "N4", "N5", "N6", "N7", "N8", "S17-obstacle"])
def test_every_finding_has_a_chapter_of_the_manual_and_is_told_once(desk: FakeDesk, name: str) -> None:
    document = sample(name)
    document["project"]["contacts"] = []
    document["facts"] = dict(list(document["facts"].items())[:6])

    found = findings(desk, document)

    assert {each.chapter for each in found} <= {part.key for part in MANUAL_PARTS}
    assert len({(each.kind, each.headline) for each in found}) == len(found)
    assert [list(FindingKind).index(each.kind) for each in found] == sorted(
        list(FindingKind).index(each.kind) for each in found
    )


def test_a_character_of_a_record_that_cannot_be_printed_leads_to_the_record() -> None:
    desk, number = desk_with_write_offs()
    desk.papers = RealCharacters()
    desk.clock.day = date(2026, 4, 29)
    recorded(desk, number, "A09", EventKind.SUBMITTED, date(2026, 4, 29))
    recorded(desk, number, "A09", EventKind.NOTICED, date(2026, 4, 29), note="𮯰字写错；公章：不清")

    (finding,) = [
        each for each in check_before_printing(draft_edition(number, desk), desk) if each.kind is FindingKind.CHARACTER
    ]

    assert finding.remedy is Remedy.RECORDS and "告知记录" in finding.detail and finding.chapter
