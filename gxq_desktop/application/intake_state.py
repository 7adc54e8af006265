"""What follows from what was filled in so far: which questions matter now, which rows apply and why, what is wrong.

    evaluator = IntakeEvaluator(form, catalogue, calendar, today)
    before = evaluator.state(entries)
    after = evaluator.state(entries.with_entry(field_id, Entry("划拨")))
    dropped(before, after)                     # what an answer would take away, before it does

One state takes 5 ms, so that a screen can ask for it at every keystroke.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property

from gxq_desktop.application.dossier.glance import GLANCE_FACTS
from gxq_desktop.application.intake_entries import Entries, Entry
from gxq_desktop.application.intake_fields import FieldReader, FieldReading
from gxq_desktop.application.intake_form import (
    KEY_LEVEL,
    NOT_KEY,
    START,
    Field,
    FieldId,
    IntakeForm,
    Question,
    QuestionId,
    contact_field,
    fact_field,
)
from gxq_desktop.application.item_listing import basis_of
from gxq_desktop.application.wording import code_ranges
from gxq_desktop.domain.calendar import WorkCalendar
from gxq_desktop.domain.catalogue import Catalogue
from gxq_desktop.domain.contradictions import consistency_faults
from gxq_desktop.domain.errors import DomainError
from gxq_desktop.domain.facts import FactKey, Facts, FactValue
from gxq_desktop.domain.frozen import frozen
from gxq_desktop.domain.items import ApprovalItem, Item, ItemCode, ItemList
from gxq_desktop.domain.project import ContactRole
from gxq_desktop.domain.project_network import terms_of
from gxq_desktop.domain.questions import OpenQuestion, open_questions
from gxq_desktop.domain.reasons import ConditionLine
from gxq_desktop.domain.rules import pending_facts
from gxq_desktop.domain.truth import Truth
from gxq_desktop.domain.verdicts import ItemVerdict, Override, Verdict, judge

_FEW = 6
_UNWRITTEN = "（待定）"


@frozen
class Problem:
    """Something to mend. refuses: nothing can be opened before; else it may stay. place: where it came from, "" for typed."""

    field: FieldId
    problem: str
    next_step: str
    refuses: bool
    place: str = ""

    @property
    def sentence(self) -> str:
        """The problem, with its place in the file if it came from one."""
        return f"{self.place}：{self.problem}" if self.place else self.problem


@frozen
class ItemRow:
    """A row of the three lists.

    variant: 报告书, 报告表… of an applying row, "" for none. reason: for a narrow column; sentence: whole. needed: what would
    have to be so for it to apply, "" once it does. by_rule, rule_sentence: what the rule says, whoever decided otherwise.
    """

    code: ItemCode
    name: str
    list: ItemList
    verdict: Verdict
    variant: str
    reason: str
    sentence: str
    needed: str
    basis: str
    lines: tuple[ConditionLine, ...]
    by_rule: Verdict
    rule_sentence: str
    rule_text: str
    override: Override | None

    @property
    def title(self) -> str:
        return f"{self.name}（{self.variant}）" if self.variant else self.name


@frozen
class Effect:
    """What an answer decides: codes that apply because of it, codes that do not, codes that wait for it."""

    applies: tuple[str, ...] = ()
    excludes: tuple[str, ...] = ()
    waits: tuple[str, ...] = ()

    @property
    def text(self) -> str:
        """For a column: “A09 B08；排除 A12–A14”, “A44 待定”; "" for nothing."""
        parts = [_codes(self.applies, " ")] if self.applies else []
        if self.excludes:
            parts.append(f"排除 {_codes(self.excludes, ' ')}")
        if self.waits:
            parts.append(f"{_codes(self.waits, ' ')} 待定")
        return "；".join(parts)

    @property
    def consequence(self) -> str:
        """Beside a question: “要办 A09、B08；不办 A12–A14”; "" for nothing."""
        parts = [f"要办 {_codes(self.applies)}"] if self.applies else []
        if self.excludes:
            parts.append(f"不办 {_codes(self.excludes)}")
        return "；".join(parts)


NO_EFFECT = Effect()


def _codes(codes: Sequence[str], joint: str = "、") -> str:
    """CODES with runs joined, the first six of them and how many there are."""
    shown = code_ranges(codes).split("、")
    if len(shown) <= _FEW:
        return joint.join(shown)
    return f"{joint.join(shown[:_FEW])}等 {len(codes)} 项"


@frozen
class Counts:
    """How many rows of a list apply, are undecided, do not apply."""

    applies: int
    undecided: int
    not_applicable: int

    @property
    def total(self) -> int:
        return self.applies + self.undecided + self.not_applicable

    def of(self, verdict: Verdict) -> int:
        return {
            Verdict.APPLIES: self.applies,
            Verdict.UNDECIDED: self.undecided,
            Verdict.NOT_APPLICABLE: self.not_applicable,
        }[verdict]


@dataclass(frozen=True)
class IntakeState:
    """Everything a screen shows about ENTRIES.

    readings: what could be read, by field. faults: the fields that cannot be. problems: faults, contradictions and doubts in
    the form's order. shown: the questions that matter now, in the form's order. idle: questions that are asked and not
    answered, on which no row hangs. rank: place of an open question in the engine's order, 0 for the one to ask first.
    """

    form: IntakeForm
    catalogue: Catalogue
    entries: Entries
    readings: Mapping[FieldId, FieldReading]
    faults: Mapping[FieldId, DomainError]
    problems: tuple[Problem, ...]
    facts: Facts
    verdicts: Mapping[str, ItemVerdict]
    open: tuple[OpenQuestion, ...]
    shown: tuple[QuestionId, ...]
    idle: tuple[QuestionId, ...]
    rank: Mapping[FactKey, int]

    def value(self, field_id: FieldId) -> object:
        """What FIELD_ID was read as; None if nothing, 不清楚, or nothing readable."""
        reading = self.readings.get(field_id)
        return reading.value if reading else None

    @cached_property
    def rows(self) -> tuple[ItemRow, ...]:
        """All 105 rows in catalogue order."""
        return tuple(self._row(item) for item in self.catalogue.items)

    @cached_property
    def row_by_code(self) -> Mapping[str, ItemRow]:
        return {row.code: row for row in self.rows}

    def _row(self, item: Item) -> ItemRow:
        verdict = self.verdicts[item.code]
        explanation = verdict.explanation
        variant = ""
        if item.variants and verdict.applies:
            found = terms_of(item, self.facts).variant
            variant = "" if found.endswith(_UNWRITTEN) else found
        reason = explanation.project_fact
        if verdict.override is not None:
            reason = f"{verdict.override.officer}：{verdict.override.reason}"
        elif verdict.is_undecided:
            reason = f"要先定{'、'.join(self.facts.dictionary[key].name for key in explanation.asks[:2])}"
            reason += f"等 {len(explanation.asks)} 项" if len(explanation.asks) > 2 else ""
        elif not reason:
            reason = "每个项目都要办" if verdict.applies else ""
        return ItemRow(
            code=item.code,
            name=item.name,
            list=item.list,
            verdict=verdict.verdict,
            variant=variant,
            reason=reason,
            sentence=verdict.sentence,
            needed=explanation.when_it_applies,
            basis="；".join(basis_of(item)[:2]) if isinstance(item, ApprovalItem) else item.provenance.source,
            lines=explanation.lines,
            by_rule=Verdict.of(verdict.by_rule),
            rule_sentence=explanation.sentence,
            rule_text=explanation.rule_text,
            override=verdict.override,
        )

    @cached_property
    def counts(self) -> Mapping[ItemList, Counts]:
        found = {each: dict.fromkeys(Verdict, 0) for each in ItemList}
        for code, verdict in self.verdicts.items():
            found[ItemList(code[0])][verdict.verdict] += 1
        return {
            each: Counts(n[Verdict.APPLIES], n[Verdict.UNDECIDED], n[Verdict.NOT_APPLICABLE])
            for each, n in found.items()
        }

    @cached_property
    def effects(self) -> Mapping[FactKey, Effect]:
        """What each answer decides and what waits for each open question."""
        found: dict[FactKey, tuple[list[str], list[str], list[str]]] = {}
        for code, verdict in self.verdicts.items():
            if verdict.override is not None:
                continue
            if verdict.is_undecided:
                for key in verdict.explanation.asks:
                    found.setdefault(key, ([], [], []))[2].append(code)
                continue
            place = 0 if verdict.applies else 1
            for line in verdict.explanation.lines:
                if line.decides and line.holds is not None:
                    codes = found.setdefault(line.fact, ([], [], []))[place]
                    if code not in codes:
                        codes.append(code)
        return {key: Effect(*(tuple(codes) for codes in lists)) for key, lists in found.items()}

    def effect(self, question: Question) -> Effect:
        return self.effects.get(question.fact, NO_EFFECT) if question.fact else NO_EFFECT

    # -- progress -------------------------------------------------------------------------------------------------

    @cached_property
    def missing(self) -> tuple[FieldId, ...]:
        """Required fields that are empty."""
        return tuple(f.id for f in self.form.fields.values() if f.required and self.entries[f.id].is_blank)

    def is_answered(self, question: Question) -> bool:
        """Whether something readable, or 不清楚, stands in its first field."""
        first = question.fields[0].id
        return not self.entries[first].is_blank and first not in self.faults

    @cached_property
    def to_answer(self) -> tuple[Question, ...]:
        """The questions that want an answer: every fact that matters, and what a project cannot be opened without."""
        idle = set(self.idle)
        questions = (self.form.by_question[question_id] for question_id in self.shown if question_id not in idle)
        return tuple(each for each in questions if each.fact or any(field.required for field in each.fields))

    @cached_property
    def unanswered(self) -> tuple[Question, ...]:
        return tuple(question for question in self.to_answer if not self.is_answered(question))

    def section_is_done(self, section: str) -> bool:
        """No question of SECTION is open and nothing in it is refused."""
        refused = any(p.refuses and self.form.question_of[p.field].section == section for p in self.problems)
        return not refused and all(question.section != section for question in self.unanswered)

    @property
    def kept(self) -> Entries:
        """ENTRIES without what cannot be read and is not asked any more: it is nobody's to mend."""
        asked = set(self.shown)
        gone = {each for each in self.faults if self.form.question_of[each].id not in asked}
        return self.entries.without(gone)

    @property
    def refusing(self) -> tuple[Problem, ...]:
        """The problems a project cannot be opened with."""
        return tuple(problem for problem in self.problems if problem.refuses)

    @cached_property
    def best_question(self) -> OpenQuestion | None:
        """The open question that settles most; not one that was answered 不清楚."""
        return next((each for each in self.open if self.entries[fact_field(each.fact)].is_blank), None)


