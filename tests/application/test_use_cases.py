from datetime import date
from pathlib import Path

import pytest

from gxq_desktop.application.answer_questions import answer_questions
from gxq_desktop.application.demo import make_demo
from gxq_desktop.application.issue_edition import issue_edition
from gxq_desktop.application.item_listing import list_items
from gxq_desktop.application.override_verdict import override_verdict
from gxq_desktop.application.ports import EditionNotFound, ProjectNotFound, StoreError
from gxq_desktop.application.print_paper import NeverPrinted, print_paper
from gxq_desktop.application.question_listing import list_questions
from gxq_desktop.application.register_project import register_project
from gxq_desktop.domain.editions import IssuedPaper
from gxq_desktop.domain.errors import DomainError, DomainErrors
from tests.application.fakes import FakeDesk, sample


@pytest.fixture
def desk() -> FakeDesk:
    return FakeDesk()


def register(desk: FakeDesk, name: str = "N1") -> str:
    return register_project(sample(name), desk).number


def test_a_registered_project_gets_the_next_number_of_its_year(desk: FakeDesk) -> None:
    assert (register(desk), register(desk, "N2")) == ("GX-2026-0001", "GX-2026-0002")


def test_a_refused_intake_keeps_nothing_and_takes_no_number(desk: FakeDesk) -> None:
    document = sample()
    document["project"]["credit_code"] = "wrong"

    with pytest.raises(DomainErrors):
        register_project(document, desk)

    assert desk.uow.kept["projects"] == {} and register(desk) == "GX-2026-0001"


def test_the_same_project_code_twice_is_a_warning(desk: FakeDesk) -> None:
    register(desk)

    assert any("已登记为 GX-2026-0001" in warning for warning in register_project(sample(), desk).warnings)


def test_an_unknown_number_is_refused_everywhere(desk: FakeDesk) -> None:
    for refused in (
        lambda: list_items("GX-1", desk),
        lambda: list_questions("GX-1", desk),
        lambda: answer_questions("GX-1", {}, desk),
        lambda: print_paper("GX-1", "manual", "A4", desk),
        lambda: issue_edition("GX-1", desk),
    ):
        with pytest.raises(ProjectNotFound, match="GX-1"):
            refused()


def test_answers_change_which_items_apply(desk: FakeDesk) -> None:
    number = register(desk)

    assert answer_questions(number, {"energy_tce": "1200"}, desk) == ("A05", "B07")
    assert [each["key"] for each in list_questions(number, desk)["questions"]] == ["energy_exempt"]
    assert answer_questions(number, {"energy_exempt": "是"}, desk) == ("A05", "B07")
    assert list_questions(number, desk)["questions"] == []


def test_a_wrong_answer_saves_none_of_them(desk: FakeDesk) -> None:
    number = register(desk)
    before = desk.uow.kept["projects"][number].facts

    with pytest.raises(DomainErrors, match="答案有错"):
        answer_questions(number, {"river": "是", "land_supply": "gift"}, desk)

    assert desk.uow.kept["projects"][number].facts == before


def test_an_override_stands_beside_the_rules_own_verdict(desk: FakeDesk) -> None:
    number = register(desk)

    override_verdict(number, "a25", True, "喷漆房按易燃易爆场所管理", "张琳", desk)

    item = next(each for each in list_items(number, desk)["items"] if each["code"] == "A25")
    assert (item["verdict"], item["verdict_by_rule"]) == ("applies", "not_applicable")
    assert item["override"] == {
        "applies": True,
        "reason": "喷漆房按易燃易爆场所管理",
        "officer": "张琳",
        "on": "2026-03-09",
    }
    override_verdict(number, "A25", None, "", "", desk)
    assert next(each for each in list_items(number, desk)["items"] if each["code"] == "A25")["override"] is None


@pytest.mark.parametrize(
    ("code", "applies", "reason", "officer", "words"),
    [
        ("A99", True, "x", "y", "没有编码为“A99”"),
        ("A25", True, "", "y", "没有写理由"),
        ("A25", True, "x", " ", "没有写认定人"),
        ("A25", None, "", "", "没有人工认定"),
    ],
)
def test_an_override_without_reason_name_or_item_is_refused(
    desk: FakeDesk, code: str, applies: bool | None, reason: str, officer: str, words: str
) -> None:
    number = register(desk)

    with pytest.raises(DomainError, match=words):
        override_verdict(number, code, applies, reason, officer, desk)


