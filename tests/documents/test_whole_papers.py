"""What must hold over all papers of a project, whatever the project: nothing twice, nothing lost, no two dates."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from functools import lru_cache
from typing import Any

import openpyxl
import pytest
from icalendar import Calendar

from gxq_desktop.application.views import Dossier, StepView
from gxq_desktop.documents.companions import Companions
from gxq_desktop.documents.countdown import make_countdown
from gxq_desktop.documents.manual import make_manual
from gxq_desktop.documents.papers import Papers
from gxq_desktop.documents.papers_small.checklist import make_checklist
from gxq_desktop.documents.papers_small.department_sheet import make_department_sheet, owners
from gxq_desktop.documents.papers_small.hand_over_sheet import make_hand_over_sheet
from gxq_desktop.documents.papers_small.next_visit import make_next_visit
from gxq_desktop.documents.preflight import preflight
from gxq_desktop.documents.sections.cards import full_card_sheets
from gxq_desktop.documents.sheet import Sheet, TextOp
from gxq_desktop.documents.tiling import tile
from gxq_desktop.documents.wallchart import make_wallchart
from gxq_desktop.domain.network import StepKind
from tests.documents.dossiers import SAMPLES, make_dossier, shipped_catalogue
from tests.documents.reading import extracted, unspaced
from tests.documents.sections.chapters import LONG_ENTERPRISE, spoken_rows
from tests.documents.test_wallchart import many_steps

FORTY = "在电力设施周围或者电力设施保护区内进行可能危及电力设施安全的爆破、打桩、起重作业审批"
RARE = "堃䶮㛃鿏𤧛𠮷𫖮𫟼𬱖𬺰𰻞𮯰"
"""The twelve test characters of service_facts.md §i; no shipped font has the last."""
PAPERS = Papers()


def _decided(*codes: str) -> Callable[[dict[str, Any]], None]:
    """An officer decides that CODES apply and no other row does."""

    def edit(document: dict[str, Any]) -> None:
        document["overrides"] = [
            {
                "code": item.code,
                "applies": item.code in codes,
                "reason": "演练",
                "officer": "测试员",
                "on": "2026-03-09",
            }
            for item in shipped_catalogue().items
        ]

    return edit


def _bare(document: dict[str, Any]) -> None:
    document.clear()
    document["project"] = {"name": "甲", "enterprise": "乙"}


CASES: dict[str, Callable[[], Dossier]] = {
    **{sample: lambda sample=sample: make_dossier(sample) for sample in SAMPLES},  # type: ignore[misc]
    "all 105": lambda: make_dossier("N3", everything_applies=True),
    "one item": lambda: make_dossier("N1", edit=_decided("A01")),
    "nothing to do": lambda: make_dossier("N1", edit=_decided()),
    "every fact unknown": lambda: make_dossier("N1", edit=lambda document: document.update(facts={})),
    "a name and nothing else": lambda: make_dossier("N1", edit=_bare),
    "long enterprise": lambda: make_dossier("N1", name=FORTY * 2, enterprise=LONG_ENTERPRISE + "及其全体股东共六十字"),
    "no contacts": lambda: make_dossier("S17-obstacle", without_contacts=True),
    "impossible targets": lambda: make_dossier("N1", targets={"G1": "2026-04-01", "G2": "2026-08-01"}),
    "printed late": lambda: make_dossier("S17-obstacle", today=date(2027, 11, 3)),
    "printed half way": lambda: make_dossier(
        "N1", today=date(2026, 9, 1), edit=lambda document: document["plan"].update(start="2026-03-10", targets={})
    ),
}  # fmt: skip

dossier_of = lru_cache(lambda case: CASES[case]())


@lru_cache
def manual_of(case: str) -> tuple[Sheet, ...]:
    return tuple(make_manual(dossier_of(case)))


@lru_cache
def chart_of(case: str) -> tuple[Sheet, ...]:
    return tuple(make_wallchart(dossier_of(case)))


def findings(sheets: list[Sheet] | tuple[Sheet, ...], multiple: int = 1) -> list[str]:
    return [str(finding) for finding in preflight(sheets, multiple)]


# --- nothing collides, nothing falls off ------------------------------------------------------------------------------


@pytest.mark.parametrize("case", CASES)
def test_the_manual_passes_preflight_in_leaves_of_four_with_the_hand_over_last(case: str):
    manual = manual_of(case)

    assert findings(manual, multiple=4) == []
    assert manual[-1].number % 2 == 0 and "chapter:handover" in manual[-1].anchors


@pytest.mark.parametrize("case", CASES)
def test_a_page_that_holds_less_than_half_opens_a_chapter_or_has_lines_for_notes(case: str):
    """What runs on to a last page is set closer so that it does not, or the rest of that page is given to the pen."""
    poor = []
    for sheet in manual_of(case):
        frame = sheet.frame
        if frame is None or any(anchor.startswith("chapter:") for anchor in sheet.anchors):
            continue
        inside = [op for op in sheet.texts if frame.y < op.y < frame.bottom and frame.x - 1 <= op.x <= frame.right]
        ruled = any(op.line.characters in ("记事", "联系记录：和谁说好了什么，哪天") for op in inside)
        if not ruled and max((op.y for op in inside), default=0.0) < frame.y + frame.height / 2:
            poor.append(sheet.number)

    assert poor == []


@pytest.mark.parametrize("case", CASES)
def test_full_cards_begin_on_even_pages(case: str):
    pages = {anchor: sheet.number for sheet in manual_of(case) for anchor in sheet.anchors}

    assert [card.code for card in dossier_of(case).cards if card.full and pages[f"card:{card.code}"] % 2] == []


@pytest.mark.parametrize("case", CASES)
def test_every_other_paper_passes_preflight(case: str):
    dossier = dossier_of(case)

    assert findings(make_countdown(dossier, "A4")) == []
    assert findings(make_countdown(dossier, "A3")) == []
    assert findings(chart_of(case)) == []
    assert findings(make_checklist(dossier)) == []
    assert findings(make_hand_over_sheet(dossier)) == []
    assert findings(make_next_visit(dossier, "")) == []
    for owner in owners(dossier)[:2]:
        assert findings(make_department_sheet(dossier, owner)) == []


@pytest.mark.parametrize("code", [card.code for card in dossier_of("all 105").cards])
def test_the_card_of_every_item_passes_preflight_alone(code: str):
    assert findings(full_card_sheets(dossier_of("all 105"), code)) == []


def test_a_chart_of_three_hundred_steps_passes_preflight_on_every_paper_and_in_tiles():
    dossier = many_steps(300)

    for sheets in (
        make_wallchart(dossier, "A3"),
        make_wallchart(dossier, "A0"),
        tile(make_wallchart(dossier, "A0"), "A3"),
    ):
        assert findings(sheets) == []


def test_items_with_forty_characters_pass_wherever_their_names_stand():
    dossier = dossier_of("N1")
    named = replace(
        dossier,
        steps=tuple(replace(step, name=FORTY) if step.number else step for step in dossier.steps),
        cards=tuple(replace(card, name=FORTY) for card in dossier.cards),
        materials=tuple(replace(material, name=FORTY) for material in dossier.materials),
        verdicts=tuple(replace(row, name=FORTY) for row in dossier.verdicts),
    )
    manual = make_manual(named)

    assert findings(manual, multiple=4) == []
    assert all(findings(full_card_sheets(named, card.code)) == [] for card in named.cards)
    for sheets in (
        make_countdown(named, "A4"),
        make_wallchart(named, "A3"),
        make_checklist(named),
        make_next_visit(named, ""),
    ):
        assert findings(sheets) == []
    assert sum(FORTY in row for row in map(unspaced, spoken_rows(manual))) >= sum(
        step.number is not None for step in named.steps
    )


# --- every row exactly once -------------------------------------------------------------------------------------------


def columns_of(sheet: Sheet, left: float, right: float) -> Iterator[TextOp]:
    """What begins between LEFT and RIGHT of the text's left edge, mm, and is read aloud."""
    assert sheet.frame is not None
    for op in sheet.texts:
        if left <= op.x - sheet.frame.x < right and op.content >= 0:
            yield op


