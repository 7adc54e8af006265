"""The command line as a script uses it: a real store in an empty folder, exit codes, JSON, refusals in Chinese."""

import re
from pathlib import Path

import pytest

from gxq_desktop.app import main
from tests.cli.conftest import SAMPLES, Run


def test_intake_prints_the_number_and_nothing_else(run: Run) -> None:
    ran = run("intake", SAMPLES / "N1.json")

    assert (ran.code, ran.out) == (0, "GX-2026-0001\n")


def test_facts_give_key_label_type_unit_and_choices(run: Run) -> None:
    facts = {fact["key"]: fact for fact in run("facts", "--json").json}

    assert len(facts) == 66
    assert facts["land_supply"]["choices"][0] == {"label": "出让", "value": "grant"}
    assert (facts["land_area_ha"]["type"], facts["land_area_ha"]["unit"]) == ("number", "公顷")
    assert all({"key", "label", "type", "unit", "choices"} <= fact.keys() for fact in facts.values())


def test_items_are_all_105_with_verdict_reason_and_basis(run: Run, number: str) -> None:
    listing = run("items", number, "--json").json

    assert len(listing["items"]) == 105
    assert listing["counts"]["A"] == {"applies": 21, "not_applicable": 25, "undecided": 0}
    assert all(item["reason"] and item["basis"] for item in listing["items"])
    assert "A23  办" in run("items", number).out


def test_questions_name_what_they_decide(run: Run) -> None:
    number = run("intake", SAMPLES / "S17-obstacle.json").out.strip()

    questions = run("questions", number, "--json").json["questions"]

    assert questions[0]["key"] == "daily_gas" and set(questions[0]["touches"]) >= {"C18", "C21"}
    assert "daily_gas" in run("questions", number).out


def test_schedule_takes_what_ifs_and_prints_json(run: Run, number: str) -> None:
    plan = run("schedule", number, "--start", "2026-04-01", "--target", "G1=2026-08-01", "--json").json

    assert plan["start"] == "2026-04-01"
    assert plan["targets"][0]["date"] == "2026-08-01" and not plan["feasible"]
    text = run("schedule", number).out
    assert "G1 开工" in text and re.search(r"A29\s", text)


def test_every_paper_is_a_pdf_and_the_second_print_is_the_same_bytes(run: Run, number: str, tmp_path: Path) -> None:
    for command in (("manual",), ("countdown",), ("countdown", "--paper", "a3"), ("wallchart",)):
        first, second = tmp_path / "first.pdf", tmp_path / "second.pdf"
        assert run(*command, number, "--out", first).code == 0
        assert run(*command, number, "--out", second).code == 0
        assert first.read_bytes().startswith(b"%PDF-") and first.read_bytes() == second.read_bytes()
    assert not list(tmp_path.glob("*.part"))


@pytest.mark.parametrize(
    "arguments",
    [
        ("checklist",),
        ("hand_over",),
        ("next_visit",),
        ("item_card", "--of", "a23"),
        ("department", "--of", "规划口"),
        ("manual", "--of", "A4:map,handover"),
        ("wallchart", "--of", "A3/A4"),
    ],
)
def test_every_kind_of_paper_is_printed_by_its_name(
    run: Run, number: str, tmp_path: Path, arguments: tuple[str, ...]
) -> None:
    ran = run("paper", number, *arguments, "--out", tmp_path / "p.pdf")

    assert ran.code == 0 and "第 1 版" in ran.out
    assert (tmp_path / "p.pdf").read_bytes().startswith(b"%PDF")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("menu",), "没有“menu”这种纸"),
        (("countdown", "--of", "A5"), "可选：A4、A3"),
        (("manual", "--of", "A4:appendix"), "章节可选：use、glance"),
        (("item_card", "--of", "A99"), "“A99”不是本项目要办的审批事项"),
        (("department", "--of", "气象局"), "“气象局”在本项目没有要办的事项"),
        (("change_slip", "--of", "1"), "第 1 版不是旧版"),
    ],
)
def test_a_paper_that_cannot_be_made_is_refused_and_issues_no_edition(
    run: Run, number: str, tmp_path: Path, arguments: tuple[str, ...], words: str
) -> None:
    ran = run("paper", number, *arguments, "--out", tmp_path / "p.pdf")

    assert ran.code == 1 and words in ran.err
    assert not (tmp_path / "p.pdf").exists()
    assert "未发手册" in run("projects").out