class IntakeEvaluator:
    """Makes states. Remembers how fields were read, so that a keystroke reads one field again, not all."""

    def __init__(self, form: IntakeForm, catalogue: Catalogue, calendar: WorkCalendar, today: date) -> None:
        self.form, self.catalogue, self.calendar, self.today = form, catalogue, calendar, today
        self.reader = FieldReader(calendar, today)
        self._read: dict[FieldId, tuple[Entry, FieldReading | DomainError]] = {}
        self._beyond_rules = _facts_beyond_rules(catalogue)

    def state(self, entries: Entries, with_idle: bool = False) -> IntakeState:
        """What follows from ENTRIES. Never refuses: what is wrong is in `problems`. with_idle: idle questions are shown too."""
        readings: dict[FieldId, FieldReading] = {}
        faults: dict[FieldId, DomainError] = {}
        for field_id, entry in entries.fields.items():
            field = self.form.fields.get(field_id)
            if field is None:
                continue
            read = self._reading(field, entry)
            if isinstance(read, DomainError):
                faults[field_id] = read
            else:
                readings[field_id] = read
        facts = Facts(self.catalogue.facts, self._answers(readings))
        overrides: dict[str, Override] = {code: each for code, each in entries.overrides.items()}  # noqa: C416
        verdicts = {each.code: each for each in judge(self.catalogue.rules, facts, overrides)}
        found = open_questions(self.catalogue.rules, facts, overrides, self.catalogue.variants)
        rank = {question.fact: place for place, question in enumerate(found)}
        self._note_targets(readings)
        shown, idle = self._shown(entries, facts, verdicts, rank, with_idle)
        asked = {field.id for question_id in shown for field in self.form.by_question[question_id].fields}
        problems = self._problems(entries, readings, faults, facts, verdicts)
        return IntakeState(
            form=self.form,
            catalogue=self.catalogue,
            entries=entries,
            readings=readings,
            faults=faults,
            problems=tuple(problem for problem in problems if problem.field in asked),
            facts=facts,
            verdicts=verdicts,
            open=found,
            shown=tuple(shown),
            idle=tuple(idle),
            rank=rank,
        )

    def _reading(self, field: Field, entry: Entry) -> FieldReading | DomainError:
        kept = self._read.get(field.id)
        if kept is not None and kept[0] == entry:
            return kept[1]
        read: FieldReading | DomainError
        try:
            read = self.reader.read(field, entry)
        except DomainError as refusal:
            read = refusal
        self._read[field.id] = (entry, read)
        return read

    def _answers(self, readings: Mapping[FieldId, FieldReading]) -> dict[FactKey, FactValue]:
        answers: dict[FactKey, FactValue] = {}
        for definition in self.catalogue.facts:
            reading = readings.get(fact_field(definition.key))
            if reading is not None and isinstance(reading.value, FactValue):
                answers[definition.key] = reading.value
        return answers

    def _note_targets(self, readings: dict[FieldId, FieldReading]) -> None:
        """Say how many working days lie between the start and each target."""
        start = readings.get(START)
        first = start.value if start else None
        if not isinstance(first, date):
            return
        for field_id, reading in readings.items():
            on = reading.value
            if field_id.startswith("plan.targets.") and isinstance(on, date) and on > first:
                days = self.calendar.working_days_between(first, on)
                note = f"{reading.note}，起算后 {days} 个工作日"
                readings[field_id] = FieldReading(on, reading.settled, note, reading.doubt)

    def _problems(
        self,
        entries: Entries,
        readings: Mapping[FieldId, FieldReading],
        faults: Mapping[FieldId, DomainError],
        facts: Facts,
        verdicts: Mapping[str, ItemVerdict],
    ) -> Iterable[Problem]:
        found: list[Problem] = []
        for field_id, fault in faults.items():
            origin = entries[field_id].origin
            found.append(Problem(field_id, fault.problem, fault.next_step, True, origin))
        for field_id, reading in readings.items():
            if reading.doubt:
                found.append(
                    Problem(field_id, reading.doubt, "请核对；确实如此就留着。", False, entries[field_id].origin)
                )
        found += self._early_targets(readings)
        for met in consistency_faults(facts, self.catalogue.contradictions, tuple(verdicts.values())):
            field_id = next(
                (fact_field(k) for k in reversed(met.facts) if k in facts.effective), fact_field(met.facts[0])
            )
            found.append(Problem(field_id, met.problem, met.next_step, met.is_refused))
        place = {field_id: number for number, field_id in enumerate(self.form.fields)}
        return sorted(found, key=lambda problem: (not problem.refuses, place[problem.field]))

    def _early_targets(self, readings: Mapping[FieldId, FieldReading]) -> Iterable[Problem]:
        start = readings.get(START)
        first = start.value if start else None
        for field_id, reading in readings.items():
            on = reading.value
            is_target = field_id.startswith("plan.targets.")
            if is_target and isinstance(on, date) and isinstance(first, date) and on < first:
                label = self.form.fields[field_id].label
                problem = f"{label} {on.isoformat()} 早于起算日 {first.isoformat()}。"
                yield Problem(field_id, problem, "请改其中一个日期。", False)

    def _shown(
        self,
        entries: Entries,
        facts: Facts,
        verdicts: Mapping[str, ItemVerdict],
        rank: Mapping[FactKey, int],
        with_idle: bool,
    ) -> tuple[list[QuestionId], list[QuestionId]]:
        """The questions to show, and those that are asked though nothing hangs on them."""
        beyond = {key for pending in self._beyond_rules for key in pending(facts, verdicts)}
        shown: list[QuestionId] = []
        idle: list[QuestionId] = []
        for question in self.form.questions:
            if question.fact is None:
                if not self._is_idle_leader(question, entries):
                    shown.append(question.id)
                continue
            if facts.is_asked(question.fact) is not Truth.TRUE:
                continue
            is_filled = not entries[question.fields[0].id].is_blank
            matters = is_filled or question.fact in rank or question.fact in beyond
            if not matters:
                idle.append(question.id)
            if matters or with_idle:
                shown.append(question.id)
        return shown, idle

    def _is_idle_leader(self, question: Question, entries: Entries) -> bool:
        """Only a key project has a leader in charge."""
        if question.fields[0].id != contact_field(ContactRole.LEADER, "name"):
            return False
        filled = any(not entries[field.id].is_blank for field in question.fields)
        return not filled and entries.text(KEY_LEVEL) in ("", NOT_KEY)