@pytest.mark.parametrize("case", CASES)
def test_each_of_the_105_codes_stands_once_in_the_annex(case: str):
    pages = {anchor: sheet.number for sheet in manual_of(case) for anchor in sheet.anchors}
    annex = [sheet for sheet in manual_of(case) if pages["chapter:whynot"] <= sheet.number < pages["chapter:undecided"]]

    found = Counter(op.line.characters for sheet in annex for op in columns_of(sheet, -0.1, 0.1))
    codes = {code: count for code, count in found.items() if re.fullmatch("[ABC][0-9]{2}", code)}

    assert codes == {item.code: 1 for item in shipped_catalogue().items}


@pytest.mark.parametrize("case", CASES)
def test_every_scheduled_step_is_one_row_of_the_timetable(case: str):
    rows = Counter(anchor for sheet in manual_of(case) for anchor in sheet.anchors if anchor.startswith("row:"))

    assert rows == Counter(f"row:{step.id}" for step in dossier_of(case).steps)


@pytest.mark.parametrize("case", CASES)
def test_every_numbered_step_has_one_box_with_its_number_on_the_chart_and_one_in_the_timetable(case: str):
    numbers = {step.number: step.code for step in dossier_of(case).steps if step.number is not None}

    assert Counter(chart_rows(case)) == Counter(numbers.items())
    assert Counter(boxes(manual_of(case), "row:")) == Counter(numbers.items())