def test_an_old_edition_comes_back_byte_for_byte(run: Run, number: str, tmp_path: Path) -> None:
    run("manual", number, "--out", tmp_path / "1.pdf")
    assert "适用的事项有变化：A10、B09" in run("answer", number, "涉河=是").out
    assert "第 2 版" in run("manual", number, "--out", tmp_path / "2.pdf").out

    assert run("manual", number, "--out", tmp_path / "again.pdf", "--edition", "1").code == 0

    assert (tmp_path / "again.pdf").read_bytes() == (tmp_path / "1.pdf").read_bytes()
    assert (tmp_path / "2.pdf").read_bytes() != (tmp_path / "1.pdf").read_bytes()


def test_slips_and_notices_are_printed_from_what_was_recorded(run: Run, number: str, tmp_path: Path) -> None:
    out = tmp_path / "p.pdf"
    assert run("record", number, "A01", "submitted").code == 0
    assert run("record", number, "A01", "noticed", "--note", "委托书：没有签字").code == 0
    assert run("notice", number, "a01", "--out", out).code == 0
    for event in ("corrected", "accepted"):
        assert run("record", number, "A01", event).code == 0
    assert run("paper", number, "write_off", "--of", "A01", "--out", out).code == 1
    assert run("record", number, "A01", "cleared", "--document", "1 号").code == 0

    for arguments in (("write_off", "--of", "a01"), ("write_off_list",), ("notice", "--of", "A01")):
        ran = run("paper", number, *arguments, "--out", out)
        assert ran.code == 0 and out.read_bytes().startswith(b"%PDF"), ran.err


def test_only_the_changed_pages_of_a_manual_are_printed(run: Run, number: str, tmp_path: Path) -> None:
    out = tmp_path / "pages.pdf"
    assert "没有可换的页" in run("changed-pages", number, "--out", out).err
    run("manual", number, "--out", tmp_path / "1.pdf")
    run("answer", number, "达施工许可限额=是", "涉文物=是")

    ran = run("changed-pages", number, "--out", out)

    assert ran.code == 0 and "换成第 2 版" in ran.out and "内容改了的页：1–4、" in ran.out, ran.err
    assert out.read_bytes().startswith(b"%PDF")


def test_a_reissue_brings_the_changed_pages_along(run: Run, number: str, tmp_path: Path) -> None:
    run("manual", number, "--out", tmp_path / "1.pdf")
    run("answer", number, "涉文物=是")

    ran = run("reissue", number, "--out", tmp_path / "2.pdf", "--changed-pages", tmp_path / "pages.pdf")

    assert ran.code == 0 and "第 1 版（2026-03-09）的手册换成第 2 版" in ran.out, ran.err
    assert (tmp_path / "pages.pdf").read_bytes().startswith(b"%PDF")


def test_an_override_is_taken_with_reason_and_name(run: Run, number: str) -> None:
    assert run("override", number, "A25", "yes", "--reason", "喷漆房", "--officer", "张琳").code == 0
    assert run("override", number, "A25", "yes").code == 1

    item = next(item for item in run("items", number, "--json").json["items"] if item["code"] == "A25")

    assert item["override"]["officer"] == "张琳"


def test_projects_are_listed(run: Run, number: str) -> None:
    assert run("projects", "--json").json[0]["number"] == number
    assert number in run("projects").out


def test_an_empty_store_says_what_to_do(run: Run) -> None:
    assert "gxq-desktop intake" in run("projects").out