_Pending = Callable[[Facts, Mapping[str, ItemVerdict]], Iterable[FactKey]]


def _facts_beyond_rules(catalogue: Catalogue) -> tuple[_Pending, ...]:
    """What else asks for facts than the rules of rows: steps not counted in a limit, policies, the manual's third page, and
    facts no rule reads."""
    read = {key for item in catalogue.items for key in item.rule.facts}
    read |= {key for item in catalogue.items for each in item.variants for key in each.when.facts}
    read |= {key for fact in catalogue.facts if fact.ask_when for key in fact.ask_when.facts}
    unread = tuple(fact.key for fact in catalogue.facts if fact.key not in read or fact.key in GLANCE_FACTS)
    steps = [
        (item.code, step.when) for item in catalogue.approvals for step in item.excluded_steps if step.when is not None
    ]
    whens = [policy.when for policy in catalogue.policies if policy.when is not None]

    def of_steps(facts: Facts, verdicts: Mapping[str, ItemVerdict]) -> Iterable[FactKey]:
        for code, when in steps:
            if verdicts[code].verdict is not Verdict.NOT_APPLICABLE:
                yield from pending_facts(when.condition, facts.dictionary, facts.effective)

    def of_policies(facts: Facts, _: Mapping[str, ItemVerdict]) -> Iterable[FactKey]:
        for when in whens:
            yield from pending_facts(when.condition, facts.dictionary, facts.effective)

    return (lambda facts, verdicts: unread, of_steps, of_policies)