def chart_rows(case: str) -> Iterator[tuple[int, str]]:
    """(number in the box, code beside it) of every row of the chart that has a box with a number."""
    for sheet in chart_of(case):
        codes = [op for op in sheet.texts if re.fullmatch("[ABC][0-9]{2}", op.line.characters)]
        for op in sheet.texts:
            if op.x < 16.0 and re.fullmatch("[0-9]+", op.line.characters):
                yield int(op.line.characters), min(codes, key=lambda code: abs(code.y - op.y)).line.characters


def boxes(sheets: tuple[Sheet, ...], prefix: str) -> Iterator[tuple[int, str]]:
    """(number in the box, code beside it) of every row with an anchor PREFIX."""
    for sheet in sheets:
        for row in rows_of(sheet, prefix):
            numbers = [op for op in row if re.fullmatch("[0-9]+", op.line.characters)]
            codes = [op for op in row if re.fullmatch("[ABC][0-9]{2}", op.line.characters)]
            if numbers and codes and numbers[0].x < codes[0].x:
                yield int(numbers[0].line.characters), codes[0].line.characters


def rows_of(sheet: Sheet, prefix: str = "row:") -> Iterator[list[TextOp]]:
    """The texts of each row that has an anchor PREFIX, from left to right."""
    tops = sorted((y, anchor) for anchor, y in sheet.anchors.items() if anchor.startswith(prefix))
    below_last = [(sheet.frame.bottom, "")] if sheet.frame and tops else []
    for (top, _), (below, _) in zip(tops, [*tops[1:], *below_last], strict=True):
        inside = [op for op in sheet.texts if top < op.y <= below and op.content >= 0]
        first_lines = [op for op in inside if op.y <= top + 22.0]
        yield sorted(first_lines, key=lambda op: op.x)


def test_a_step_without_a_number_stands_on_the_chart_too():
    dossier = dossier_of("S17-obstacle")
    words = "\n".join(op.line.characters for sheet in chart_of("S17-obstacle") for op in sheet.texts)

    for step in dossier.steps:
        if step.number is None and step.kind is not StepKind.MILESTONE:
            assert step.short_name in words or step.name.split("（")[0] in words, step.id


# --- one edition, one date ----------------------------------------------------------------------------------------------


Dates = dict[str, dict[str, date]]
"""By step id: early_start, early_finish, late_start, late_finish, as far as a paper tells them."""


def planned(dossier: Dossier) -> Dates:
    kinds = ("early_start", "early_finish", "late_start", "late_finish")
    return {step.id: {kind: getattr(step, kind).on for kind in kinds} for step in dossier.steps}