def test_the_calendar_keeps_three_kinds_of_day_apart(run: Run) -> None:
    year = run("calendar", "show", 2026, "--json").json

    assert (len(year["statutory_holidays"]), len(year["adjusted_days_off"]), len(year["makeup_workdays"])) == (13, 9, 6)
    assert year["working_days_by_month"] == [21, 16, 22, 21, 19, 21, 23, 21, 22, 18, 21, 23]
    assert "暂定" in run("calendar", "show", 2027).out
    assert run("calendar", "show", 1900).code == 1


def test_a_new_notice_makes_its_year_certain(run: Run, number: str, tmp_path: Path) -> None:
    shifted = tmp_path / "2027.yaml"
    breaks = {
        "元旦": ("2027-01-01 至 2027-01-03", "2027-01-01"),
        "春节": ("2027-02-05 至 2027-02-08", "2027-02-05 至 2027-02-08"),
        "清明节": ("2027-04-03 至 2027-04-05", "2027-04-05"),
        "劳动节": ("2027-05-01 至 2027-05-02", "2027-05-01 至 2027-05-02"),
        "端午节": ("2027-06-09", "2027-06-09"),
        "中秋节": ("2027-09-15", "2027-09-15"),
        "国庆节": ("2027-10-01 至 2027-10-07", "2027-10-01 至 2027-10-03"),
    }
    lines = ["year: 2027", "title: 演练用通知", "source: 演练", "confidence: 低", "breaks:"]
    for name, (days, statutory) in breaks.items():
        lines += [f"  - name: {name}", f"    days: {days}", f"    statutory: {statutory}"]
    lines[-1:] = ["    statutory: 2027-10-01 至 2027-10-03", "    adjusted_off: 2027-10-04 至 2027-10-07"]
    shifted.write_text("\n".join(lines) + "\n", "utf-8")

    imported = run("calendar", "import", shifted)

    assert (imported.code, run("calendar", "show", 2027, "--json").json["provisional"]) == (0, False), imported.err
    assert 2027 not in run("schedule", number, "--json").json["provisional_years"]


def test_the_catalogue_is_checked_with_every_fault(run: Run, tmp_path: Path) -> None:
    assert "审批 46 项、材料 36 项、接入 23 步" in run("catalogue", "check").out
    (tmp_path / "empty").mkdir()

    ran = run("catalogue", "check", tmp_path / "empty")

    assert ran.code == 1 and ran.err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("items", "GX-2020-0001"), "没有编号为“GX-2020-0001”的项目"),
        (("manual", "GX-2020-0001", "--out", "x.pdf"), "没有编号为"),
        (("intake", "no-such-file.json"), "读不到文件“no-such-file.json”：没有这个文件"),
        (("catalogue", "check", "no-such-folder"), "no-such-folder"),
    ],
)
def test_a_refusal_exits_1_and_says_why(run: Run, arguments: tuple[str, ...], words: str) -> None:
    ran = run(*arguments)

    assert (ran.code, ran.out) == (1, "") and words in ran.err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (("bogus",), "没有命令“bogus”"),
        (("items",), "缺少“NO”"),
        (("items", "A", "B"), "多出了内容“B”"),
        (("items", "A", "--jso"), "最接近的是“--json”"),
        (("manual", "A"), "缺少选项“--out”"),
        (("schedule", "A", "--target", "G1"), "应写成 门槛=日期"),
        (("schedule", "A", "--start", "tomorrow"), "不是日期"),
        (("countdown", "A", "--out", "x", "--paper", "B5"), "应是 A4、A3 之一"),
        (("answer", "A", "river"), "没有等号"),
        (("override", "A", "A25", "maybe"), "应是 yes、no 或 clear"),
        (("calendar", "show", "next"), "YEAR"),
    ],
)
def test_wrong_usage_exits_2_in_chinese(run: Run, arguments: tuple[str, ...], words: str) -> None:
    ran = run(*arguments)

    assert (ran.code, ran.out) == (2, "") and words in ran.err and "--help" in ran.err


