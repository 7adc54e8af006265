"""One-window intake (一窗接件): an intake file becomes a project, or all its faults are listed and nothing is kept.

The file is JSON with `project`, `facts` (key → value) and `plan`; resources/schema/intake.schema.json describes it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import TypeVar

from gxq_desktop.application.intake_values import (
    LONGEST_CODE,
    LONGEST_NAME,
    LONGEST_PERSON,
    LONGEST_PHONE,
    LONGEST_TEXT,
    nearest_hint,
    phone_doubt,
    read_choice,
    read_day,
    read_days,
    read_text,
    shown,
    split_industry,
)
from gxq_desktop.domain.calendar import CalendarKind, WorkCalendar
from gxq_desktop.domain.catalogue import Catalogue
from gxq_desktop.domain.contradictions import consistency_faults
from gxq_desktop.domain.credit_code import parse_credit_code
from gxq_desktop.domain.errors import DomainError, DomainErrors
from gxq_desktop.domain.facts import FactKey, Facts, FactValue, parse_value
from gxq_desktop.domain.frozen import frozen
from gxq_desktop.domain.items import ItemCode
from gxq_desktop.domain.network import FixedDate, FixedKind, StepId
from gxq_desktop.domain.project import (
    Contact,
    ContactRole,
    Enterprise,
    FollowOn,
    Industry,
    KeyLevel,
    Obstacle,
    Plan,
    Project,
    ProjectNumber,
    Stage,
    StageEntry,
)
from gxq_desktop.domain.project_code import parse_project_code
from gxq_desktop.domain.verdicts import Override, judge

_Value = TypeVar("_Value")

ROLE_BY_KEY = {
    "helper": ContactRole.HELPER,
    "leader": ContactRole.LEADER,
    "department": ContactRole.DEPARTMENT,
    "secretary": ContactRole.SECRETARY,
    "enterprise": ContactRole.ENTERPRISE,
} | {role.value: role for role in ContactRole}
LEVEL_BY_KEY = {"national": KeyLevel.NATIONAL, "provincial": KeyLevel.PROVINCIAL, "city": KeyLevel.CITY} | {
    level.value: level for level in KeyLevel
}
STAGE_BY_KEY = {stage.name.lower(): stage for stage in Stage} | {stage.value: stage for stage in Stage}
UNIT_BY_KEY = {
    "自然日": CalendarKind.SEVEN_DAY,
    "日": CalendarKind.SEVEN_DAY,
    "calendar_day": CalendarKind.SEVEN_DAY,
    "工作日": CalendarKind.GOVERNMENT,
    "working_day": CalendarKind.GOVERNMENT,
}
FIXED_BY_KEY = {
    "start_not_before": FixedKind.START_NOT_BEFORE,
    "finish_not_after": FixedKind.FINISH_NOT_AFTER,
    "must_start_on": FixedKind.MUST_START_ON,
    "must_finish_on": FixedKind.MUST_FINISH_ON,
}
PREPARATION_BY_KEY = {
    "five_day": CalendarKind.GOVERNMENT,
    "six_day": CalendarKind.SIX_DAY,
    "seven_day": CalendarKind.SEVEN_DAY,
}


@frozen
class Intake:
    """A checked intake file. warnings: whole sentences about answers that look odd but may be right."""

    name: str
    enterprise: Enterprise
    project_code: str
    industry: Industry
    key_level: KeyLevel | None
    contacts: tuple[Contact, ...]
    stage: Stage
    facts: Facts
    overrides: Mapping[str, Override]
    plan: Plan
    warnings: tuple[str, ...]

    def project(self, number: ProjectNumber, registered_on: date) -> Project:
        """Return the project that this intake opens under NUMBER."""
        return Project(
            number=number,
            name=self.name,
            enterprise=self.enterprise,
            project_code=self.project_code,
            industry=self.industry,
            key_level=self.key_level,
            contacts=self.contacts,
            facts=self.facts,
            overrides=self.overrides,
            plan=self.plan,
            stages=(StageEntry(self.stage, registered_on),),
            registered_on=registered_on,
        )


def read_intake(document: object, catalogue: Catalogue, calendar: WorkCalendar, today: date) -> Intake:
    """Return DOCUMENT, parsed JSON, as a checked intake. TODAY is the plan's first day where the file gives none.

    A date is "2026-03-09", or "T+5" for the fifth working day after TODAY ("T+0": the first working day from TODAY on).

    Raises DomainErrors with every fault: missing or unknown keys (with the nearest known one), wrong types, a wrong
    credit code, project code or date, unknown facts and values, impossible combinations, unknown steps.
    """
    return _IntakeReader(catalogue, calendar, today).read(document)


@dataclass
class _IntakeReader:
    catalogue: Catalogue
    calendar: WorkCalendar
    today: date
    faults: list[DomainError] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    def read(self, document: object) -> Intake:
        top = self._mapping(document, "文件", ("project", "facts", "plan", "overrides"), required=("project",))
        project = self._mapping(
            top.get("project", {}),
            "project",
            ("name", "enterprise", "credit_code", "project_code", "industry", "key_level", "contacts", "stage"),
            required=("name", "enterprise"),
        )
        name = self._text(project, "project", "name", LONGEST_NAME, required=True)
        enterprise = self._text(project, "project", "enterprise", LONGEST_NAME, required=True)
        credit_code = self._parsed(project, "project", "credit_code", parse_credit_code)
        project_code = self._parsed(project, "project", "project_code", parse_project_code)
        industry = self._industry(project.get("industry"))
        key_level = self._choice(project, "project", "key_level", LEVEL_BY_KEY)
        stage = self._choice(project, "project", "stage", STAGE_BY_KEY) or Stage.LANDING
        contacts = self._contacts(project.get("contacts"))
        facts = self._facts(top.get("facts", {}))
        overrides = self._overrides(top.get("overrides", ()))
        plan = self._plan(top.get("plan", {}))
        verdicts = judge(self.catalogue.rules, facts, overrides)
        for fault in consistency_faults(facts, self.catalogue.contradictions, verdicts):
            if fault.rows:
                self.warnings.append(fault.problem + fault.next_step)
        if self.faults:
            raise DomainErrors("接件文件有错", tuple(self.faults))
        return Intake(
            name=name,
            enterprise=Enterprise(enterprise, credit_code),
            project_code=project_code,
            industry=industry,
            key_level=key_level,
            contacts=contacts,
            stage=stage,
            facts=facts,
            overrides=overrides,
            plan=plan,
            warnings=tuple(self.warnings),
        )

    # ── pieces of the file ──────────────────────────────────────────────────────────────────────────────────────

    def _industry(self, raw: object) -> Industry:
        if raw is None:
            return Industry("", "", "")
        if isinstance(raw, str):
            return Industry(*split_industry(raw), "")
        entry = self._mapping(raw, "project.industry", ("code", "name", "track"))
        return Industry(*(self._text(entry, "project.industry", key, 60) for key in ("code", "name", "track")))

    def _contacts(self, raw: object) -> tuple[Contact, ...]:
        if raw is None:
            return ()
        entries: Iterable[tuple[str, object, str]]
        if isinstance(raw, Mapping):
            entries = [(str(role), entry, f"project.contacts.{role}") for role, entry in raw.items()]
        elif isinstance(raw, Sequence) and not isinstance(raw, str):
            entries = [
                (str(entry.get("role", "")) if isinstance(entry, Mapping) else "", entry, f"project.contacts[{number}]")
                for number, entry in enumerate(raw, 1)
            ]
        else:
            self._fault(f"“project.contacts”应是一组联系人，给的是{shown(raw)}。", "请按 角色 → {name, phone} 填写。")
            return ()
        contacts: list[Contact] = []
        for role_key, entry, path in entries:
            fields = self._mapping(entry, path, ("role", "name", "phone", "duty"))
            role = ROLE_BY_KEY.get(role_key)
            if role is None:
                self._unknown("联系人角色", role_key, path, ROLE_BY_KEY)
                continue
            contact = Contact(
                role,
                self._text(fields, path, "name", LONGEST_PERSON),
                self._text(fields, path, "phone", LONGEST_PHONE),
                self._text(fields, path, "duty", LONGEST_PERSON),
            )
            doubt = phone_doubt(contact.phone)
            if doubt:
                self.warnings.append(f"{role.value}的{doubt}请核对。")
            if any(other.role is role for other in contacts):
                self._fault(f"“{path}”重复：{role.value}只能有一位。", "请只保留一位。")
            contacts.append(contact)
        order = tuple(ContactRole)
        return tuple(sorted(contacts, key=lambda contact: order.index(contact.role)))

    def _facts(self, raw: object) -> Facts:
        entries = self._mapping(raw, "facts", None)
        dictionary = self.catalogue.facts
        values: dict[FactKey, FactValue] = {}
        for name, value in entries.items():
            try:
                definition = dictionary.find(name)
                if value is None or value == "":
                    continue
                if definition.key in values:
                    self._fault(f"事实“{definition.label}”给了两次。", "请只保留一个。")
                    continue
                values[definition.key] = parse_value(definition, value)
            except DomainError as refusal:
                self._fault(f"“facts.{name}”：{refusal.problem}", refusal.next_step)
        facts = Facts(dictionary, values)
        for fault in consistency_faults(facts, self.catalogue.contradictions):
            if fault.is_refused:
                self._fault(fault.problem, fault.next_step)
            else:
                self.warnings.append(fault.problem + fault.next_step)
        return facts

    def _overrides(self, raw: object) -> dict[str, Override]:
        overrides: dict[str, Override] = {}
        for number, entry in enumerate(self._sequence(raw, "overrides"), 1):
            path = f"overrides[{number}]"
            needed = ("code", "applies", "reason", "officer")
            fields = self._mapping(entry, path, (*needed, "on"), required=needed)
            code = ItemCode(self._text(fields, path, "code", 3))
            applies = fields.get("applies")
            on = self._date(fields, path, "on") or self.today
            if code and code not in self.catalogue.by_code:
                self._unknown("事项编码", code, f"{path}.code", self.catalogue.by_code)
                continue
            if not isinstance(applies, bool):
                if "applies" in fields:
                    self._fault(f"“{path}.applies”应是 true 或 false，给的是{shown(applies)}。", "请改正。")
                continue
            reason, officer = (self._text(fields, path, key, LONGEST_TEXT) for key in ("reason", "officer"))
            try:
                overrides[code] = Override(applies, reason, officer, on)
            except DomainError as refusal:
                self._fault(f"“{path}”：{refusal.problem}", refusal.next_step)
        return overrides

    def _plan(self, raw: object) -> Plan:
        plan = self._mapping(
            raw,
            "plan",
            (
                "start",
                "targets",
                "construction_calendar_days",
                "obstacles",
                "fixed_dates",
                "preparation_calendar",
                "levers",
            ),
        )
        days = plan.get("construction_calendar_days")
        if days is not None:
            days = self._days(plan, "plan", "construction_calendar_days", least=0)
        return Plan(
            start_on=self._date(plan, "plan", "start") or self.today,
            targets=self._targets(plan.get("targets", {})),
            construction_calendar_days=days,
            obstacles=self._obstacles(plan.get("obstacles", ())),
            fixed_dates=self._fixed_dates(plan.get("fixed_dates", {})),
            preparation_calendar=self._choice(plan, "plan", "preparation_calendar", PREPARATION_BY_KEY)
            or CalendarKind.GOVERNMENT,
            levers=tuple(str(lever) for lever in self._sequence(plan.get("levers", ()), "plan.levers")),
        )

    def _targets(self, raw: object) -> dict[StepId, date]:
        targets: dict[StepId, date] = {}
        entries = self._mapping(raw, "plan.targets", None)
        for name in entries:
            gate = find_gate(self.catalogue, name)
            if gate is None:
                known = [known for gate in self.catalogue.gates for known in (gate.id, gate.sign, gate.name)]
                self._unknown("门槛", name, "plan.targets", known)
                continue
            on = self._date(entries, "plan.targets", name)
            if on is not None:
                targets[gate] = on
        return targets

    def _obstacles(self, raw: object) -> tuple[Obstacle, ...]:
        obstacles = []
        for number, entry in enumerate(self._sequence(raw, "plan.obstacles"), 1):
            path = f"plan.obstacles[{number}]"
            fields = self._mapping(
                entry,
                path,
                ("name", "owner", "blocks", "cleared_on", "days", "unit", "follow_on", "note"),
                required=("name", "blocks"),
            )
            faults_before = len(self.faults)
            cleared_on = self._date(fields, path, "cleared_on")
            days = self._days(fields, path, "days", least=1) if fields.get("days") is not None else None
            if (cleared_on is None) == (days is None) and len(self.faults) == faults_before:
                self._fault(
                    f"“{path}”要么写排除日期 cleared_on，要么写需要的天数 days，只能写一个。", "请补上或删去一个。"
                )
            blocks = tuple(
                step
                for name in self._sequence(fields.get("blocks", ()), f"{path}.blocks")
                if (step := self._step(str(name), f"{path}.blocks")) is not None
            )
            calendar = self._choice(fields, path, "unit", UNIT_BY_KEY) or CalendarKind.SEVEN_DAY
            name = self._text(fields, path, "name", LONGEST_NAME, required=True)
            owner = self._text(fields, path, "owner", 60)
            note = self._text(fields, path, "note", LONGEST_TEXT)
            follow_on = self._follow_on(fields.get("follow_on"), f"{path}.follow_on")
            if not blocks and len(self.faults) == faults_before:
                self._fault(
                    f"“{path}.blocks”是空的，看不出它卡住了什么。", "请写上被卡住的编码或门槛，如 B30、M_START。"
                )
            if len(self.faults) == faults_before:
                obstacles.append(
                    Obstacle(f"O{number}", name, owner, blocks, cleared_on, days, calendar, follow_on, note)
                )
        return tuple(obstacles)

    def _follow_on(self, raw: object, path: str) -> FollowOn | None:
        if raw is None:
            return None
        fields = self._mapping(raw, path, ("name", "owner", "days", "unit"), required=("name", "days"))
        calendar = self._choice(fields, path, "unit", UNIT_BY_KEY) or CalendarKind.SEVEN_DAY
        return FollowOn(
            self._text(fields, path, "name", LONGEST_NAME),
            self._text(fields, path, "owner", 60),
            self._days(fields, path, "days", least=1) or 1,
            calendar,
        )

    def _fixed_dates(self, raw: object) -> dict[StepId, tuple[FixedDate, ...]]:
        fixed: dict[StepId, tuple[FixedDate, ...]] = {}
        for name, entry in self._mapping(raw, "plan.fixed_dates", None).items():
            path = f"plan.fixed_dates.{name}"
            step = self._step(name, path)
            fields = self._mapping(entry, path, tuple(FIXED_BY_KEY))
            dates = [(kind, self._date(fields, path, key)) for key, kind in FIXED_BY_KEY.items() if key in fields]
            if step is not None:
                fixed[step] = tuple(FixedDate(kind, on) for kind, on in dates if on is not None)
        return fixed

    def _step(self, name: str, path: str) -> StepId | None:
        gate = find_gate(self.catalogue, name)
        if gate is not None:
            return gate
        if name == "CONSTRUCTION" or name in self.catalogue.by_code:
            return StepId(name)
        self._unknown("编码或门槛", name, path, [*self.catalogue.by_code, *(gate.id for gate in self.catalogue.gates)])
        return None

    # ── values ──────────────────────────────────────────────────────────────────────────────────────────────────

    def _fault(self, problem: str, next_step: str) -> None:
        self.faults.append(DomainError(problem, next_step))

    def _unknown(self, what: str, name: str, path: str, known: Iterable[str]) -> None:
        self._fault(f"“{path}”里没有名为“{name}”的{what}。", nearest_hint(name, known))

    def _mapping(
        self, raw: object, path: str, known: tuple[str, ...] | None, required: tuple[str, ...] = ()
    ) -> Mapping[str, object]:
        if not isinstance(raw, Mapping):
            self._fault(f"“{path}”应是一组 名称: 值，给的是{shown(raw)}。", "请对照 resources/samples 里的样例。")
            return {}
        entries = {str(key): value for key, value in raw.items()}
        if known is not None:
            for key in entries:
                if key not in known:
                    self._unknown("栏目", key, path, known)
            for key in required:
                if entries.get(key) in (None, ""):
                    self._fault(f"“{path}.{key}”没有填。", "请补上。")
        return entries

    def _sequence(self, raw: object, path: str) -> Sequence[object]:
        if isinstance(raw, Sequence) and not isinstance(raw, str | bytes):
            return raw
        self._fault(f"“{path}”应是一个列表，给的是{shown(raw)}。", "请用方括号列出。")
        return ()

    def _read(self, read: Callable[[], _Value], otherwise: _Value) -> _Value:
        """What READ returns, or OTHERWISE with its refusal noted."""
        try:
            return read()
        except DomainError as refusal:
            self.faults.append(refusal)
            return otherwise

    def _text(self, entries: Mapping[str, object], path: str, key: str, longest: int, required: bool = False) -> str:
        return self._read(lambda: read_text(f"{path}.{key}", entries.get(key), longest, required), "")

    def _parsed(self, entries: Mapping[str, object], path: str, key: str, parse: Callable[[str], str]) -> str:
        text = self._text(entries, path, key, LONGEST_CODE)
        if not text:
            return ""
        try:
            return parse(text)
        except DomainError as refusal:
            self._fault(f"“{path}.{key}”：{refusal.problem}", refusal.next_step)
            return ""

    def _choice(
        self, entries: Mapping[str, object], path: str, key: str, choices: Mapping[str, _Value]
    ) -> _Value | None:
        return self._read(lambda: read_choice(f"{path}.{key}", entries.get(key), choices), None)

    def _date(self, entries: Mapping[str, object], path: str, key: str) -> date | None:
        return self._read(lambda: read_day(f"{path}.{key}", entries.get(key), self.calendar, self.today), None)

    def _days(self, entries: Mapping[str, object], path: str, key: str, least: int) -> int | None:
        return self._read(lambda: read_days(f"{path}.{key}", entries.get(key), least), None)


def find_gate(catalogue: Catalogue, name: str) -> StepId | None:
    """Return the id of the gate called NAME: its id (M_START), sign (G1) or name (开工); None if there is none."""
    for gate in catalogue.gates:
        if name in (gate.id, gate.sign, gate.name):
            return StepId(gate.id)
    return None
