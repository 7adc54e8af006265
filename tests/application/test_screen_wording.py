"""Refusals on a screen have no options of the command line in them."""

from __future__ import annotations

import pytest

from gxq_desktop.application.screen_wording import on_screen


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("请写文号（--document）或附证据文件（--evidence）。", "请写文号或附证据文件。"),
        ("现在可以记：submitted（收件）、declared_commitment（告知承诺）。", "现在可以记：收件、告知承诺。"),
        ("请先记“容缺补齐”（supplied）。", "请先记“容缺补齐”。"),
        ("请先记录，或写明缺什么（--missing 材料=问题）。", "请先记录，或写明缺什么。"),
        ("请在项目列表里核对编号（gxq-desktop projects）。", "请在项目列表里核对编号。"),
        ("请先印第 1 版手册（gxq-desktop manual）。", "请先印第 1 版手册。"),
        (
            "A01（企业投资项目备案）早于 2026-09-14（法定先后）。",
            "A01（企业投资项目备案）早于 2026-09-14（法定先后）。",
        ),
    ],
)
def test_only_what_belongs_to_the_command_line_goes(said: str, shown: str) -> None:
    assert on_screen(said) == shown
