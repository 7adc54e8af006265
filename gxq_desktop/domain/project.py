"""A project (项目), its enterprise (企业), contacts, facts, overrides and plan."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import field, replace
from datetime import date
from enum import StrEnum
from typing import NewType

from gxq_desktop.domain.calendar import CalendarKind
from gxq_desktop.domain.facts import Facts
from gxq_desktop.domain.frozen import frozen
from gxq_desktop.domain.network import FixedDate, StepId
from gxq_desktop.domain.verdicts import Override

ProjectNumber = NewType("ProjectNumber", str)


class Stage(StrEnum):
    """The five stages of the closed loop (项目环节, S11), in order."""

    ATTRACTION = "招引"
    LANDING = "落地"
    BUILDING = "建设"
    PRODUCTION = "投产"
    CULTIVATION = "培育"


class KeyLevel(StrEnum):
    """At which level the project is listed as key (重点项目, S9); a listed one has a leader in charge (挂包领导)."""

    NATIONAL = "国家级"
    PROVINCIAL = "省级"
    CITY = "市级"


class ContactRole(StrEnum):
    """Who stands on page 2 of the manual, in this order."""

    HELPER = "帮办员"
    LEADER = "挂包领导"
    DEPARTMENT = "部门联系人"
    SECRETARY = "项目监督秘书"
    ENTERPRISE = "企业经办人"


@frozen
class Contact:
    role: ContactRole
    name: str
    phone: str
    duty: str = ""


@frozen
class FollowOn:
    """Work that can only begin once an obstacle is gone (后续工作), e.g. levelling that takes 40 days."""

    name: str
    owner: str
    days: int
    calendar: CalendarKind


@frozen
class Obstacle:
    """An obstacle (障碍, S17) as a node of the plan: who owns it, until when, what it holds up.

    Either cleared_on (the day it is promised to be gone) or days (its length from the start of the plan) is given.
    blocks: codes, gate ids or CONSTRUCTION that cannot start before it, and its follow-on work, are done.
    """

    id: str
    name: str
    owner: str
    blocks: tuple[StepId, ...]
    cleared_on: date | None = None
    days: int | None = None
    calendar: CalendarKind = CalendarKind.SEVEN_DAY
    follow_on: FollowOn | None = None
    note: str = ""

    def __post_init__(self) -> None:
        if (self.cleared_on is None) == (self.days is None):
            raise ValueError("an obstacle has either cleared_on or days")


@frozen
class Terms:
    """What is negotiated about a plan: its first day, the targets by gate id, the ids of the levers in use."""

    start_on: date
    targets: Mapping[StepId, date] = field(default_factory=dict)
    levers: tuple[str, ...] = ()


@frozen
class PlanVariant:
    """Terms kept beside the agreed ones (方案乙). Obstacles, fixed dates and the rest of the plan hold for both."""

    name: str
    terms: Terms
    saved_on: date


@frozen
class Plan:
    """What was agreed about time: first day, targets by gate id, construction period, obstacles, levers in use.

    start_on: the first day on which anything may start. targets: gate id → latest day. construction_calendar_days:
    overrides the fact 合同工期天; None takes the fact. fixed_dates: by step id. levers: ids of the levers agreed to.
    """

    start_on: date
    targets: Mapping[StepId, date] = field(default_factory=dict)
    construction_calendar_days: int | None = None
    obstacles: tuple[Obstacle, ...] = ()
    fixed_dates: Mapping[StepId, tuple[FixedDate, ...]] = field(default_factory=dict)
    preparation_calendar: CalendarKind = CalendarKind.GOVERNMENT
    levers: tuple[str, ...] = ()

    @property
    def terms(self) -> Terms:
        return Terms(self.start_on, dict(self.targets), self.levers)

    def on(self, terms: Terms) -> Plan:
        """This plan on other TERMS."""
        return replace(self, start_on=terms.start_on, targets=dict(terms.targets), levers=terms.levers)


@frozen
class Enterprise:
    """name: at least one character. credit_code: 统一社会信用代码, checked (GB 32100), or "" while not provided."""

    name: str
    credit_code: str


@frozen
class Industry:
    """code: GB/T 4754 ("C3453"), "" while unknown. track: 新材料 / 新能源 / 数字经济 / 其他 (S10)."""

    code: str
    name: str
    track: str


@frozen
class StageEntry:
    stage: Stage
    on: date


@frozen
class Project:
    """number: given by the store ("GX-2026-0017"). revision: rises with every save (optimistic locking).

    variants: other terms of the plan, kept beside it.
    """

    number: ProjectNumber
    name: str
    enterprise: Enterprise
    project_code: str
    industry: Industry
    key_level: KeyLevel | None
    contacts: tuple[Contact, ...]
    facts: Facts
    overrides: Mapping[str, Override]
    plan: Plan
    stages: tuple[StageEntry, ...]
    registered_on: date
    revision: int = 1
    variants: tuple[PlanVariant, ...] = ()

    @property
    def stage(self) -> Stage:
        return self.stages[-1].stage

    def contact(self, role: ContactRole) -> Contact | None:
        return next((contact for contact in self.contacts if contact.role is role), None)