def day_in(words: str, plan_year: int) -> date | None:
    """27-03-17 二 or 03-17 二, alone or at the beginning."""
    match = re.match(r"(?:(\d\d)-)?(\d\d)-(\d\d)(?!\d)", words)
    return date(2000 + int(match[1]) if match[1] else plan_year, int(match[2]), int(match[3])) if match else None


def of_timetable(dossier: Dossier, manual: tuple[Sheet, ...]) -> Dates:
    found: Dates = {}
    for sheet in manual:
        tops = sorted((y, anchor) for anchor, y in sheet.anchors.items() if anchor.startswith("row:"))
        for (_, anchor), row in zip(tops, rows_of(sheet), strict=True):
            left = [op.x - sheet.frame.x for op in row] if sheet.frame else []
            dates = [
                (x, day)
                for x, op in zip(left, row, strict=True)
                if x > 84.0 and (day := day_in(op.line.characters, dossier.start_on.year))
            ]
            assert len(dates) == 2, (anchor, [op.line.characters for op in row])
            found[anchor.removeprefix("row:")] = {"early_start": dates[0][1], "late_start": dates[1][1]}
    return found


def of_workbook(dossier: Dossier) -> Dates:
    sheet = openpyxl.load_workbook(io.BytesIO(Companions().workbook(dossier)))["时间表"]
    rows = list(sheet.iter_rows(values_only=True))
    at = next(index for index, row in enumerate(rows) if "最早开始" in row)
    columns = {str(name): place for place, name in enumerate(rows[at])}
    names = {"最早开始": "early_start", "最早完成": "early_finish", "最迟开始": "late_start", "最迟完成": "late_finish"}
    found: Dates = {}
    by_row = {(step.code, _plain(step.name)): step.id for step in dossier.steps}
    for row in rows[at + 1 :]:
        step_id = by_row.get((str(row[columns["编码"]] or ""), _plain(str(row[columns["环节"]] or ""))))
        if step_id is not None:
            found[step_id] = {ours: row[columns[theirs]].date() for theirs, ours in names.items()}  # type: ignore[union-attr]
    return found


def _plain(words: str) -> str:
    return re.sub(r"^[\s└]*", "", words)


def of_phone_calendar(dossier: Dossier) -> Dates:
    calendar = Calendar.from_ical(Companions().phone_calendar(dossier))
    ids = {step.id for step in dossier.steps if step.kind is not StepKind.MILESTONE}
    found: Dates = {}
    for event in calendar.walk("VEVENT"):
        key = str(event["uid"]).removeprefix(f"{dossier.identity.project_number}-").split("@")[0]
        if key in ids:
            found[key] = {"late_start": event.decoded("dtstart")}
    return found


def of_countdown(dossier: Dossier) -> Dates:
    """By its rows: days left, light, latest day, code, what, who, latest end."""
    steps = {(step.code, step.short_name): step for step in dossier.steps if step.kind is not StepKind.MILESTONE}
    found: Dates = {}
    pattern = re.compile(
        r"^[−+]?\d+(?:绿|黄|红)?((?:\d\d-)?\d\d-\d\d) [一二三四五六日]￼?(?:暂)?([A-Z]\d*)?(.*)$", re.DOTALL
    )
    for row in spoken_rows(make_countdown(dossier, "A4")):
        match = pattern.match(row)
        if match is None:
            continue
        step = _step_in(steps, match[2] or "", match[3])
        if step is None:
            continue
        latest = day_in(match[1], dossier.start_on.year)
        ends = re.findall(r"(?:\d\d-)?\d\d-\d\d", match[3])
        assert latest is not None
        found[step.id] = {"late_start": latest}
        if ends:
            last = day_in(ends[-1], dossier.start_on.year)
            assert last is not None
            found[step.id]["late_finish"] = last
    return found


def _step_in(steps: dict[tuple[str, str], StepView], code: str, words: str) -> StepView | None:
    fitting = [
        step
        for (own, name), step in steps.items()
        if (own == code or step.parent == code or not own) and words.startswith(name)
    ]
    return max(fitting, key=lambda step: len(step.short_name), default=None)


