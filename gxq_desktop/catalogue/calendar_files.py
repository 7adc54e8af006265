"""The calendar's files: one YAML file for each year's notice, and one of computed years (resources/calendar).

How the files are written is said in resources/calendar/README.md. Years beyond the last notice come from
`provisional.yaml`, made by

    python -m gxq_desktop.catalogue.calendar_files generate [FOLDER]

from the statutory holidays in force (国务院令第795号) and the lunar calendar, so that nothing lunar runs at start-up.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from importlib.util import find_spec
from itertools import groupby, pairwise
from pathlib import Path

import yaml

from gxq_desktop.catalogue.faults import Block, Fault, FaultList, read_block
from gxq_desktop.domain.basis import Confidence
from gxq_desktop.domain.calendar import FIRST_YEAR, LAST_YEAR, Break, WorkCalendar, YearNotice
from gxq_desktop.domain.errors import DomainError, DomainErrors
from gxq_desktop.paths import RESOURCES

CALENDAR_FOLDER = RESOURCES / "calendar"
PROVISIONAL_FILE = "provisional.yaml"

_TO = "至"
_SEPARATORS = re.compile(r"[、，,\s]+")
_RANGE = re.compile(rf"\s*(?:{_TO}|~)\s*")
_NOTICE_FIELDS = ("year", "title", "document_no", "issued_on", "source", "confidence", "makeup", "breaks")
_BREAK_FIELDS = ("name", "days", "statutory", "adjusted_off", "makeup")
_CONFIDENCES = {confidence.label: confidence for confidence in Confidence}
_ONE_DAY = timedelta(days=1)
_LONGEST_DAYS = 31


# -- reading -----------------------------------------------------------------------------------------------------


def load_calendar(folder: Path = CALENDAR_FOLDER, *more_folders: Path) -> WorkCalendar:
    """Read every year of FOLDER, then of MORE_FOLDERS, whose notices replace those of the same year (imported ones).

    Years from 2004 to 2045 without a notice come from FOLDER's provisional.yaml. Raises CatalogueRefused with all
    faults of all files, and DomainError if two years' notices contradict each other.
    """
    faults = FaultList()
    notices: dict[int, YearNotice] = {}
    for place in (folder, *more_folders):
        for path in sorted(place.glob("*.yaml")):
            if path.name == PROVISIONAL_FILE:
                continue
            if not (path.stem.isdigit() and len(path.stem) == 4):
                faults.add(
                    Fault(path.name, 0, "", "", "文件名不是四位年份。", "请按“2027.yaml”这样命名，或移出日历文件夹。")
                )
                continue
            notice = _notice_in(path, faults)
            if notice is None:
                continue
            if notice.year != int(path.stem):
                problem = f"文件名是 {path.stem}，内容写的是 {notice.year} 年。"
                faults.add(Fault(path.name, 1, "", "year", problem, "请改正其中一处。"))
            notices[notice.year] = notice
    for notice in _provisional_in(folder / PROVISIONAL_FILE, faults):
        notices.setdefault(notice.year, notice)
    if not faults:
        missing = [year for year in range(FIRST_YEAR, LAST_YEAR + 1) if year not in notices]
        if missing:
            problem = f"没有 {'、'.join(map(str, missing))} 年的安排，也没有推算。"
            advice = "请补上该年的文件，或重新生成 provisional.yaml。"
            faults.add(Fault(folder.name, 0, "", "", problem, advice))
    faults.refuse("日历文件")
    return WorkCalendar(notices.values())


def read_notice(path: Path) -> YearNotice:
    """Read one year's notice from PATH, for importing it.

    Raises CatalogueRefused naming every fault with its line and what to do; nothing is taken over then. What is only
    unlikely is not refused: ask the notice for its `doubts` and show them first.
    """
    faults = FaultList()
    notice = _notice_in(path, faults)
    faults.refuse("节假日安排文件")
    assert notice is not None, "no notice without a fault"
    return notice


def _notice_in(path: Path, faults: FaultList) -> YearNotice | None:
    root = read_block(path, faults)
    if root is None:
        return None
    root.refuse_other_fields(_NOTICE_FIELDS)
    year = root.integer("year", at_least=FIRST_YEAR, at_most=LAST_YEAR)
    title, source = root.text("title"), root.text("source")
    confidence = root.choice("confidence", _CONFIDENCES)
    issued_on = root.optional_day("issued_on")
    breaks, statutory, adjusted_off = [], set[date](), set[date]()
    makeup = set(_days_of(root, "makeup", root.optional_text("makeup")))
    entries = root.blocks("breaks")
    if not entries:
        root.fault("breaks", "没有列出任何假期。", "请逐个列出通知中的假期。")
    for entry in entries:
        entry.refuse_other_fields(_BREAK_FIELDS)
        name = entry.text("name")
        days = _days_of(entry, "days", entry.text("days"))
        own_makeup = frozenset(_days_of(entry, "makeup", entry.optional_text("makeup")))
        statutory.update(_days_of(entry, "statutory", entry.optional_text("statutory")))
        adjusted_off.update(_days_of(entry, "adjusted_off", entry.optional_text("adjusted_off")))
        makeup |= own_makeup
        if any(later - earlier != _ONE_DAY for earlier, later in pairwise(days)):
            entry.fault("days", "一个假期的日期必须连续。", "请写成“2027-02-05 至 2027-02-11”，或拆成两个假期。")
        if name and days:
            breaks.append(Break(name, days[0], days[-1], own_makeup))
    if not root.is_sound:
        return None
    try:
        return YearNotice(
            year,
            title,
            root.optional_text("document_no"),
            issued_on,
            source,
            confidence,
            tuple(breaks),
            frozenset(statutory),
            frozenset(adjusted_off),
            frozenset(makeup),
        )
    except DomainErrors as refusal:
        for fault in refusal.faults:
            line = _line_naming(fault, entries) or root.line_of("breaks")
            faults.add(Fault(path.name, line, str(year), "", fault.problem, fault.next_step))
        return None


def _line_naming(fault: DomainError, entries: Sequence[Block]) -> int:
    """The line of the first entry that holds the date FAULT speaks of, 0 if none does."""
    named = re.search(r"\d{4}-\d\d-\d\d", fault.problem)
    day = date.fromisoformat(named[0]) if named else None
    for entry in entries:
        for field in ("makeup", "adjusted_off", "statutory", "days"):
            if day in _days_of(entry, field, entry.optional_text(field)):
                return entry.line_of(field)
    return 0


def _days_of(block: Block, field: str, written: str) -> list[date]:
    """Days written as “2026-02-16 至 2026-02-19、2026-02-23”. Faults are noted in BLOCK."""
    days: list[date] = []
    for part in _SEPARATORS.split(_RANGE.sub(_TO, written.strip())):
        if not part:
            continue
        ends = part.split(_TO)
        try:
            first, last = date.fromisoformat(ends[0]), date.fromisoformat(ends[-1])
        except ValueError:
            block.fault(field, f"“{part}”不是日期。", "请写成 2027-02-05 或 2027-02-05 至 2027-02-11。")
            continue
        if len(ends) > 2 or last < first or (last - first).days >= _LONGEST_DAYS:
            block.fault(field, f"“{part}”不是一段不超过 {_LONGEST_DAYS} 天的日期。", "请检查起止日期。")
            continue
        days.extend(first + timedelta(days=number) for number in range((last - first).days + 1))
    return days


def _provisional_in(path: Path, faults: FaultList) -> list[YearNotice]:
    root = read_block(path, faults)
    if root is None:
        return []
    root.refuse_other_fields(("source", "confidence", "years"))
    source, confidence = root.text("source"), root.choice("confidence", _CONFIDENCES)
    years = root.block("years")
    if years is None:
        root.fault("years", "缺少“years”。", "请重新生成这个文件。")
        return []
    notices = []
    for name, entry in years.named_blocks():
        festivals = {festival: _days_of(entry, festival, entry.text(festival)) for festival in entry.names}
        if not (name.isdigit() and len(name) == 4):
            entry.fault("", f"“{name}”不是年份。", "请重新生成这个文件。")
        if not entry.is_sound:
            continue
        try:
            notices.append(_computed_notice(int(name), festivals, source, confidence))
        except DomainErrors as refusal:
            for fault in refusal.faults:
                entry.refused("", fault)
    return notices


def _computed_notice(year: int, festivals: dict[str, list[date]], source: str, confidence: Confidence) -> YearNotice:
    statutory = frozenset(day for days in festivals.values() for day in days)
    return YearNotice(
        year=year,
        title=f"{year} 年节假日推算（暂定，通知未公布）",
        document_no="",
        issued_on=None,
        source=source,
        confidence=confidence,
        breaks=tuple(Break(name, days[0], days[-1]) for name, days in festivals.items()),
        statutory=statutory,
        adjusted_off=frozenset(),
        makeup=frozenset(),
        provisional=True,
    )


# -- writing -----------------------------------------------------------------------------------------------------


def write_notice(notice: YearNotice, path: Path) -> None:
    """Write NOTICE to PATH as `read_notice` reads it. What was there stays whole until the new file is complete.

    Raises ValueError for a provisional notice: a computed year must never look like an announced one.
    """
    if notice.provisional:
        raise ValueError(f"the notice of {notice.year} is provisional and cannot be written as a notice")
    _replace(path, _notice_text(notice))


def _notice_text(notice: YearNotice) -> str:
    unassigned = notice.makeup - frozenset(day for rest in notice.breaks for day in rest.makeup)
    lines = [
        f"year: {notice.year}",
        f"title: {_scalar(notice.title)}",
        f"document_no: {_scalar(notice.document_no)}",
        *([f"issued_on: {notice.issued_on}"] if notice.issued_on else []),
        f"source: {_scalar(notice.source)}",
        f"confidence: {notice.confidence.label}",
        *([f"makeup: {_days_text(sorted(unassigned))}"] if unassigned else []),
        "breaks:",
    ]
    for rest in notice.breaks:
        days = rest.days()
        lines += [f"  - name: {_scalar(rest.name)}", f"    days: {_days_text(days)}"]
        for field, chosen in (
            ("statutory", notice.statutory.intersection(days)),
            ("adjusted_off", notice.adjusted_off.intersection(days)),
            ("makeup", rest.makeup),
        ):
            if chosen:
                lines.append(f"    {field}: {_days_text(sorted(chosen))}")
    return "\n".join(lines) + "\n"


def _days_text(days: Sequence[date]) -> str:
    parts = []
    for _, run in groupby(enumerate(days), key=lambda numbered: numbered[1].toordinal() - numbered[0]):
        spell = [day for _, day in run]
        parts.append(f"{spell[0]} {_TO} {spell[-1]}" if len(spell) > 1 else f"{spell[0]}")
    return "、".join(parts)


def _scalar(text: str) -> str:
    """TEXT plain where that is safe (it begins with a Chinese character), else quoted."""
    if re.fullmatch(r"[\u4e00-\u9fff](?: ?[\w〔〕《》“”（）、。，；.-])*", text):
        return text
    return yaml.dump(text, default_style='"', allow_unicode=True, width=sys.maxsize).strip()


def _replace(path: Path, text: str) -> None:
    from gxq_desktop.application.files import move_into_place

    beside = path.with_name(f".{path.name}.new")
    beside.write_text(text, encoding="utf-8", newline="\n")
    move_into_place(beside, path)


# -- computing ---------------------------------------------------------------------------------------------------


def computed_festivals(year: int) -> dict[str, list[date]]:
    """The statutory holidays of YEAR (from 2025, 国务院令第795号) by festival, in order of date.

    A festival that falls into National Day is joined with it. Needs lunar_python, imported here only. ValueError
    before 2025, when another decree was in force.
    """
    from lunar_python import Lunar  # type: ignore[import-untyped]

    if year < 2025:
        raise ValueError(f"the decree in force begins with 2025, got {year}")

    def lunar(month: int, day: int) -> date:
        solar = Lunar.fromYmd(year, month, day).getSolar()
        return date(solar.getYear(), solar.getMonth(), solar.getDay())

    new_year = lunar(1, 1)
    term = Lunar.fromYmd(year, 1, 1).getJieQiTable()["清明"]
    festivals = {
        "元旦": [date(year, 1, 1)],
        "春节": [new_year + timedelta(days=number) for number in (-1, 0, 1, 2)],
        "清明节": [date(term.getYear(), term.getMonth(), term.getDay())],
        "劳动节": [date(year, 5, 1), date(year, 5, 2)],
        "端午节": [lunar(5, 5)],
        "中秋节": [lunar(8, 15)],
        "国庆节": [date(year, 10, day) for day in (1, 2, 3)],
    }
    if festivals["中秋节"][0] in festivals["国庆节"]:
        del festivals["中秋节"]
        festivals["国庆节、中秋节"] = festivals.pop("国庆节")
    return dict(sorted(festivals.items(), key=lambda festival: festival[1][0]))


def provisional_text(years: Iterable[int]) -> str:
    """The content of provisional.yaml for YEARS."""
    lines = [
        "# Computed by: python -m gxq_desktop.catalogue.calendar_files generate",
        "# Do not edit by hand: a test compares this file with a fresh computation.",
        "source: 按全国年节及纪念日放假办法（国务院令第795号）和农历推算，未含调休与补假",
        f"confidence: {Confidence.MEDIUM.label}",
        "years:",
    ]
    for year in years:
        lines.append(f"  {year}:")
        lines += [f"    {name}: {_days_text(days)}" for name, days in computed_festivals(year).items()]
    return "\n".join(lines) + "\n"


def years_to_compute(folder: Path) -> range:
    """The years after the last one that has a notice in FOLDER, up to the calendar's end."""
    entered = [int(path.stem) for path in folder.glob("[0-9][0-9][0-9][0-9].yaml")]
    return range(max(entered, default=FIRST_YEAR - 1) + 1, LAST_YEAR + 1)


def main(arguments: Sequence[str]) -> int:
    """`generate [FOLDER]`: write provisional.yaml. Returns 0; 1 without lunar_python, 2 after saying how it is used.

    lunar_python is not among the program's own requirements: only this command and the tests need it.
    """
    if not arguments or arguments[0] != "generate" or len(arguments) > 2:
        sys.stderr.write("用法：python -m gxq_desktop.catalogue.calendar_files generate [日历文件夹]\n")
        return 2
    if find_spec("lunar_python") is None:
        sys.stderr.write("推算农历节日要用 lunar-python，这里没有安装。请运行：python -m pip install lunar-python\n")
        return 1
    folder = Path(arguments[1]) if len(arguments) == 2 else CALENDAR_FOLDER
    years = years_to_compute(folder)
    _replace(folder / PROVISIONAL_FILE, provisional_text(years))
    sys.stdout.write(f"已写入 {PROVISIONAL_FILE}：{years.start} 至 {years.stop - 1} 年。\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
