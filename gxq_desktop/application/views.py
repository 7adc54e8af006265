"""Frozen view-models (视图模型): what a printed page and a screen both show, so that they cannot disagree.

`Dossier` is the whole set for one edition of one project. Documents and screens only lay it out: no rule, no date
arithmetic beyond placing a day on an axis, no query. Dates are `Day`s: a date and whether it is provisional (暂定).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property

from gxq_desktop.domain.calendar import WorkCalendar
from gxq_desktop.domain.frozen import frozen
from gxq_desktop.domain.items import ItemList, Phase
from gxq_desktop.domain.network import StepKind
from gxq_desktop.domain.service_windows import OpeningHours, ServiceWindow
from gxq_desktop.domain.verdicts import Verdict


@frozen
class Day:
    """provisional: rests on a year whose holiday notice is not entered; print 暂 beside it."""

    on: date
    provisional: bool


class Light(StrEnum):
    """State of a step on paper: shape + word (print.md §4). Before the ledger exists nothing is DONE."""

    GREEN = "绿"
    AMBER = "黄"
    RED = "红"
    DONE = "已办结"


@frozen
class PaperIdentity:
    """What every page carries. replaces: the edition this one replaces, None for edition 1."""

    project_number: str
    edition: int
    printed_on: date
    check_code: str
    catalogue_version: str
    replaces: int | None


@frozen
class ContactView:
    """A line of 找谁. name and phone are "" where not provided: print 待指派 / 未提供."""

    role: str
    name: str
    phone: str
    duty: str


@frozen
class GlanceFact:
    """One of the ten facts of page 3: label 用地, value "4 公顷（60 亩）"; unknown: value is 待定."""

    label: str
    value: str
    known: bool


@frozen
class ProjectView:
    name: str
    enterprise: str
    credit_code: str
    project_code: str
    industry: str
    key_level: str
    stage: str
    glance: tuple[GlanceFact, ...]
    contacts: tuple[ContactView, ...]
    enterprise_contact: ContactView


@frozen
class ListCell:
    """One square of the unit charts: a row of a list and its verdict; done: closed."""

    code: str
    verdict: Verdict
    done: bool


@frozen
class ListCount:
    """How many rows of a list apply, out of how many, and how many are undecided; cells in catalogue order."""

    item_list: ItemList
    applies: int
    total: int
    undecided: int
    cells: tuple[ListCell, ...]
    note: str


@frozen
class StepView:
    """One step of the plan: a timetable row, a bar, a countdown event.

    number: the box number; None for excluded steps, gates and the construction period. code: "" for obstacles'
    follow-on work. name full, short_name ≤ 12 characters, map_name ≤ 7. parent: the item's code of an excluded step.
    length_days in the unit of length_unit ("工作日" or "日"). For an approval early_start is the planned acceptance day
    (计划受理), early_finish the promised completion (计划办结), late_start the latest acceptance (最迟受理).
    days_left: working days from the printing day to late_start (negative: overdue). float in working days.
    why_early / why_late: whole sentences. predecessors / successors: step ids, drawn links only.

    running: begun and not finished (在办). Then early_start is the day it began, early_finish the forecast, late_start and
    late_finish both the day by which it must be finished: an approval's promised day, else what the plan can bear.
    """

    id: str
    number: int | None
    code: str
    name: str
    short_name: str
    map_name: str
    kind: StepKind
    item_list: ItemList | None
    phase: Phase
    owner: str
    parent: str
    length_days: int
    length_unit: str
    early_start: Day
    early_finish: Day
    late_start: Day
    late_finish: Day
    total_float: int
    free_float: int
    critical: bool
    near_critical: bool
    days_left: int
    light: Light
    predecessors: tuple[str, ...]
    successors: tuple[str, ...]
    why_early: str
    why_late: str
    running: bool = False

    @property
    def length_text(self) -> str:
        return f"{self.length_days} 个工作日" if self.length_unit == "工作日" else f"{self.length_days} 日"


@frozen
class LinkView:
    """A precedence link between two steps. binding: it set the successor's early date."""

    before: str
    after: str
    kind: str
    lag_text: str
    strength: str
    reason: str
    binding: bool


@frozen
class GateView:
    """A gate (门槛): sign G1, name 开工. target: None where none was set; short_by: working days missed."""

    id: str
    sign: str
    name: str
    forecast: Day
    latest: Day
    target: date | None
    short_by: int
    total_float: int
    note: str


