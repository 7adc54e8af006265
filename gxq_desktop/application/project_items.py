"""The 105 rows of a project on its screen (事项): verdict, dates, who acts, and why as conditions with their answers."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from enum import StrEnum

from gxq_desktop.application.dossier.annex import override_text
from gxq_desktop.application.item_listing import basis_of
from gxq_desktop.application.project_desk import ProjectDesk
from gxq_desktop.application.project_timetable import StepState, actual_text, original_finish, step_state
from gxq_desktop.application.views import Day, StepView
from gxq_desktop.domain.facts import FactKey
from gxq_desktop.domain.frozen import frozen
from gxq_desktop.domain.items import ApprovalItem, Item, ItemCode, ItemList, Phase, UnitMaterial, UtilityConnection
from gxq_desktop.domain.limits import Limit, LimitUnit
from gxq_desktop.domain.project_network import terms_of
from gxq_desktop.domain.rules import And, Condition, Or
from gxq_desktop.domain.verdicts import ItemVerdict, Override, Verdict


class Acting(StrEnum):
    """Who acts on a row (轮到谁)."""

    OFFICE = "机关"
    ENTERPRISE = "企业"
    PROVIDER = "接入单位"


@frozen
class ConditionView:
    """One condition of the rule beside this project's answer. holds: None while unknown. decides: the verdict hangs on it.

    fact: the question that asks for it. origin: who answered, "" while unknown.
    """

    text: str
    answer: str
    holds: bool | None
    decides: bool
    fact: FactKey
    question: str


@frozen
class ItemRow:
    """A row of one of the three lists.

    overridden: an officer decided. owner: who works on it, in short; authority: in full. window: its number, "" where none
    takes it. statutory: the limit in words ("20", "30 日", "即时"), statutory_days for sorting, None where the law sets none or
    the list has none. promised_days: in working days. due: once accepted the day its limit ends, else the planned completion;
    None if it is not in the plan. original: the same by the limit alone, or as first agreed, None if it still holds. state:
    None if it is not in the plan. state_tip: what was recorded.
    """

    code: str
    name: str
    short_name: str
    item_list: ItemList
    phase: Phase
    verdict: Verdict
    overridden: bool
    authority: str
    owner: str
    acting: Acting
    window: str
    statutory: str
    statutory_days: int | None
    promised_days: int
    variant: str
    due: Day | None
    latest: Day | None
    state: StepState | None
    critical: bool
    step_id: str
    original: date | None = None
    state_tip: str = ""

    @property
    def applies(self) -> bool:
        return self.verdict is Verdict.APPLIES


@frozen
class ItemReason:
    """Why a row applies or not, for the panel.

    heading: 为什么要办 / 为什么不办 / 还差什么. joined: how the conditions belong together ("" for a single one). change: what
    would have to be so for it to apply, "" if it does. override: the officer's decision in force, else None. dates: why the
    earliest date, "" if not planned. can_apply, can_drop: which decisions an officer could take.
    """

    code: str
    name: str
    heading: str
    sentence: str
    conditions: tuple[ConditionView, ...]
    joined: str
    change: str
    basis: tuple[str, ...]
    note: str
    rule_text: str
    by_rule: Verdict
    override: Override | None
    override_text: str
    why_date: str
    materials: tuple[str, ...]
    used_by: tuple[str, ...]


class VerdictFilter(StrEnum):
    """The segments over the table."""

    ALL = "全部"
    APPLIES = "适用"
    UNDECIDED = "待定"
    OVERRIDDEN = "人工认定"
    NOT_APPLICABLE = "不适用"

    def keeps(self, row: ItemRow) -> bool:
        match self:
            case VerdictFilter.ALL:
                return True
            case VerdictFilter.OVERRIDDEN:
                return row.overridden
            case VerdictFilter.APPLIES:
                return row.verdict is Verdict.APPLIES
            case VerdictFilter.UNDECIDED:
                return row.verdict is Verdict.UNDECIDED
            case VerdictFilter.NOT_APPLICABLE:
                return row.verdict is Verdict.NOT_APPLICABLE


@frozen
class ItemFilter:
    """What the table shows; None and "" keep everything. text: in code, name or authority, any letter case."""

    verdict: VerdictFilter = VerdictFilter.ALL
    item_list: ItemList | None = None
    phase: Phase | None = None
    authority: str = ""
    window: str = ""
    acting: Acting | None = None
    text: str = ""

    def keeps(self, row: ItemRow) -> bool:
        return self.verdict.keeps(row) and self._keeps_the_rest(row)

    def _keeps_the_rest(self, row: ItemRow) -> bool:
        wanted = self.text.strip().casefold()
        return (
            (self.item_list is None or row.item_list is self.item_list)
            and (self.phase is None or row.phase is self.phase)
            and (not self.authority or row.authority == self.authority)
            and (not self.window or row.window == self.window)
            and (self.acting is None or row.acting is self.acting)
            and (not wanted or any(wanted in text.casefold() for text in (row.code, row.name, row.authority)))
        )

    def counts(self, rows: Iterable[ItemRow]) -> dict[VerdictFilter, int]:
        """How many of ROWS each segment would show, the other filters as they are."""
        kept = [row for row in rows if self._keeps_the_rest(row)]
        return {each: sum(each.keeps(row) for row in kept) for each in VerdictFilter}


@frozen
class PhaseRows:
    """The rows of a phase with what heads them: "适用 5 · 待定 0 · 不适用 14"."""

    phase: Phase
    note: str
    rows: tuple[ItemRow, ...]


def item_rows(desk: ProjectDesk) -> tuple[ItemRow, ...]:
    """All 105 rows in catalogue order."""
    steps = {step.id: step for step in desk.steps}
    return tuple(_row(desk, item, steps) for item in desk.catalogue.items)


def by_phase(rows: Iterable[ItemRow]) -> tuple[PhaseRows, ...]:
    """ROWS under their phases; within one, what applies first, then undecided, then the rest."""
    order = [Verdict.APPLIES, Verdict.UNDECIDED, Verdict.NOT_APPLICABLE]
    kept = sorted(rows, key=lambda row: order.index(row.verdict))
    return tuple(
        PhaseRows(phase, _note(mine), mine)
        for phase in Phase
        if (mine := tuple(row for row in kept if row.phase is phase))
    )


def _note(rows: Sequence[ItemRow]) -> str:
    counts = {verdict: sum(row.verdict is verdict for row in rows) for verdict in Verdict}
    parts = [f"{verdict.label} {counts[verdict]}" for verdict in Verdict if counts[verdict]]
    years = sorted({row.due.on.year for row in rows if row.due is not None and row.due.provisional})
    if years:
        parts.append(f"日期在 {years[0]} 年，暂定" if len(years) == 1 else f"{years[0]}–{years[-1]} 年的日期暂定")
    return " · ".join(parts)


def _row(desk: ProjectDesk, item: Item, steps: dict[str, StepView]) -> ItemRow:
    verdict = desk.verdicts[item.code]
    terms = terms_of(item, desk.project.facts)
    step = steps.get(item.code)
    end = step
    if step is not None and desk.plan is not None:
        end = steps.get(desk.plan.built.ends[item.code], step)
    due, original = _due(desk, step, end)
    return ItemRow(
        code=item.code,
        name=item.name,
        short_name=item.short_name,
        item_list=item.list,
        phase=item.phase,
        verdict=verdict.verdict,
        overridden=verdict.override is not None,
        authority=_authority(item),
        owner=_authority(item) if isinstance(item, UnitMaterial) else item.owner,
        acting=_acting(item),
        window=_window(desk, item),
        statutory=_statutory(terms.statutory),
        statutory_days=terms.statutory.days if terms.statutory is not None else None,
        promised_days=terms.working_days,
        variant=terms.variant,
        due=due,
        latest=end.late_finish if end is not None else None,
        state=step_state(desk, desk.plan, step) if step is not None and desk.plan is not None else None,
        critical=step.critical if step is not None else False,
        step_id=item.code if step is not None else "",
        original=original,
        state_tip=_state_tip(desk, step),
    )


def _due(desk: ProjectDesk, step: StepView | None, end: StepView | None) -> tuple[Day | None, date | None]:
    """By when a row is done, and by when it was to be at first, if that was another day."""
    if step is None or end is None:
        return None, None
    line = desk.lines.get(step.id)
    if line is not None and line.row.accepted_on is not None:
        first = line.row.original_due_on
        tentative = not desk.calendar.covers_year(line.due_on.year)
        return Day(line.due_on, tentative), first if first != line.due_on else None
    return end.early_finish, original_finish(desk, end)


def _state_tip(desk: ProjectDesk, step: StepView | None) -> str:
    if step is None:
        return ""
    line, recorded = desk.lines.get(step.id), actual_text(desk, step)
    if line is None or not recorded:
        return ""
    return f"{recorded}；{line.left}" if line.left and not line.row.closed else recorded


def _authority(item: Item) -> str:
    if isinstance(item, ApprovalItem):
        return item.authority
    return item.provider if isinstance(item, UtilityConnection) else item.prepared_by


def _acting(item: Item) -> Acting:
    if isinstance(item, ApprovalItem):
        return Acting.OFFICE
    return Acting.PROVIDER if isinstance(item, UtilityConnection) else Acting.ENTERPRISE


def _window(desk: ProjectDesk, item: Item) -> str:
    if isinstance(item, UnitMaterial):
        return ""
    return desk.catalogue.centre.window(item.window_id).number


def _statutory(limit: Limit | None) -> str:
    if limit is None:
        return ""
    if not limit.is_set:
        return "即时"
    return str(limit.days) if limit.unit is LimitUnit.WORKING_DAY else f"{limit.days} 日"


# -- why -----------------------------------------------------------------------------------------------------------


def item_reason(desk: ProjectDesk, code: str) -> ItemReason:
    """Why the row CODE applies to the project, or not. KeyError for a code the catalogue does not have."""
    item = desk.catalogue.by_code[ItemCode(code)]
    verdict = desk.verdicts[item.code]
    explained = verdict.explanation
    why_date = next((step.why_early for step in desk.steps if step.id == item.code), "")
    return ItemReason(
        code=item.code,
        name=item.name,
        heading=_heading(verdict),
        sentence=explained.sentence,
        conditions=tuple(
            ConditionView(
                line.text, line.answer, line.holds, line.decides, line.fact, desk.catalogue.facts[line.fact].question
            )
            for line in explained.lines
        ),
        joined=_joined(item.rule.condition),
        change=_change(verdict),
        basis=tuple(basis_of(item)),
        note=item.applies_note,
        rule_text=explained.rule_text,
        by_rule=Verdict.of(verdict.by_rule),
        override=verdict.override,
        override_text=override_text(verdict),
        why_date=why_date,
        materials=_materials(item),
        used_by=tuple(item.feeds) if isinstance(item, UnitMaterial) else (),
    )


def _heading(verdict: ItemVerdict) -> str:
    if verdict.is_undecided:
        return "还差什么才能判定"
    return "为什么要办" if verdict.applies else "为什么不办"


def _joined(condition: Condition) -> str:
    """How the conditions of a rule belong together."""
    if isinstance(condition, And | Or) and len(condition.parts) > 1:
        if any(isinstance(part, And | Or) for part in condition.parts):
            return "按规则原文组合判定。"
        count = _count(len(condition.parts))
        return f"{count}条都成立才办。" if isinstance(condition, And) else f"{count}条任一成立就办。"
    return ""


def _count(number: int) -> str:
    return "两三四五六七八九"[number - 2] if 2 <= number <= 9 else f"{number} "


def _change(verdict: ItemVerdict) -> str:
    needed = verdict.explanation.when_it_applies
    if not needed or verdict.applies:
        return ""
    return f"{needed}，就要办。"


def _materials(item: Item) -> tuple[str, ...]:
    if isinstance(item, ApprovalItem):
        return tuple(material.name for material in item.materials)
    return tuple(item.materials) if isinstance(item, UtilityConnection) else ()