@pytest.mark.parametrize("content", [b"", b"{", b"\xff\xfe\x00", b"[1,2]", b'{"project": {}}', b"[" * 100_000])
def test_a_broken_intake_file_is_refused_and_takes_no_number(run: Run, tmp_path: Path, content: bytes) -> None:
    file = tmp_path / "broken.json"
    file.write_bytes(content)

    ran = run("intake", file)

    assert (ran.code, ran.out) == (1, "") and ran.err
    assert run("intake", SAMPLES / "N2.json").out == "GX-2026-0001\n"


def test_a_file_that_is_no_database_is_refused(run: Run, tmp_path: Path) -> None:
    (tmp_path / "store.txt").write_text("not a database " * 100)

    ran = run("projects", "--db", tmp_path / "store.txt")

    assert ran.code == 1 and "store.txt" in ran.err


def test_an_unwritable_output_leaves_what_was_there(run: Run, number: str, tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("keep me")

    ran = run("manual", number, "--out", tmp_path / "taken" / "x.pdf")

    assert ran.code == 1 and "没有写成" in ran.err
    assert (tmp_path / "taken").read_text() == "keep me"


@pytest.mark.parametrize(("arguments", "files"), [((), []), (("desk",), []), (("desk", "a.json"), [Path("a.json")])])
def test_without_a_command_the_window_opens_on_the_same_data(
    arguments: tuple[str, ...], files: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = []
    monkeypatch.setattr("gxq_desktop.app.open_window", lambda *given: opened.append(given) or 0)

    code = main([*arguments, "--data-dir", str(tmp_path)])

    assert (code, opened) == (0, [(tmp_path, None, None, files if files else ())])


def test_options_may_stand_before_or_after_the_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    before = main(["--data-dir", str(tmp_path), "projects"])
    after = main(["projects", f"--data-dir={tmp_path}"])

    assert (before, after) == (0, 0)
    capsys.readouterr()


def test_our_own_bug_is_logged_and_said_in_words(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise ZeroDivisionError("a bug")

    monkeypatch.setattr("gxq_desktop.application.fact_listing.list_facts", broken)

    code = main(["facts", "--data-dir", str(tmp_path)])

    said = capsys.readouterr()
    assert code == 1 and "Traceback" not in said.err and "errors.log" in said.err
    assert "ZeroDivisionError: a bug" in (tmp_path / "logs" / "errors.log").read_text("utf-8")


def test_a_notice_is_printed_for_an_item_of_the_project(run: Run, number: str, tmp_path: Path) -> None:
    out = tmp_path / "notice.pdf"

    for kind in ((), ("--correction",)):
        ran = run(
            "notice", number, "a23", "--missing", "授权委托书=没有签字 <b>&", "--officer", "张琳", *kind, "--out", out
        )
        assert ran.code == 0 and out.read_bytes().startswith(b"%PDF-"), ran.err


@pytest.mark.parametrize(
    ("arguments", "code", "words"),
    [
        (("A99", "--missing", "a=b", "--officer", "张琳"), 1, "不是本项目要办的审批事项"),
        (("A25", "--missing", "a=b", "--officer", "张琳"), 1, "不是本项目要办的审批事项"),
        (("A23", "--officer", "张琳"), 1, "没有写缺什么"),
        (("A23", "--missing", "a=b"), 1, "没有写经办人"),
        (("A23", "--missing", "a=b", "--officer", "张琳", "--by", "2026-03-01"), 1, "已经过去"),
        (("A23", "--missing", "授权委托书", "--officer", "张琳"), 2, "材料=缺什么"),
    ],
)
def test_a_notice_that_cannot_be_given_is_refused(
    run: Run, number: str, tmp_path: Path, arguments: tuple[str, ...], code: int, words: str
) -> None:
    ran = run("notice", number, *arguments, "--out", tmp_path / "notice.pdf")

    assert ran.code == code and words in ran.err
    assert not (tmp_path / "notice.pdf").exists()