def test_printing_twice_on_one_day_gives_the_same_edition_and_bytes(desk: FakeDesk) -> None:
    number = register(desk)

    first = print_paper(number, "manual", "A4", desk)
    second = print_paper(number, "manual", "A4", desk)

    assert (first.pdf, first.edition) == (second.pdf, second.edition)
    assert desk.papers.made == ["manual"]


def test_all_papers_of_a_day_belong_to_one_edition(desk: FakeDesk) -> None:
    number = register(desk)

    editions = {
        print_paper(number, kind, paper, desk).edition.number
        for kind, paper in (("manual", "A4"), ("countdown", "A4"), ("countdown", "A3"), ("wallchart", "A3"))
    }

    assert editions == {1}


def test_a_changed_fact_gives_the_next_edition_and_the_old_one_stays(desk: FakeDesk) -> None:
    number = register(desk)
    first = print_paper(number, "manual", "A4", desk)

    answer_questions(number, {"civil_area": 5000}, desk)
    same_items = print_paper(number, "manual", "A4", desk)
    answer_questions(number, {"river": "是"}, desk)
    second = print_paper(number, "manual", "A4", desk)

    assert [first.edition.number, same_items.edition.number, second.edition.number] == [1, 2, 3]
    assert print_paper(number, "manual", "A4", desk, edition=1).pdf == first.pdf
    assert first.edition.facts["river"] is False and second.edition.facts["river"] is True


def test_box_numbers_are_kept_and_never_reused(desk: FakeDesk) -> None:
    number = register(desk)
    first = issue_edition(number, desk).edition
    answer_questions(number, {"river": "是"}, desk)
    second = issue_edition(number, desk).edition
    answer_questions(number, {"river": "否", "own_water_intake": "是"}, desk)
    third = issue_edition(number, desk).edition

    assert first.box_numbers.items() <= second.box_numbers.items() <= third.box_numbers.items()
    assert second.box_numbers["A10"] > max(first.box_numbers.values())
    assert third.box_numbers["A11"] > max(second.box_numbers.values())
    assert len(set(third.box_numbers.values())) == len(third.box_numbers)


def test_the_next_day_is_a_new_edition_since_papers_count_down(desk: FakeDesk) -> None:
    number = register(desk)
    first = issue_edition(number, desk).edition

    desk.clock.day = date(2026, 3, 10)
    second = issue_edition(number, desk).edition

    assert (first.number, second.number) == (1, 2)
    assert first.content_digest == second.content_digest and first.check_code != second.check_code


def test_an_old_edition_is_reprinted_only_as_it_was(desk: FakeDesk) -> None:
    number = register(desk)
    print_paper(number, "manual", "A4", desk)

    with pytest.raises(NeverPrinted, match="第 1 版没有印过上墙工期图 A0"):
        print_paper(number, "wallchart", "A0", desk, edition=1)
    with pytest.raises(EditionNotFound):
        print_paper(number, "manual", "A4", desk, edition=2)


def test_a_damaged_kept_paper_is_noticed(desk: FakeDesk) -> None:
    number = register(desk)
    print_paper(number, "manual", "A4", desk)
    desk.uow.kept["papers"][number, 1, "manual", "A4"] = IssuedPaper("manual", "A4", "0" * 64, b"other")

    with pytest.raises(StoreError, match="已经损坏"):
        print_paper(number, "manual", "A4", desk, edition=1)


def test_warnings_tell_what_is_missing_before_printing(desk: FakeDesk) -> None:
    document = sample("S17-obstacle")
    document["project"].pop("contacts")
    number = register_project(document, desk).number

    warnings = " ".join(print_paper(number, "manual", "A4", desk).warnings)

    assert "帮办员、项目监督秘书、企业经办人" in warnings
    assert "4 项待定" in warnings and "C18" in warnings
    assert "2027 年的放假通知还没有装入" in warnings


def test_the_demo_can_be_run_twice_and_registers_once(desk: FakeDesk, tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    make_demo(desk, tmp_path, lambda done, total: seen.append((done, total)))
    make_demo(desk, tmp_path, lambda done, total: None)

    assert len(desk.uow.kept["projects"]) == 9
    assert len(list(tmp_path.glob("*.pdf"))) == 27
    assert seen[-1] == (27, 27)


def test_a_folder_that_cannot_be_written_is_refused_in_words(desk: FakeDesk, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("a file, not a folder")

    with pytest.raises(StoreError, match="没有写成"):
        make_demo(desk, tmp_path / "taken", lambda done, total: None)
