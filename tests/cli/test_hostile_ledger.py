"""The ledger's commands on input that was typed wrongly, pasted from elsewhere or meant to break them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from gxq_desktop.app import main
from tests.cli.conftest import SAMPLES, Ran

NO = "GX-2026-0001"
HOSTILE = [
    "",
    " ",
    "'; DROP TABLE project; --",
    "%_%",
    "\x00",
    "𠮷" * 5000,
    "../../etc/passwd",
    "-1",
    "A23\nA24",
    "Ａ２３",
    "a" * 70000,
]
On = Callable[..., Ran]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hostile")
    assert main(["intake", str(SAMPLES / "N1.json"), "--data-dir", str(folder), "--today", "2026-09-10"]) == 0
    assert main(["manual", NO, "--out", str(folder / "m.pdf"), "--data-dir", str(folder), "--today", "2026-09-10"]) == 0
    return folder


@pytest.fixture
def on(folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> On:
    monkeypatch.delenv("GXQ_DATABASE_URL", raising=False)
    capsys.readouterr()

    def run(*arguments: object) -> Ran:
        code = main([*map(str, arguments), "--data-dir", str(folder), "--today", "2026-09-16"])
        captured = capsys.readouterr()
        assert "Traceback" not in captured.err and "程序自己出了错" not in captured.err, captured.err[-800:]
        return Ran(code, captured.out, captured.err)

    return run


@pytest.mark.parametrize("word", HOSTILE, ids=range(len(HOSTILE)))
def test_a_code_nobody_issued_is_refused_in_a_sentence(on: On, word: str) -> None:
    ran = on("verify", "--", word)

    assert ran.code in (1, 2) and ran.out == "" and ran.err.strip()


@pytest.mark.parametrize("word", HOSTILE, ids=range(len(HOSTILE)))
def test_a_project_nobody_registered_is_refused_in_a_sentence(on: On, word: str, folder: Path) -> None:
    for command in (
        ("as-of", "--", word, "2026-09-10"),
        ("as-of", "--", NO, word),
        ("replan", "--", word),
        ("reissue", "--out", folder / "x.pdf", "--", word),
        ("record", "--", word, "A07", "accepted"),
        ("record", "--", NO, word, "accepted"),
        ("record", "--", NO, "A07", word),
        ("explain", "--", NO, word, "其他"),
        ("missed", "--since", word, "--", NO),
        ("clock-rules", "--suspension", word, "--person", "王芳"),
    ):
        ran = on(*command)
        assert ran.code in (1, 2) and ran.err.strip(), command[:2]
    assert not (folder / "x.pdf").exists()
    assert on("journal", NO, "--json").json == []  # nothing of it was saved


def test_days_that_cannot_be_are_refused(on: On) -> None:
    for day in ("2026-02-30", "2026-9-1x", "0001-01-01", "9999-12-31", "2026-09-17", "昨天", "٢٠٢٦-٠٩-٠١"):
        ran = on("as-of", NO, day)
        assert ran.code in (1, 2) and ran.err.strip(), day
        ran = on("record", NO, "A07", "accepted", "--on", day)
        assert ran.code in (1, 2) and ran.err.strip(), day
    assert on("as-of", NO, "2026-09-09").code == 1  # before it was registered
    assert on("as-of", NO, "2026-09-10", "--json").json["exact"] is True


def test_nothing_is_reissued_where_nothing_changed_and_the_old_paper_stays(on: On, folder: Path) -> None:
    ran = on("reissue", NO, "--out", folder / "again.pdf")

    assert ran.code == 1 and "没有变化" in ran.err and not (folder / "again.pdf").exists()


def test_a_file_that_cannot_be_written_leaves_the_edition_issued_and_says_what_to_do(on: On, folder: Path) -> None:
    assert on("record", NO, "A01", "accepted", "--on", "2026-09-16", "--note", "<b>&'\"\\").code == 0
    assert on("record", NO, "A01", "cleared", "--document", "=1+1", "--note", "𠮷" * 300).code == 0
    blocked = folder / "m.pdf" / "inside.pdf"

    ran = on("reissue", NO, "--out", blocked, "--approver", "王局", "--reason", "第一行\n<script>第二行")

    assert ran.code == 1 and "没有写成" in ran.err
    listed = on("verify", json.loads(json.dumps(_latest_code(folder))), "--json").json
    assert listed["edition"] == listed["latest_edition"] == 2 and listed["is_current"]
    again = on("manual", NO, "--out", folder / "second.pdf")
    assert again.code == 0 and (folder / "second.pdf").stat().st_size > 1000


def _latest_code(folder: Path) -> str:
    import sqlite3
    from contextlib import closing

    with closing(sqlite3.connect(folder / "gxq.sqlite3")) as connection:
        return str(connection.execute("SELECT check_code FROM edition ORDER BY number DESC LIMIT 1").fetchone()[0])


def test_a_check_code_is_found_however_it_was_typed(on: On, folder: Path) -> None:
    code = _latest_code(folder)
    wide = "".join(chr(ord(each) + 0xFEE0) for each in code)
    for typed in (code.lower(), f" {code[:4]} - {code[4:]} ", wide, f"{code[:4]}—{code[4:]}"):
        assert on("verify", typed).code == 0, typed
