from dataclasses import replace
from datetime import date

import pytest

from gxq_desktop.application.desk_lists import ProjectLine
from gxq_desktop.application.similar_projects import find_similar
from gxq_desktop.domain.project import ProjectNumber

LINE = ProjectLine(
    number=ProjectNumber("GX-2025-0003"), name="年产 10 万套风电齿轮箱零部件项目", enterprise="四川澜岳精工机械有限公司",
    project_code="2511-511700-04-01-111111", stage="落地", registered_on=date(2025, 11, 18), latest_edition=None,
    is_sample=False, undecided=None, questions=None, first_question="", provisional=None, operate_on=None,
    operate_provisional=False, target_name="", target_on=None, forecast_on=None, short_by=None, edition_matches=None,
    refusal="",
)  # fmt: skip


def found(name: str, enterprise: str, code: str = "", *lines: ProjectLine) -> list[str]:
    return [each.why for each in find_similar(name, enterprise, code, lines or (LINE,))]


@pytest.mark.parametrize(
    ("name", "enterprise", "why"),
    [
        ("年产 12 万套风电齿轮箱零部件项目", "四川澜岳精工机械有限公司", "同一企业，项目名称相近。"),
        ("年产10万套风电齿轮箱零部件建设项目", "四川澜岳精工机械有限责任公司", "同一企业，项目名称相同。"),
        ("年产１０万套风电齿轮箱零部件项目（二期）", "四川澜岳精工机械有限公司 ", "同一企业，项目名称相近。"),
    ],
)
def test_an_enterprises_project_of_a_like_name_may_be_the_same(name: str, enterprise: str, why: str) -> None:
    assert found(name, enterprise) == [why]


@pytest.mark.parametrize(
    ("name", "enterprise"),
    [
        ("冷链物流中心项目", "四川澜岳精工机械有限公司"),
        ("年产 10 万套风电齿轮箱零部件项目", "四川澜岳新材料有限公司"),
        ("", "四川澜岳精工机械有限公司"),
        ("年产 10 万套风电齿轮箱零部件项目", ""),
        ("项目", "公司"),
    ],
)
def test_another_work_or_another_enterprise_is_not(name: str, enterprise: str) -> None:
    assert found(name, enterprise) == []


def test_the_same_code_comes_first_whatever_the_name() -> None:
    other = replace(
        LINE, number=ProjectNumber("GX-2025-0009"), project_code="", name="年产 11 万套风电齿轮箱零部件项目"
    )

    assert found("年产 10 万套风电齿轮箱零部件项目", LINE.enterprise, LINE.project_code, other, LINE) == [
        "项目代码相同；同一代码的二期可以另建。",
        "同一企业，项目名称相近。",
    ]
