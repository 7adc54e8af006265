"""How a table cuts a text that is too wide for its column."""

import pytest
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QApplication

from gxq_desktop.ui import fonts
from gxq_desktop.ui.delegates import cut_to

NAME = "项目单位主体资料（营业执照、法定代表人身份证明）"


@pytest.fixture
def metrics(qapp: QApplication) -> QFontMetrics:
    return fonts.metrics(fonts.BASE)


def test_what_fits_stays(metrics: QFontMetrics) -> None:
    assert cut_to(NAME, metrics, metrics.horizontalAdvance(NAME)) == NAME


def test_brackets_at_the_end_give_way_first(metrics: QFontMetrics) -> None:
    room = metrics.horizontalAdvance("项目单位主体资料（…）")

    assert cut_to(NAME, metrics, room) == "项目单位主体资料（…）"
    wider = room + metrics.horizontalAdvance("营业执照")
    shown = cut_to(NAME, metrics, wider)
    assert shown.startswith("项目单位主体资料（营业") and shown.endswith("…）")
    assert metrics.horizontalAdvance(shown) <= wider
    assert cut_to(NAME, metrics, room + 5) == "项目单位主体资料（…）"


@pytest.mark.parametrize(
    "text", [NAME, "（营业执照、法定代表人身份证明）", "建设项目生态环境影响报告表审批", "）", "甲（乙）"]
)
@pytest.mark.parametrize("room", [0, 12, 30, 60])
def test_what_does_not_fit_is_cut_at_its_end(metrics: QFontMetrics, text: str, room: int) -> None:
    shown = cut_to(text, metrics, room)

    assert metrics.horizontalAdvance(shown) <= max(room, metrics.horizontalAdvance("…"))
    assert shown == text or shown.endswith("…") or shown == ""
