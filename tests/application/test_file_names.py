from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gxq_desktop.application.file_names import companion_file_name, paper_file_name, safe_name
from gxq_desktop.application.paper_kinds import PaperChoice
from gxq_desktop.domain.project import ProjectNumber
from tests.store.builders import edition


def test_a_name_says_project_paper_and_edition():
    named = edition("GX-2026-0017", 3)

    assert (
        paper_file_name("玄武岩纤维", PaperChoice("manual", "A4"), named)
        == "GX-2026-0017 玄武岩纤维 办理手册 第3版.pdf"
    )
    assert (
        paper_file_name("玄武岩纤维", PaperChoice("wallchart", "A1/A4"), named)
        == "GX-2026-0017 玄武岩纤维 上墙工期图 A1 A4 拼 第3版.pdf"
    )
    assert companion_file_name("玄武岩纤维", "手机日历", "ics", named) == "GX-2026-0017 玄武岩纤维 手机日历 第3版.ics"


@pytest.mark.parametrize(("text", "name"), [("a/b\\c:d", "a b c d"), (" ..x. ", "x"), ("\n", "未命名"), ("", "未命名")])
def test_what_a_system_forbids_is_left_out(text: str, name: str):
    assert safe_name(text) == name


@given(st.text(max_size=300), st.integers(1, 999))
def test_every_name_is_short_enough_and_allowed_and_different_for_each_edition(project_name: str, number: int):
    project_name = project_name.encode("utf-8", "ignore").decode()
    named = replace(edition(), project_number=ProjectNumber("GX-2026-0017"), number=number)
    choice = PaperChoice("manual", "A4:timetable,cards,handover")

    name = paper_file_name(project_name, choice, named)

    assert len(name.encode()) <= 210
    assert not set(name) & set('<>:"/\\|?*\n')
    assert name.startswith("GX-2026-0017 ") and name.endswith(f"第{number}版.pdf")