# -- comparing two states -----------------------------------------------------------------------------------------


@frozen
class Dropped:
    """What an answer takes away. rows: that applied and no longer do. answers: questions whose answers no longer count."""

    rows: tuple[ItemRow, ...] = ()
    answers: tuple[Question, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.rows or self.answers)


def dropped(before: IntakeState, after: IntakeState) -> Dropped:
    """What the step from BEFORE to AFTER takes away; rows in catalogue order."""
    lost = tuple(
        row
        for row in after.rows
        if row.verdict is Verdict.NOT_APPLICABLE and before.verdicts[row.code].verdict is Verdict.APPLIES
    )
    answers = tuple(
        question
        for question in after.form.questions
        if question.fact is not None
        and question.fact in before.facts.effective
        and after.facts.is_asked(question.fact) is Truth.FALSE
    )
    return Dropped(lost, answers)


def changed_codes(before: IntakeState, after: IntakeState) -> tuple[ItemCode, ...]:
    """The rows that read otherwise in AFTER: another verdict, or another variant of the same row."""
    return tuple(
        new.code
        for old, new in zip(before.rows, after.rows, strict=True)
        if (old.verdict, old.variant, old.override) != (new.verdict, new.variant, new.override)
    )


def ordered_rows(state: IntakeState, item_list: ItemList, changed: Iterable[str] = ()) -> tuple[ItemRow, ...]:
    """The rows of ITEM_LIST as a clerk reads them: CHANGED first, then undecided, applying, not applying; by code in each."""
    first = set(changed)
    order = (Verdict.UNDECIDED, Verdict.APPLIES, Verdict.NOT_APPLICABLE)
    rows = [row for row in state.rows if row.list is item_list]
    return tuple(sorted(rows, key=lambda row: (row.code not in first, order.index(row.verdict), row.code)))


