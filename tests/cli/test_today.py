"""工作台 from the command line says what the page says."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from gxq_desktop.app import Desk, main
from gxq_desktop.application.look_at_today import look_at_today
from gxq_desktop.application.today import Group, TodayAsk, TodayFilter
from tests.cli.conftest import SAMPLES, Ran

On = Callable[..., Ran]


@pytest.fixture
def on(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> On:
    """Runs a command on a day."""
    monkeypatch.delenv("GXQ_DATABASE_URL", raising=False)

    def run(today: str, *arguments: object) -> Ran:
        code = main([*map(str, arguments), "--data-dir", str(tmp_path / "data"), "--today", today])
        captured = capsys.readouterr()
        assert "Traceback" not in captured.err
        return Ran(code, captured.out, captured.err)

    return run


def test_today_lists_groups_with_counts_rows_and_next_steps(on: On, tmp_path: Path) -> None:
    number = on("2026-09-10", "intake", SAMPLES / "N1.json").out.strip()
    assert on("2026-09-16", "record", number, "A07", "受理", "--on", "2026-09-16").code == 0

    found = on("2026-09-30", "today", "--json").json

    (row,) = (row for group in found["groups"] for row in group["rows"] if row["code"] == "A07")
    assert (row["project"], row["due_on"], row["left"], row["next_step"]) == (
        number,
        "2026-09-30",
        "今天下班前",
        "登记办结",
    )
    desk = Desk(tmp_path / "data", None, date(2026, 9, 30))
    view = look_at_today(desk)
    desk.close()
    assert found["counts"] == {asked.value: count for asked, count in view.filters.items()}
    assert [group["title"] for group in found["groups"]] == [each.group.heading for each in view.groups]
    assert view.count(Group.TODAY) == 1

    words = on("2026-09-30", "today").out
    assert "今天到期　1 项　09-30（三） 工作日" in words
    assert "今天下班前" in words and "登记办结" in words


def test_one_kind_is_listed_whole(on: On, tmp_path: Path) -> None:
    on("2026-09-10", "intake", SAMPLES / "N1.json")

    found = on("2028-01-03", "today", "--only", "overdue", "--json").json

    (late,) = found["groups"]
    assert late["group"] == "late" and late["total"] == len(late["rows"]) == found["counts"]["overdue"] > 30
    desk = Desk(tmp_path / "data", None, date(2028, 1, 3))
    assert look_at_today(desk, ask=TodayAsk(TodayFilter.OVERDUE)).listed == late["total"]
    desk.close()


@pytest.mark.parametrize("word", ["news", "everything", ""])
def test_a_kind_that_is_not_there_is_refused(on: On, word: str) -> None:
    refused = on("2026-09-16", "today", "--only", word)

    assert refused.code == 1
    assert f"没有“{word}”这一类" in refused.err


def test_an_empty_store_has_nothing_to_do(on: On) -> None:
    assert on("2026-09-16", "today").out.strip() == "没有要办的事项。"
