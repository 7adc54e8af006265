"""The ledger from the command line, on a real store."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from gxq_desktop.app import main
from tests.cli.conftest import Ran, TakeIn

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


@pytest.fixture
def number(take_in: TakeIn) -> str:
    return take_in("2026-09-10")


def test_record_list_replan_and_write_off(on: On, number: str, tmp_path: Path) -> None:
    assert on("2026-09-16", "record", number, "A07", "受理", "--on", "2026-09-16").code == 0

    rows = [row for row in on("2026-09-21", "ledger", "--json").json if row["code"] == "A07"]

    assert [(row["project"], row["state"], row["accepted_on"]) for row in rows] == [(number, "accepted", "2026-09-16")]
    assert (rows[0]["original_due_on"], rows[0]["due_on"], rows[0]["days_left"]) == ("2026-09-30", "2026-09-30", 6)
    assert on("2026-09-21", "record", number, "A07", "suspended", "--reason", "专家评审").code == 0
    assert on("2026-09-23", "record", number, "A07", "resumed").code == 0
    (row,) = (row for row in on("2026-09-24", "ledger", "--json").json if row["code"] == "A07")
    assert (row["original_due_on"], row["due_on"]) == ("2026-09-30", "2026-10-10")
    assert on("2026-09-24", "replan", number, "--json").json["recorded"]
    refused = on("2026-09-28", "record", number, "A07", "cleared")
    assert refused.code == 1 and "没有依据" in refused.err
    proof = tmp_path / "批复.pdf"
    proof.write_bytes(b"%PDF")
    assert on("2026-09-28", "record", number, "A07", "cleared", "--evidence", proof).code == 0
    assert [row["code"] for row in on("2026-09-28", "ledger", "--closed", "--json").json] == ["A07"]
    assert len(list((tmp_path / "data" / "evidence").rglob("*.pdf"))) == 1


def test_overdue_and_due_within_take_what_they_say(on: On, number: str) -> None:
    every = on("2026-10-09", "ledger", "--json").json
    overdue = on("2026-10-09", "ledger", "--overdue", "--json").json
    soon = on("2026-10-09", "ledger", "--due-within", "5", "--json").json

    assert overdue == [row for row in every if row["light"] == "red"] and overdue
    assert soon == [row for row in every if row["days_left"] <= 5]
    authority = every[0]["authority"]
    assert on("2026-10-09", "ledger", "--authority", authority, "--json").json == [
        row for row in every if row["authority"] == authority
    ]
    assert "红" in on("2026-10-09", "ledger", "--overdue").out


def test_impossible_days_and_unknown_words_are_refused_in_chinese(on: On, number: str) -> None:
    future = on("2026-09-16", "record", number, "A01", "accepted", "--on", "2026-09-17")
    assert future.code == 1 and "还没有到" in future.err
    unknown = on("2026-09-16", "record", number, "A01", "办好了")
    assert unknown.code == 2 and "accepted（受理）" in unknown.err


def test_undo_and_correct(on: On, number: str) -> None:
    action = on("2026-09-16", "record", number, "A01", "accepted", "--json").json["action"]
    assert on("2026-09-16", "undo", number, action).code == 0
    assert on("2026-09-16", "journal", number, "--json").json == []
    on("2026-09-16", "record", number, "A01", "accepted")
    assert on("2026-09-17", "undo", number, 1).code == 1
    assert on("2026-09-17", "correct", number, 1, "--on", "2026-09-15", "--reason", "看错").code == 0
    first, second = on("2026-09-17", "journal", number, "--json").json
    assert (first["on"], first["superseded_reason"], second["on"], second["in_place_of"]) == (
        "2026-09-16", "看错", "2026-09-15", 1,
    )  # fmt: skip


def test_a_preview_saves_nothing(on: On, number: str) -> None:
    seen = on("2026-09-16", "record", number, "B01", "ready", "--on", "2026-09-11", "--preview", "--json").json

    assert not seen["saved"] and seen["moves"] and seen["sentences"]
    assert on("2026-09-16", "journal", number, "--json").json == []


def test_reissue_verify_and_the_past(on: On, number: str, tmp_path: Path) -> None:
    code = on("2026-09-10", "manual", number, "--out", tmp_path / "1.pdf").out.split()[-1]
    on("2026-09-10", "record", number, "B01", "ready")
    then = on("2026-09-10", "as-of", number, "2026-09-10", "--json").json
    assert on("2026-09-10", "verify", code.lower().replace("-", " "), "--json").json["edition"] == 1

    reissued = on("2026-09-21", "reissue", number, "--out", tmp_path / "2.pdf", "--reason", "材料备齐较晚")

    assert reissued.code == 0 and "第 2 版已发" in reissued.out
    assert {path.name for path in tmp_path.glob("*.pdf")} == {"1.pdf", "2.pdf", "2-变更单.pdf"}
    verified = on("2026-09-21", "verify", code, "--json").json
    assert (verified["is_current"], verified["latest_edition"]) == (False, 2) and verified["changed_days"]
    assert on("2026-09-21", "as-of", number, "2026-09-10", "--json").json == {**then, "edition": 1}
    assert on("2026-09-21", "reissue", number, "--out", tmp_path / "3.pdf").code == 1


def test_warnings_are_told_once(on: On, number: str) -> None:
    on("2026-09-16", "record", number, "A07", "accepted")
    assert "A07" in json.dumps(on("2026-09-28", "warnings", "--json").json)

    assert on("2026-09-28", "warnings", "--json").json == []


def test_a_record_without_a_person_takes_who_works_at_this_desk(on: On, number: str) -> None:
    assert on("2026-09-16", "staff", "--add", "张琳", "--department", "二窗", "--operator", "张琳").code == 0

    on("2026-09-16", "record", number, "B01", "preparing")
    on("2026-09-16", "record", number, "B02", "preparing", "--person", "何敏")

    assert [event["person"] for event in on("2026-09-16", "journal", number, "--json").json] == ["张琳", "何敏"]


def test_the_staff_list_is_kept_and_told(on: On) -> None:
    on("2026-09-16", "staff", "--add", "张琳", "--roles", "窗口人员、帮办员", "--phone", "0818-3330102")
    assert "张琳 · 窗口人员、帮办员　0818-3330102　0 条记录" in on("2026-09-16", "staff", "--retire", "张琳").out

    (person,) = on("2026-09-16", "staff", "--json").json
    assert (person["name"], person["active"], person["is_operator"]) == ("张琳", False, False)
    refused = on("2026-09-16", "staff", "--operator", "张琳")
    assert refused.code == 1 and "已停用" in refused.err
    refused = on("2026-09-16", "staff", "--operator", "王五")
    assert refused.code == 1 and "人员名单里没有“王五”" in refused.err and "张琳" in refused.err
    assert on("2026-09-16", "staff", "--restore", "张琳", "--operator", "张琳", "--json").json[0]["is_operator"]


def test_clocks_missed_dates_and_rules_from_the_command_line(on: On, number: str) -> None:
    assert on("2026-09-16", "record", number, "A07", "accepted").code == 0
    told = on("2026-09-23", "clocks", "--json").json
    assert told["days_by_owner"] == {"authority": 6, "enterprise": 0, "intermediary": 0, "total": 6}
    part = on("2026-09-23", "clocks", number, "--since", "2026-09-20", "--until", "2026-09-21").out
    assert part.startswith("合计：2 个工作日，其中部门 2")
    assert on("2026-09-23", "clocks", "--since", "2026-09-21", "--until", "2026-09-20").code == 1

    missed = [each for each in on("2026-10-12", "missed", number, "--json").json if each["step"] == "A07"]
    assert [(each["due_on"], each["late_days"], each["reason"]) for each in missed] == [("2026-09-30", 4, None)]
    assert on("2026-10-12", "explain", number, "A07", "说不清").code == 1
    assert on("2026-10-12", "explain", number, "A07", "前项晚了").code == 0
    assert "前项晚了" in on("2026-10-12", "missed", "--since", "2026-09-30", "--until", "2026-09-30").out

    assert "每次" not in on("2026-10-12", "clock-rules").out
    assert on("2026-10-12", "clock-rules", "--amber", "5").code == 1  # nobody said who
    assert on("2026-10-12", "clock-rules", "--amber", "5", "--person", "王芳").code == 0
    assert on("2026-10-12", "clock-rules", "--json").json["amber_working_days"] == 5
    assert on("2026-10-12", "clock-rules", "--suspension", "half_days").code == 2


def test_numbers_of_a_chart_are_read_with_ranges_and_chinese_commas(on: On, number: str, tmp_path: Path) -> None:
    on("2026-09-16", "manual", number, "--out", tmp_path / "m.pdf")
    written = on("2026-09-16", "record", number, "1-2，3", "cleared", "--document", "单", "--preview", "--json")
    refused = on("2026-09-16", "record", number, "3-1", "cleared", "--document", "单")

    assert written.code in (0, 1)
    assert refused.code == 1 and "后面的编号比前面小" in refused.err
    assert "没有编号 998" in on("2026-09-16", "record", number, "998", "cleared", "--document", "单").err


def test_evidence_is_backed_up_and_its_loss_is_found(on: On, number: str, tmp_path: Path) -> None:
    proof = tmp_path / "批复.pdf"
    proof.write_bytes(b"%PDF-1.7")
    assert on("2026-09-16", "record", number, "B01", "cleared", "--evidence", proof).code == 0
    (tmp_path / "usb").mkdir()
    assert on("2026-09-16", "backup", "--to", tmp_path / "usb").code == 0
    (kept,) = (tmp_path / "data" / "evidence").rglob("*.pdf")
    (copied,) = (tmp_path / "usb" / "evidence").rglob("*.pdf")
    assert copied.read_bytes() == kept.read_bytes() == b"%PDF-1.7"
    assert on("2026-09-16", "check-data").code == 0

    kept.unlink()

    lost = on("2026-09-16", "check-data")
    assert lost.code == 1 and "第 1 条记录（B01 备齐）" in lost.out and "批复.pdf" in lost.out
    kept.write_bytes(b"%PDF-1.6")
    assert "已损坏" in on("2026-09-16", "check-data").out