@frozen
class KeyDate:
    """One of the six key dates of page 3 (a gate, or A23, A41): sign, name, date, a short note."""

    sign: str
    name: str
    day: Day
    note: str


@frozen
class Action:
    """One of the three things for tomorrow: an imperative, a detail, a light or None (undecided), where to read on."""

    imperative: str
    detail: str
    light: Light | None
    code: str


@frozen
class MaterialLine:
    """A line of 带什么来 on a card. later: "可容缺 5 日" or "不可"; shared: "共享免交" or "—"; from_text: where to get it."""

    name: str
    copies: str
    form: str
    later: str
    shared: str
    from_text: str
    from_code: str


@frozen
class ExcludedView:
    """An excluded step on a card. planned: scheduled, and then step_id names its StepView."""

    name: str
    length_text: str
    note: str
    planned: bool
    step_id: str


@frozen
class LimitBar:
    """The limit bar of a card. statutory_days 0 = 即时／未设定; due days counted from the planned acceptance day."""

    accepted: Day
    promised_days: int
    promised_due: Day
    statutory_days: int
    statutory_unit: str
    statutory_due: Day | None


@frozen
class LeverLine:
    """A way of going faster for this item: what to do, what it gains alone in working days, on which condition."""

    kind: str
    text: str
    gain_days: int
    condition: str
    cost: str


@frozen
class AskedQuestion:
    """A question enterprises ask about an item, with its answer (常见问题, S15); never who asked. times: how often asked."""

    question: str
    answer: str
    answered_on: date
    times: int


@frozen
class CardView:
    """One approval item's card (事项卡). ordinal: 本项目第几项. override_text: "" unless an officer decided.

    asked: what is asked about it most, at most three. online_number: of its case on the platform, "" while nothing was recorded.
    """

    step_id: str
    code: str
    name: str
    short_name: str
    ordinal: int
    kind: str
    phase: Phase
    seal: str
    authority: str
    variant: str
    limit: LimitBar
    excluded: tuple[ExcludedView, ...]
    excluded_note: str
    why: str
    override_text: str
    basis: tuple[str, ...]
    conditions: tuple[str, ...]
    predecessors: tuple[str, ...]
    successors: tuple[str, ...]
    window: ServiceWindow
    online_platform: str
    online_matter_code: str
    parallel: tuple[str, ...]
    levers: tuple[LeverLine, ...]
    officer: str
    helper: ContactView
    secretary: ContactView
    enterprise_contact: ContactView
    materials: tuple[MaterialLine, ...]
    return_reasons: tuple[str, ...]
    result_name: str
    result_validity: str
    result_delivery: str
    fee: str
    intermediary: str
    notice_and_hearing: str
    remedies: str
    complaint: str
    notes: tuple[str, ...]
    confidence: str
    full: bool
    asked: tuple[AskedQuestion, ...] = ()
    online_number: str = ""


@frozen
class MaterialView:
    """A row of the consolidated checklist (材料清单). used_by: codes of applicable items it feeds, in timetable order.

    form_short: one short line under the name. no_use: "" or 不报审批，自己存档备查.
    """

    step_id: str
    code: str
    name: str
    short_name: str
    phase: Phase
    variant: str
    prepared_by: str
    owner: str
    form: str
    form_short: str
    defects: tuple[str, ...]
    basis: tuple[str, ...]
    why: str
    used_by: tuple[str, ...]
    no_use: str


@frozen
class UtilityStation:
    """A step on a utility's line. step_id "" while undecided. before_text: "先有 A30 A31" or "". map_name ≤ 7 characters."""

    code: str
    name: str
    short_name: str
    map_name: str
    step_id: str
    length_text: str
    before_text: str
    undecided: bool


@frozen
class UtilityLine:
    """One utility (供水, 排水, 供电, 燃气, 通信): stations in order, or why nothing is connected.

    prepare, who_pays: with the codes of the stations they hold for ("C03 用水申请；C05 施工方案").
    """

    name: str
    capacity: str
    provider: str
    phone: str
    stations: tuple[UtilityStation, ...]
    prepare: str
    who_pays: str
    undecided_question: str
    none_because: str


