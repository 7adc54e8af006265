"""The global search over the shipped catalogue and a few projects."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from gxq_desktop.application.desk_lists import ObstacleLine, OpenQuestionLine, PlannedStep, ProjectLine, StepLine
from gxq_desktop.application.find_anything import (
    CommandFinder,
    FindableCommand,
    Finder,
    Hit,
    HitKind,
    build_finder,
    find_steps,
)
from gxq_desktop.application.pinyin_match import Readings
from gxq_desktop.domain.network import StepKind
from gxq_desktop.domain.project import ProjectNumber
from gxq_desktop.paths import RESOURCES
from tests.documents.dossiers import shipped_catalogue

READINGS = Readings.parse((RESOURCES / "pinyin" / "readings.txt").read_text("utf-8"))
LINE = ProjectLine(
    ProjectNumber("GX-2026-0001"), "年产2万吨玄武岩纤维项目", "四川澜岳精工有限公司", "2603-511700-04-01-123456", "落地",
    date(2026, 3, 2), None, False, 0, 0, "", 0, None, False, "", None, None, None, None, "",
)  # fmt: skip
OTHER = replace(LINE, number=ProjectNumber("GX-2026-0002"), name="冷链物流园", enterprise="达州畅运冷链有限公司")
POLES = ObstacleLine(LINE.number, LINE.name, LINE.enterprise, "O1", "10千伏电杆迁改", "国网达州供电公司")
TREES = ObstacleLine(OTHER.number, OTHER.name, OTHER.enterprise, "O2", "苗木迁移", "")
ASKED = OpenQuestionLine(
    OTHER.number, OTHER.name, OTHER.enterprise, 3, "A29", "基坑图审要几天？", "郑海波", date(2026, 9, 19)
)  # fmt: skip
COMMANDS = CommandFinder(
    [
        FindableCommand("project.print", "打印与移交…", "文件", "手册", "Ctrl+P", "先打开一个项目"),
        FindableCommand("app.quit", "退出", "文件", "", "Ctrl+Q"),
    ],
    READINGS,
)


@pytest.fixture(scope="module")
def finder() -> Finder:
    return Finder(shipped_catalogue(), [LINE, OTHER], READINGS, [POLES, TREES], [ASKED], 2026)


def names(hits: Sequence[Hit]) -> list[str]:
    return [hit.name for hit in hits]


def marked(hit: Hit) -> str:
    return "".join(hit.name[at] for at in hit.name_marks)


def test_sgxk_finds_the_construction_permit_first(finder: Finder) -> None:
    first = finder.find("sgxk").groups[0]

    assert (first.kind, first.hits[0].key) == (HitKind.ITEM, "A29")
    assert marked(first.hits[0]) == "施工许可"
    assert "承诺" in first.hits[0].detail


@pytest.mark.parametrize("query", ["玄武岩", "xwy", "xuanwuyan", "GX-2026-0001", "0001", "lyjg", "澜岳", "2603-511700"])
def test_a_project_is_found_by_name_number_code_and_enterprise(finder: Finder, query: str) -> None:
    projects = next(group for group in finder.find(query).groups if group.kind is HitKind.PROJECT)

    assert projects.hits[0].key == "GX-2026-0001"


def test_a_hit_on_the_enterprise_is_marked_in_the_second_line(finder: Finder) -> None:
    hit = finder.find("澜岳").groups[0].hits[0]

    assert hit.name_marks == ()
    assert "".join(hit.detail[at] for at in hit.detail_marks) == "澜岳"


def test_a_material_names_the_item_that_wants_it(finder: Finder) -> None:
    (group,) = [group for group in finder.find("节能审查申请表").groups if group.kind is HitKind.MATERIAL]

    assert group.hits[0].key == "A05"
    assert group.hits[0].detail.startswith("A05")


@pytest.mark.parametrize("query", ["电杆", "dgqg", "dianganqian", "国网达州", "gwdz"])
def test_an_obstacle_is_found_by_name_and_owner(finder: Finder, query: str) -> None:
    (group,) = [group for group in finder.find(query).groups if group.kind is HitKind.OBSTACLE]

    (hit,) = group.hits
    assert (hit.key, hit.detail) == ("GX-2026-0001/O1", f"国网达州供电公司 · {LINE.name} · {LINE.enterprise}")
    assert hit.name_marks or hit.detail_marks


def test_an_obstacle_nobody_owns_says_so(finder: Finder) -> None:
    (hit,) = finder.find("苗木迁移").groups[0].hits

    assert hit.detail.startswith("无人牵头 · 冷链物流园")


@pytest.mark.parametrize("query", ["基坑图审", "jkts", "jikengtushen", "郑海波", "zhb"])
def test_an_open_question_is_found_by_its_words_and_who_asked(finder: Finder, query: str) -> None:
    (group,) = [group for group in finder.find(query).groups if group.kind is HitKind.QUESTION]

    (hit,) = group.hits
    assert (hit.key, hit.detail) == ("GX-2026-0002/3", "郑海波 · A29 · 冷链物流园 · 09-19 前答复")


def test_the_group_with_the_best_hit_comes_first(finder: Finder) -> None:
    kinds = [group.kind for group in finder.find("dayin", COMMANDS).groups]

    assert kinds[0] is HitKind.COMMAND


def test_hits_with_gaps_are_shown_only_where_there_are_no_others(finder: Finder) -> None:
    assert not finder.find("sgxk").is_loose
    assert all(marked(hit) in ("施工许可", "") for group in finder.find("sgxk").groups for hit in group.hits)
    assert finder.find("sgkx").is_loose


def test_what_finds_nothing_has_a_nearest_spelling(finder: Finder) -> None:
    assert finder.find("施工许克").groups == ()
    assert finder.nearest("施工许克") == "施工许可"
    assert finder.nearest("tiuchu", COMMANDS, commands_only=True) == "退出"
    assert finder.nearest("qqqqqqqq") == ""


def test_commands_are_found_by_text_keyword_and_menu() -> None:
    for query in ("dy", "打印", "shouce", "wenjian dayin"):
        assert COMMANDS.find(query).groups[0].hits[0].key == "project.print"
    hit = COMMANDS.find("dy").groups[0].hits[0]
    assert (hit.state, hit.detail) == ("Ctrl+P", "命令 · 文件菜单 · 先打开一个项目")


def test_an_empty_query_lists_all_commands_and_nothing_else(finder: Finder) -> None:
    assert names(COMMANDS.find("  ").groups[0].hits) == ["打印与移交…", "退出"]
    assert finder.find("").groups == ()


def test_recent_projects_that_are_gone_are_left_out(finder: Finder) -> None:
    group = finder.projects_named(["GX-2026-0002", "GX-2020-0009"])

    assert group is not None and names(group.hits) == ["冷链物流园"]
    assert finder.projects_named(["GX-2020-0009"]) is None


class FakeLists:
    def __init__(self) -> None:
        self.asked: tuple[Sequence[str], Sequence[str]] | None = None

    def projects(self) -> Sequence[ProjectLine]:
        return [LINE, OTHER]

    def obstacles(self) -> Sequence[ObstacleLine]:
        return [POLES]

    def open_questions(self) -> Sequence[OpenQuestionLine]:
        return [ASKED]

    def projects_named(self, numbers: Sequence[str]) -> Sequence[ProjectLine]:
        return [line for line in self.projects() if line.number in numbers]

    def steps_in(self, numbers: Sequence[str], codes: Sequence[str]) -> Sequence[StepLine]:
        self.asked = numbers, codes
        return [
            StepLine(ProjectNumber(number), LINE.name, LINE.enterprise, step(code))
            for number in numbers
            for code in codes
        ]


def step(code: str, **changes: Any) -> PlannedStep:
    days = (date(2026, 11, 17), date(2026, 11, 20), date(2026, 12, 1), date(2026, 12, 4))
    return replace(
        PlannedStep(code, code, "施工许可证核发", StepKind.APPROVAL, "住建口", *days, False, True), **changes
    )


@pytest.fixture
def services() -> Any:
    clock = SimpleNamespace(today=lambda: date(2026, 9, 16))
    return SimpleNamespace(catalogue=shipped_catalogue(), lists=FakeLists(), readings=READINGS, clock=clock)


def test_what_is_gathered_holds_obstacles_and_open_questions(services: Any) -> None:
    finder = build_finder(services)

    assert [hit.key for hit in finder.find("电杆迁改").groups[0].hits] == ["GX-2026-0001/O1"]
    assert [hit.key for hit in finder.find("基坑图审").groups[0].hits] == ["GX-2026-0002/3"]


def test_two_words_find_an_item_in_a_project(services: Any) -> None:
    group = find_steps(build_finder(services), services, "玄武岩 sgxk", [])

    assert group is not None
    assert services.lists.asked == (["GX-2026-0001"], ["A29", "A34"])
    hit = group.hits[0]
    assert (hit.key, hit.detail) == ("GX-2026-0001/A29", "计划 11-17 受理，11-20 办结")
    assert marked(hit) == "玄武岩施工许可"


def test_one_word_finds_an_item_in_the_recent_projects(services: Any) -> None:
    group = find_steps(build_finder(services), services, "sgxk", ["GX-2026-0002", "GX-1999-0001"])

    assert group is not None and services.lists.asked == (["GX-2026-0002"], ["A29", "A34"])


def test_without_a_project_or_an_item_nothing_is_read(services: Any) -> None:
    assert find_steps(build_finder(services), services, "sgxk", []) is None
    assert find_steps(build_finder(services), services, "玄武岩 zzzzz", []) is None
    assert services.lists.asked is None


def test_the_steps_of_an_item_are_left_out(services: Any) -> None:
    services.lists.steps_in = lambda numbers, codes: [
        StepLine(LINE.number, LINE.name, LINE.enterprise, step("A29", step_id="A29-HEARING"))
    ]

    assert find_steps(build_finder(services), services, "sgxk", ["GX-2026-0001"]) is None
