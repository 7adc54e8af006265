"""What a maintainer gets, and what never leaves the house."""

from __future__ import annotations

from dataclasses import replace
from types import SimpleNamespace
from typing import Any

from gxq_desktop.application.diagnostics import diagnostics
from gxq_desktop.application.ports import StoreError
from gxq_desktop.application.register_project import register_project
from tests.application.fakes import FakeDesk, sample
from tests.application.test_backup_schedule import NOW, FakeBackups, file
from tests.application.test_find_anything import LINE


def desk() -> FakeDesk:
    made = FakeDesk()
    register_project(sample(), made)
    made.backups = FakeBackups([file(NOW)])
    made.lists = SimpleNamespace(projects=lambda: [LINE, replace(LINE, is_sample=True, latest_edition=2)])
    return made


def test_versions_counts_and_backups_are_told() -> None:
    text = diagnostics(desk(), {"程序": "0.1", "系统": "Kylin"})

    assert text.startswith("程序：0.1\n系统：Kylin\n")
    assert "SQLite，2 个项目（示例 1 个，排不出时间表 0 个），2 版手册" in text
    assert "1 份，最近" in text
    assert "105 项" in text


def test_no_enterprise_project_number_or_path_is_told() -> None:
    made = desk()
    document = sample()

    text = diagnostics(made, {"程序": "0.1"})

    words = [LINE.name, LINE.enterprise, LINE.number, LINE.project_code, "sqlite3"]
    words += [document["project"]["name"], document["project"]["enterprise"]]
    assert not [word for word in words if word and word in text]


def test_a_store_that_cannot_be_read_is_said_without_its_path() -> None:
    made: Any = desk()

    def refuse() -> None:
        raise StoreError("数据文件“/home/clerk/澜岳/gxq.sqlite3”已损坏。", "请从备份恢复。")

    made.lists = SimpleNamespace(projects=refuse)

    text = diagnostics(made, {})

    assert "读不出来（StoreError）" in text and "澜岳" not in text


def test_before_the_data_is_open_that_is_said() -> None:
    assert diagnostics(None, {"程序": "0.1"}) == "程序：0.1\n数据：没有打开"
