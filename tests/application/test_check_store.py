"""Checking the data: what is told of a project, and what is only worth noting."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from gxq_desktop.application.answer_questions import answer_questions
from gxq_desktop.application.check_store import Gravity, StoreReport, check_store, in_words
from gxq_desktop.application.issue_edition import issue_edition
from gxq_desktop.application.ports import StoreFault
from gxq_desktop.application.register_project import register_project
from gxq_desktop.domain.verdicts import Override
from tests.application.fakes import FakeDesk, sample


class Sound:
    def __init__(self, *faults: StoreFault) -> None:
        self._faults = faults

    def faults(self, report: object) -> tuple[StoreFault, ...]:
        return self._faults


@pytest.fixture
def desk() -> FakeDesk:
    made = FakeDesk()
    made.store_check = Sound()
    return made


def checked(desk: FakeDesk) -> StoreReport:
    return check_store(desk, lambda done, total: None)


def change(desk: FakeDesk, number: str, **changes: object) -> None:
    with desk.unit_of_work() as uow:
        uow.projects.save(replace(uow.projects.get(number), **changes))
        uow.commit()


def test_a_store_in_order_is_said_to_be(desk: FakeDesk) -> None:
    number = register_project(sample(), desk).number
    issue_edition(number, desk)

    found = checked(desk)

    assert found.findings == () and found.is_sound
    assert in_words(found) == ["看了 1 个项目、1 版手册，没有发现问题。"]


def test_damage_in_the_store_comes_first(desk: FakeDesk) -> None:
    number = register_project(sample(), desk).number
    issue_edition(number, desk)
    change(desk, number, name="改了名的项目")
    desk.store_check = Sound(StoreFault("数据文件有损坏的地方。", "请从备份恢复。"))

    found = checked(desk)

    assert [each.gravity for each in found.findings] == [Gravity.DAMAGE, Gravity.NOTE]
    assert not found.is_sound
    assert in_words(found)[0] == "看了 1 个项目、1 版手册：损坏 1 处，留意 1 处。"


def test_an_answer_changed_after_the_edition_is_noted_with_its_name(desk: FakeDesk) -> None:
    number = register_project(sample(), desk).number
    issue_edition(number, desk)
    label = next(fact.label for fact in desk.catalogue.facts.definitions if fact.key == "river")
    answer_questions(number, {"river": "是"}, desk)

    (finding,) = checked(desk).findings

    assert finding.gravity is Gravity.NOTE and finding.number == number
    assert f"第 1 版之后答案改了（{label}）" in finding.problem
    assert "第 2 版" in finding.next_step


def test_another_start_date_is_noted_as_such(desk: FakeDesk) -> None:
    number = register_project(sample(), desk).number
    issue_edition(number, desk)
    with desk.unit_of_work() as uow:
        plan = uow.projects.get(number).plan
    change(desk, number, plan=replace(plan, start_on=date(2026, 5, 11)))

    (finding,) = checked(desk).findings

    assert "起排日、障碍、提速办法、人工认定或日历改了" in finding.problem
    assert "步的日期和发出时不同" in finding.problem


def test_a_name_changed_is_noted_without_dates(desk: FakeDesk) -> None:
    number = register_project(sample(), desk).number
    issue_edition(number, desk)
    change(desk, number, name="改了名的项目")

    (finding,) = checked(desk).findings

    assert finding.problem.endswith("内容改了，日期没有变。")


def test_a_plan_that_cannot_be_made_is_to_be_mended(desk: FakeDesk) -> None:
    number = register_project(sample(), desk).number
    with desk.unit_of_work() as uow:
        plan = uow.projects.get(number).plan
    change(desk, number, plan=replace(plan, levers=("no-such-lever",)))

    (finding,) = checked(desk).findings

    assert finding.gravity is Gravity.MEND and "排不出时间表" in finding.problem


def test_an_override_of_an_unknown_item_is_to_be_mended(desk: FakeDesk) -> None:
    number = register_project(sample(), desk).number
    change(desk, number, overrides={"Z99": Override(True, "理由", "王科长", date(2026, 3, 5))})

    assert any("Z99" in each.problem and each.gravity is Gravity.MEND for each in checked(desk).findings)


def test_a_project_that_cannot_be_read_does_not_stop_the_check(desk: FakeDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    bad = register_project(sample(), desk).number
    good = register_project(sample("N2"), desk).number
    issue_edition(good, desk)
    get = type(desk.uow).get

    def refuse(self: object, number: str) -> object:
        if number == bad:
            raise ValueError("JSON of layout 99, which no migration has made")
        return get(self, number)

    monkeypatch.setattr(type(desk.uow), "get", refuse)

    found = checked(desk)

    assert [(each.gravity, each.number) for each in found.findings] == [(Gravity.DAMAGE, bad)]
    assert "layout 99" in found.findings[0].problem