def arrange(
    state: IntakeState, section: str, previous: Sequence[QuestionId] = (), fresh: bool = False
) -> tuple[QuestionId, ...]:
    """The questions of SECTION in the order to show them in.

    What is no fact comes first, as declared. Facts follow in the engine's order, the one that settles most first. PREVIOUS,
    the order shown before, is kept, so that nothing moves while somebody types: a question that comes up takes its place
    behind the one it hangs on, else at the end. FRESH (the section is entered anew): the questions not answered yet are
    put in the engine's order again, behind the answered ones.
    """
    questions = [state.form.by_question[q] for q in state.shown if state.form.by_question[q].section == section]
    plain = [question.id for question in questions if question.fact is None]
    facts = {question.id: question.fact for question in questions if question.fact is not None}
    idle = set(state.idle)
    position = state.facts.dictionary.position

    def place(question_id: QuestionId) -> tuple[bool, int, int]:
        key = facts[question_id]
        return question_id in idle, state.rank.get(key, len(state.rank)), position[key]

    kept = [each for each in previous if each in facts]
    if fresh:
        kept = [each for each in kept if state.is_answered(state.form.by_question[each])]
    ordered = list(kept)
    for each in sorted((each for each in facts if each not in kept), key=place):
        above = state.facts.dictionary.ancestors[facts[each]]
        behind = max((n for n, other in enumerate(ordered) if facts[other] in above), default=None)
        if behind is None or fresh:
            ordered.append(each)
            continue
        while behind + 1 < len(ordered) and ordered[behind + 1] not in kept:
            behind += 1  # behind the others that came up with it
        ordered.insert(behind + 1, each)
    starts_with_facts = bool(questions) and questions[0].fact is not None
    return (*ordered, *plain) if starts_with_facts else (*plain, *ordered)