@frozen
class VerdictRow:
    """One of the 105 rows of the why/why-not annex.

    project_fact: this project's fact; threshold: when it would apply; sentence: the whole explanation.
    """

    code: str
    name: str
    short_name: str
    item_list: ItemList
    verdict: Verdict
    sentence: str
    project_fact: str
    threshold: str
    rule_text: str
    basis: str
    override_text: str


@frozen
class QuestionView:
    """An open question, most decisive first. settles: codes this answer alone decides; touches: all it bears on."""

    key: str
    label: str
    question: str
    help: str
    settles: tuple[str, ...]
    touches: tuple[str, ...]


@frozen
class ObstacleView:
    """An obstacle (障碍): who owns it, when it and its follow-on work end, what it delays by how many working days."""

    step_id: str
    name: str
    owner: str
    cleared_on: Day
    follow_on: str
    follow_on_finish: Day | None
    delays: tuple[tuple[str, int], ...]
    note: str


@frozen
class TargetView:
    """A target and its answer. chain: step ids that set the forecast. levers: smallest set that meets it, if any."""

    gate: str
    target: date
    forecast: Day
    short_by: int
    chain: tuple[str, ...]
    levers: tuple[LeverLine, ...]
    levers_met: bool
    proven_minimal: bool


@frozen
class PolicyView:
    name: str
    stage: str
    summary: str
    nature: str
    verdict: Verdict
    sentence: str
    source: str


@frozen
class NoticeLine:
    """One thing that is missing or wrong (一次性告知书, 补正通知). problem: what is wrong, in the enterprise's words.

    until: a day of its own, None for the notice's. provisional_acceptance (容缺): accepted now, to be handed in by UNTIL.
    """

    name: str
    problem: str
    until: date | None = None
    provisional_acceptance: bool = False


@frozen
class RecordedNotice:
    """The last notice recorded for an item: a correction notice (补正通知) if the application had been told before.

    missing: () if the record does not say what. officer: who recorded it. document: its number, "" if it has none.
    """

    code: str
    missing: tuple[NoticeLine, ...]
    noticed_on: date
    correct_by: date
    officer: str
    document: str
    correction: bool

    @property
    def title(self) -> str:
        return "补正通知" if self.correction else "一次性告知书"


@frozen
class RecordedLine:
    """Something recorded for a step: what happened, on which day, by whom; document: the number of its paper."""

    on: date
    what: str
    person: str
    document: str
    note: str


@frozen
class WriteOffView:
    """A step written off (销账): what was promised, what came of it, whose days it took. All days as recorded.

    begun_on: an approval's acceptance (受理), else the first day of work; ended_on: its decision (办结), or the day it was
    ready or done. outcome: 准予许可, 已备齐. original_due: by the limit alone, or in the plan first agreed; due: the day that
    held in the end; moved_because: why they differ. promised_days, used_days: working days of the limit and those counted
    against it, None where no limit runs. late_days: working days after `due`, 0 if in time. *_days: the working days that
    passed, each owned by one party (三个时钟). late_because: why a date was missed. proof: document numbers and evidence.
    """

    step_id: str
    number: int | None
    code: str
    name: str
    kind: StepKind
    authority: str
    outcome: str
    received_on: date | None
    begun_on: date | None
    ended_on: date | None
    delivered_on: date | None
    cleared_on: date
    original_due: Day
    due: Day
    statutory_due: Day | None
    moved_because: tuple[str, ...]
    promised_days: int | None
    used_days: int | None
    late_days: int
    early_days: int
    authority_days: int
    enterprise_days: int
    intermediary_days: int
    late_because: tuple[str, ...]
    proof: tuple[str, ...]
    recorded: tuple[RecordedLine, ...]
    person: str

    @property
    def total_days(self) -> int:
        return self.authority_days + self.enterprise_days + self.intermediary_days


@frozen
class ChangedDay:
    """A day that differs between two editions: when a step is finished, or a gate reached.

    code: A21, G1, "" where there is none. moved_working_days: later is positive. why: what sets the new day.
    """

    step_id: str
    code: str
    name: str
    is_gate: bool
    critical: bool
    old: Day
    new: Day
    moved_working_days: int
    why: str


