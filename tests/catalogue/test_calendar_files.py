"""The calendar's files: complete, right against an independent library, and every fault named with file and line."""

from __future__ import annotations

import shutil
import subprocess
import sys
from datetime import date, timedelta
from pathlib import Path

import chinese_calendar
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gxq_desktop.catalogue.calendar_files import (
    CALENDAR_FOLDER,
    PROVISIONAL_FILE,
    computed_festivals,
    load_calendar,
    main,
    provisional_text,
    read_notice,
    write_notice,
    years_to_compute,
)
from gxq_desktop.catalogue.faults import CatalogueRefused
from gxq_desktop.domain.basis import Confidence
from gxq_desktop.domain.calendar import Break, DayKind, DueDay, WorkCalendar, YearNotice

CALENDAR = load_calendar()

NOTICE_2027 = """\
year: 2027
title: 国务院办公厅关于2027年部分节假日安排的通知
document_no: ""
source: 测试
confidence: 低
breaks:
  - name: 元旦
    days: 2027-01-01 至 2027-01-03
    statutory: 2027-01-01
  - name: 春节
    days: 2027-02-05 至 2027-02-11
    statutory: 2027-02-05 至 2027-02-08
    adjusted_off: 2027-02-09、2027-02-10、2027-02-11
    makeup: 2027-01-30、2027-02-20
"""


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the calendar that a test may spoil."""
    return Path(shutil.copytree(CALENDAR_FOLDER, tmp_path / "calendar"))


def refused(path: Path, text: str) -> CatalogueRefused:
    path.write_text(text, encoding="utf-8")
    with pytest.raises(CatalogueRefused) as refusal:
        read_notice(path)
    return refusal.value


# -- the shipped calendar -------------------------------------------------------------------------------------------


def test_there_is_a_notice_for_each_year_from_2004_to_2026_and_a_computation_up_to_2045() -> None:
    assert [notice.year for notice in CALENDAR.notices] == list(range(2004, 2046))
    assert CALENDAR.provisional_years == tuple(range(2027, 2046))


def test_every_day_works_as_an_independent_library_says_except_where_the_notice_says_otherwise() -> None:
    days = (date(2004, 1, 1) + timedelta(days=number) for number in range(23 * 366))
    differing = [
        day for day in days if day.year <= 2026 and CALENDAR.is_working(day) != chinese_calendar.is_workday(day)
    ]

    # 国办发明电〔2005〕35号: 12月31日（星期六）上班
    assert differing == [date(2005, 12, 31)]


def test_days_off_by_adjustment_hold_all_swapped_days_of_an_independent_library_but_one() -> None:
    from chinese_calendar.constants import in_lieu_days

    adjusted = {day for notice in CALENDAR.notices for day in notice.adjusted_off}

    # 2022-02-03 is 正月初三, a festival by the decree of 2013
    assert set(in_lieu_days) - adjusted == {date(2022, 2, 3)}


@pytest.mark.parametrize("year", [year for year in range(2004, 2027) if year not in (2009, 2020)])
def test_days_off_gained_balance_makeup_days_and_weekend_festivals(year: int) -> None:
    notice = CALENDAR.notice(year)

    assert notice is not None
    assert notice.doubts() == ()


def test_the_two_years_that_do_not_balance_are_known() -> None:
    meeting_festivals, prolonged = CALENDAR.notice(2009), CALENDAR.notice(2020)

    assert meeting_festivals is not None
    assert prolonged is not None
    assert date(2009, 10, 3) in meeting_festivals.statutory  # 中秋节 falls on it and is given once more
    assert date(2020, 1, 31) in prolonged.adjusted_off  # 国办发明电〔2020〕1号
    assert meeting_festivals.doubts() != () != prolonged.doubts()


@pytest.mark.parametrize(
    ("years", "festival_days"), [(range(2004, 2008), 10), (range(2010, 2015), 11), (range(2025, 2027), 13)]
)
def test_each_year_has_the_festival_days_of_the_decree_then_in_force(years: range, festival_days: int) -> None:
    for year in years:
        notice = CALENDAR.notice(year)
        assert notice is not None
        assert len(notice.statutory) == festival_days, year


def test_every_notice_says_where_it_comes_from() -> None:
    for notice in CALENDAR.notices:
        assert notice.source
        assert notice.document_no == "" or notice.document_no.startswith("国办发明电〔"), notice.year
        assert str(notice.year) in notice.title


def test_the_notice_of_2026_is_the_one_of_november_2025() -> None:
    notice = CALENDAR.notice(2026)

    assert notice is not None
    assert notice.title == "国务院办公厅关于2026年部分节假日安排的通知"
    assert notice.document_no == "国办发明电〔2025〕7号"
    assert notice.issued_on == date(2025, 11, 4)
    assert notice.confidence is Confidence.HIGH
    assert [rest.name for rest in notice.breaks] == ["元旦", "春节", "清明节", "劳动节", "端午节", "中秋节", "国庆节"]
    assert notice.breaks[-1].makeup == {date(2026, 9, 20), date(2026, 10, 10)}


# -- computed years -------------------------------------------------------------------------------------------------


def test_the_computed_years_equal_a_fresh_computation() -> None:
    written = (CALENDAR_FOLDER / PROVISIONAL_FILE).read_text(encoding="utf-8")

    assert written == provisional_text(years_to_compute(CALENDAR_FOLDER))


def test_the_lunar_festivals_of_2027_are_those_of_the_almanac() -> None:
    festivals = computed_festivals(2027)

    assert festivals["春节"] == [date(2027, 2, day) for day in (5, 6, 7, 8)]
    assert festivals["清明节"] == [date(2027, 4, 5)]
    assert festivals["端午节"] == [date(2027, 6, 9)]
    assert festivals["中秋节"] == [date(2027, 9, 15)]
    assert sum(map(len, festivals.values())) == 13


@pytest.mark.parametrize("year", [2025, 2026])
def test_computed_festivals_agree_with_the_announced_years(year: int) -> None:
    notice = CALENDAR.notice(year)

    assert notice is not None
    assert frozenset(day for days in computed_festivals(year).values() for day in days) == notice.statutory


def test_a_mid_autumn_within_national_day_is_one_break() -> None:
    festivals = computed_festivals(2028)

    assert festivals["国庆节、中秋节"] == [date(2028, 10, day) for day in (1, 2, 3)]
    assert "中秋节" not in festivals


def test_years_before_the_decree_are_not_computed() -> None:
    with pytest.raises(ValueError, match="2024"):
        computed_festivals(2024)


def test_computed_years_guess_no_makeup_days() -> None:
    for notice in CALENDAR.notices:
        if notice.provisional:
            assert not notice.makeup
            assert not notice.adjusted_off
            assert "暂定" in notice.title
            assert notice.issued_on is None


def test_loading_the_calendar_does_not_import_the_lunar_library() -> None:
    program = (
        "import sys; from gxq_desktop.catalogue.calendar_files import load_calendar; load_calendar();"
        "sys.exit('lunar_python' in sys.modules)"
    )

    assert subprocess.run([sys.executable, "-c", program], cwd=Path(__file__).parents[2], check=False).returncode == 0


def test_the_generate_command_says_what_it_misses(
    folder: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "lunar_python", None)
    before = (folder / PROVISIONAL_FILE).read_bytes()

    assert main(["generate", str(folder)]) == 1

    assert "pip install lunar-python" in capsys.readouterr().err
    assert (folder / PROVISIONAL_FILE).read_bytes() == before


def test_the_generate_command_writes_the_years_after_the_last_notice(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (folder / "2027.yaml").write_text(NOTICE_2027, encoding="utf-8")

    assert main(["generate", str(folder)]) == 0

    assert "2028 至 2045" in capsys.readouterr().out
    assert "2027:" not in (folder / PROVISIONAL_FILE).read_text(encoding="utf-8")
    assert load_calendar(folder).provisional_years == tuple(range(2028, 2046))


@pytest.mark.parametrize("arguments", [[], ["make"], ["generate", "a", "b"]])
def test_the_generate_command_says_how_it_is_used(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert main(arguments) == 2

    assert "用法" in capsys.readouterr().err


# -- importing and exporting ----------------------------------------------------------------------------------------


def test_importing_a_notice_makes_its_year_certain(tmp_path: Path) -> None:
    path = tmp_path / "downloaded.yaml"
    path.write_text(NOTICE_2027, encoding="utf-8")
    assert CALENDAR.after(date(2027, 1, 28), 8).provisional

    imported = CALENDAR.with_notice(read_notice(path))

    # January 29, make-up Saturday 30, February 1 to 4, then Friday 12 and Monday 15
    assert imported.after(date(2027, 1, 28), 8) == DueDay(date(2027, 2, 15), provisional=False)
    assert imported.covers_year(2027)
    assert imported.kind(date(2027, 1, 30)) is DayKind.MAKEUP_WORKDAY


def test_a_second_folder_replaces_years_of_the_first(folder: Path, tmp_path: Path) -> None:
    own = tmp_path / "imported"
    own.mkdir()
    (own / "2027.yaml").write_text(NOTICE_2027, encoding="utf-8")

    calendar = load_calendar(folder, own)

    assert calendar.provisional_years == tuple(range(2028, 2046))
    assert load_calendar(folder, tmp_path / "not there").provisional_years == tuple(range(2027, 2046))


@pytest.mark.parametrize("year", range(2004, 2027))
def test_every_shipped_notice_is_written_as_it_stands(year: int, tmp_path: Path) -> None:
    shipped = CALENDAR.notice(year)
    assert shipped is not None

    write_notice(shipped, tmp_path / "again.yaml")

    assert (tmp_path / "again.yaml").read_bytes() == (CALENDAR_FOLDER / f"{year}.yaml").read_bytes()


@given(
    title=st.text(min_size=1).map(lambda text: " ".join(text.split())).filter(bool),
    name=st.sampled_from(["春节", "null", "- 春节", "“甲”: 乙", "#", "2027", "是", "𠮷日", "a\\b"]),
    in_break=st.booleans(),
)
@settings(max_examples=60, deadline=None)
def test_whatever_a_notice_is_called_it_reads_back_equal(
    title: str, name: str, in_break: bool, tmp_path_factory: pytest.TempPathFactory
) -> None:
    makeup = frozenset({date(2027, 2, 20)})
    rest = Break(name, date(2027, 2, 5), date(2027, 2, 5), makeup if in_break else frozenset())
    off = frozenset({date(2027, 2, 5)})
    notice = YearNotice(2027, title, "", date(2026, 11, 3), title, Confidence.LOW, (rest,), off, frozenset(), makeup)
    path = tmp_path_factory.mktemp("notice") / "2027.yaml"

    write_notice(notice, path)

    assert read_notice(path) == notice


def test_a_computed_year_is_never_written_as_a_notice(tmp_path: Path) -> None:
    computed = CALENDAR.notice(2027)
    assert computed is not None

    with pytest.raises(ValueError, match="provisional"):
        write_notice(computed, tmp_path / "2027.yaml")

    assert list(tmp_path.iterdir()) == []


# -- faults ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("wrong", "instead", "line", "words"),
    [
        ("year: 2027", "year: 二〇二七", 1, "应当是整数"),
        ("year: 2027", "year: 1999", 1, "不能小于 2004"),
        ("year: 2027\n", "", 1, "缺少“year”"),
        ("title: 国务院办公厅关于2027年部分节假日安排的通知", "title:", 2, "缺少“title”"),
        ("source: 测试", "sourse: 测试", 4, "最接近的是“source”"),
        ("confidence: 低", "confidence: 一般", 5, "不能是“一般”"),
        ("source: 测试", "source: 测试\nissued_on: 昨天", 5, "应当是日期"),
        ("statutory: 2027-01-01\n", "statutory: 2027-13-01\n", 9, "“2027-13-01”不是日期"),
        ("days: 2027-01-01 至 2027-01-03", "days: 2027-01-03 至 2027-01-01", 8, "不是一段不超过 31 天的日期"),
        ("days: 2027-01-01 至 2027-01-03", "days: 2027-01-01 至 2027-03-03", 8, "不是一段不超过 31 天的日期"),
        ("days: 2027-01-01 至 2027-01-03", "days: 2027-01-01、2027-01-03", 8, "一个假期的日期必须连续"),
        ("days: 2027-01-01 至 2027-01-03", "days: 元旦三天", 8, "“元旦三天”不是日期"),
        ("makeup: 2027-01-30、2027-02-20", "makeup: 2027-01-30、2027-02-19", 14, "2027-02-19（周五） 不是周六或周日"),
        ("makeup: 2027-01-30、2027-02-20", "makeup: 2027-02-07", 14, "2027-02-07（周日） 既是法定节假日又是调休上班日"),
        ("adjusted_off: 2027-02-09、2027-02-10、", "adjusted_off: 2027-02-10、", 11, "2027-02-09（周二） 没有说明"),
        ("statutory: 2027-02-05", "statutory: 2027-02-04", 12, "2027-02-04（周四） 不在任何一个假期之内"),
        ("  - name: 春节", "  - name: 春节\n    day: 3", 11, "没有名为“day”的字段"),
        ("year: 2027", "year: [2027", 2, "YAML 写法不对"),
    ],
)
def test_a_fault_in_a_notice_is_named_with_file_and_line(
    tmp_path: Path, wrong: str, instead: str, line: int, words: str
) -> None:
    assert wrong in NOTICE_2027

    refusal = refused(tmp_path / "my-2027.yaml", NOTICE_2027.replace(wrong, instead, 1))

    found = {(fault.file, fault.line) for fault in refusal.faults if words in fault.problem + fault.next_step}
    assert found == {("my-2027.yaml", line)}, refusal.problem
    assert all(fault.next_step for fault in refusal.faults)


def test_all_faults_of_a_notice_are_named_at_once(tmp_path: Path) -> None:
    text = NOTICE_2027.replace("source: 测试", "source:").replace("低", "好").replace("2027-01-30", "2027-1-30")

    assert len(refused(tmp_path / "2027.yaml", text).faults) == 3


def test_a_notice_without_breaks_is_refused(tmp_path: Path) -> None:
    text = NOTICE_2027[: NOTICE_2027.index("breaks:")]

    assert "没有列出任何假期" in refused(tmp_path / "2027.yaml", text).problem


def test_a_missing_notice_file_is_a_refusal(tmp_path: Path) -> None:
    with pytest.raises(CatalogueRefused, match=r"2027\.yaml.*找不到这个文件"):
        read_notice(tmp_path / "2027.yaml")


def test_all_faults_of_all_files_are_named_at_once(folder: Path) -> None:
    (folder / "2025.yaml").write_text("year: 2024\n", encoding="utf-8")
    (folder / "2026-draft.yaml").write_text(NOTICE_2027, encoding="utf-8")
    (folder / "2028.yaml").write_text(NOTICE_2027, encoding="utf-8")

    with pytest.raises(CatalogueRefused) as refusal:
        load_calendar(folder)

    files = [fault.file for fault in refusal.value.faults]
    assert set(files) == {"2025.yaml", "2026-draft.yaml", "2028.yaml"}
    assert "文件名是 2028，内容写的是 2027 年" in refusal.value.problem
    assert "文件名不是四位年份" in refusal.value.problem


def test_a_year_that_is_neither_announced_nor_computed_is_refused(folder: Path) -> None:
    (folder / "2011.yaml").unlink()

    with pytest.raises(CatalogueRefused, match="没有 2011 年的安排"):
        load_calendar(folder)


@pytest.mark.parametrize(
    ("wrong", "instead", "words"),
    [
        ("  2027:\n", "  明年:\n", "“明年”不是年份"),
        ("years:", "jahre:", "缺少“years”"),
        ("元旦: 2027-01-01", "元旦: 一月一日", "“一月一日”不是日期"),
        ("元旦: 2027-01-01", "元旦: 2030-01-01", "不属于 2027 年"),
        ("confidence: 中", "confidence:", "缺少“confidence”"),
    ],
)
def test_faults_in_the_computed_years_are_named(folder: Path, wrong: str, instead: str, words: str) -> None:
    path = folder / PROVISIONAL_FILE
    text = path.read_text(encoding="utf-8")
    assert wrong in text
    path.write_text(text.replace(wrong, instead, 1), encoding="utf-8")

    with pytest.raises(CatalogueRefused, match=words):
        load_calendar(folder)


def test_a_folder_without_computed_years_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CatalogueRefused, match=r"provisional\.yaml.*找不到这个文件"):
        load_calendar(tmp_path)


def test_the_loaded_calendar_is_what_its_notices_make() -> None:
    assert WorkCalendar(CALENDAR.notices) == CALENDAR