def of_chart(dossier: Dossier, chart: tuple[Sheet, ...]) -> Dates:
    """The latest end in the table, by the code beside it; steps with a number only."""
    found: Dates = {}
    by_code = dossier.step_by_code
    for sheet in chart:
        codes = [op for op in sheet.texts if re.fullmatch("[ABC][0-9]{2}", op.line.characters) and op.x < 30.0]
        for code in codes:
            row = [op for op in sheet.texts if abs(op.y - code.y) < 0.6 and 85.0 < op.x < 105.0]
            days = [day for op in row if (day := day_in(op.line.characters, dossier.start_on.year))]
            if days:
                found[by_code[code.line.characters].id] = {"late_finish": days[0]}
    return found


@pytest.mark.parametrize("case", ["N1", "N4", "S17-obstacle", "printed late", "impossible targets"])
def test_the_papers_of_one_edition_cannot_disagree_about_a_date(case: str):
    dossier = dossier_of(case)
    plan = planned(dossier)
    told = {
        "timetable": of_timetable(dossier, manual_of(case)),
        "workbook": of_workbook(dossier),
        "phone calendar": of_phone_calendar(dossier),
        "countdown": of_countdown(dossier),
        "chart": of_chart(dossier, chart_of(case)),
    }

    for paper, dates in told.items():
        for step_id, days in dates.items():
            for kind, day in days.items():
                assert day == plan[step_id][kind], (paper, step_id, kind)
    numbered = {step.id for step in dossier.steps if step.number is not None}
    assert told["timetable"].keys() == plan.keys()
    for paper, dates in told.items():
        assert numbered - dates.keys() == set(), paper


# --- names come out as they went in -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "make",
    [
        PAPERS.manual,
        lambda dossier: PAPERS.countdown(dossier, "A4"),
        lambda dossier: PAPERS.wallchart(dossier, "A3"),
        lambda dossier: PAPERS.wallchart(dossier, "A2", "A4"),
        PAPERS.checklist,
        PAPERS.hand_over,
        lambda dossier: PAPERS.next_visit(dossier, ""),
        lambda dossier: PAPERS.department_sheet(dossier, "规划口"),
    ],
    ids=["manual", "countdown", "chart", "tiles", "checklist", "hand-over", "next visit", "department"],
)
def test_rare_characters_in_names_are_copied_exactly(make: Callable[[Dossier], bytes]):
    dossier = _rare_dossier()

    pages = [unspaced(page) for page in extracted(make(dossier))]

    assert f"达州{RARE}项目" in pages[0]
    assert RARE not in "".join(pages).replace(f"达州{RARE}项目", "").replace(f"四川{RARE}有限公司", "")


def test_the_manual_names_the_enterprise_with_rare_characters_on_cover_and_hand_over():
    pages = [unspaced(page) for page in extracted(PAPERS.manual(_rare_dossier()))]

    assert f"四川{RARE}有限公司" in pages[0]
    assert f"四川{RARE}有限公司" in pages[-1]


def test_only_the_character_that_no_font_has_is_reported():
    (sentence,) = PAPERS.missing_characters(_rare_dossier())

    assert "U+2EBF0" in sentence


@lru_cache
def _rare_dossier() -> Dossier:
    return make_dossier("N1", name=f"达州{RARE}项目", enterprise=f"四川{RARE}有限公司")


# --- files that any reader opens ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("case", ["N1", "one item"])
def test_the_cross_reference_stream_gives_its_filter_parameters_as_its_filters_are_given(case: str):
    """An array for an array (ISO 32000-1, 7.3.8.2): poppler, the reader on most Linux desktops, opens nothing else."""
    tail = PAPERS.countdown(dossier_of(case), "A4")[-2000:]

    dictionary = tail[tail.index(b"/DecodeParms") - 40 : tail.index(b"stream", tail.index(b"/DecodeParms"))]
    assert re.search(rb"/Filter\s*\[", dictionary)
    assert re.search(rb"/DecodeParms\s*\[", dictionary)