@frozen
class ChangeView:
    """What a change slip (变更单) says: from OLD_EDITION to the dossier's own.

    gate: the one counted down to, with its old and new day and float in working days; old_gate None if it is new.
    old_items, new_items: how many rows of the three lists apply. added, dropped: "A30 占用、挖掘城市道路". why and to_do:
    whole sentences.
    """

    old_edition: int
    old_printed_on: date
    gate: str
    old_gate: Day | None
    new_gate: Day
    old_float: int
    new_float: int
    old_items: int
    new_items: int
    days: tuple[ChangedDay, ...]
    added: tuple[str, ...]
    dropped: tuple[str, ...]
    why: tuple[str, ...]
    to_do: tuple[str, ...]


@frozen
class ChangedPages:
    """A manual's pages that differ from an older edition's (换页), as PDF, with a sheet on top that says which to change.

    pages: their numbers, whole leaves. content_pages: those of them that say something else; the others come along because
    they share a leaf or their number changed. old_total, total: pages of the two manuals.
    """

    pdf: bytes
    pages: tuple[int, ...]
    content_pages: tuple[int, ...]
    old_total: int
    total: int


@frozen
class UnprintableCharacter:
    """A character that no shipped font has. part: the field of the dossier it stands in; area: that in words; text: whole."""

    character: str
    part: str
    area: str
    text: str

    @property
    def code_point(self) -> str:
        """U+2EBF0."""
        return f"U+{ord(self.character):04X}"


@frozen
class CentreView:
    bureau: str
    centre: str
    address: str
    phone: str
    complaint_phone: str
    online_platform: str
    windows: tuple[ServiceWindow, ...]
    used_windows: tuple[tuple[ServiceWindow, str], ...]
    hours: tuple[OpeningHours, ...]
    extended_services: tuple[str, ...]
    remedies: str


@dataclass(frozen=True)
class Dossier:
    """Everything the papers of one edition say.

    steps: by earliest start, excluded steps right after their item. next_gate: the first gate after the printing day.
    lead: page 3's sentences (goal, days left, float and why) as runs of (text, bold). assumptions: sentences about values
    taken while facts are missing. warnings: what a clerk should know before printing. qr_text: plain text for the QR.
    calendar: for shading and working-day counts of months. attachment: the project file as JSON text, carried inside the
    manual. dropped: ids of rows that an earlier edition had in its plan and this one has not. written_off: every step
    written off so far, by that day. notices: the last one recorded for each item, by code.
    """

    identity: PaperIdentity
    project: ProjectView
    centre: CentreView
    calendar: WorkCalendar
    counts: tuple[ListCount, ...]
    steps: tuple[StepView, ...]
    links: tuple[LinkView, ...]
    gates: tuple[GateView, ...]
    next_gate: str
    key_dates: tuple[KeyDate, ...]
    critical_chain: tuple[str, ...]
    start_on: date
    working_days_total: int
    promised_days_sum: int
    lead: tuple[tuple[str, bool], ...]
    actions: tuple[Action, ...]
    cards: tuple[CardView, ...]
    materials: tuple[MaterialView, ...]
    utilities: tuple[UtilityLine, ...]
    joint_utility: UtilityLine
    verdicts: tuple[VerdictRow, ...]
    questions: tuple[QuestionView, ...]
    obstacles: tuple[ObstacleView, ...]
    targets: tuple[TargetView, ...]
    policies: tuple[PolicyView, ...]
    assumptions: tuple[str, ...]
    warnings: tuple[str, ...]
    provisional_note: str
    holiday_notice: str
    qr_text: str
    attachment: str
    dropped: tuple[str, ...]
    written_off: tuple[WriteOffView, ...] = ()
    notices: tuple[RecordedNotice, ...] = ()

    @cached_property
    def step_by_id(self) -> dict[str, StepView]:
        return {step.id: step for step in self.steps}

    @cached_property
    def step_by_code(self) -> dict[str, StepView]:
        """The main step of each item code; excluded steps are found by id."""
        return {step.code: step for step in self.steps if not step.parent and step.code}

    @cached_property
    def officer_decided(self) -> frozenset[str]:
        """Codes of the rows that an officer decided (人工认定), whatever was decided; papers say so wherever they name one."""
        return frozenset(row.code for row in self.verdicts if row.override_text)

    def gate(self, sign: str) -> GateView:
        """KeyError if the plan has no such gate."""
        for gate in self.gates:
            if sign in (gate.sign, gate.id):
                return gate
        raise KeyError(sign)
