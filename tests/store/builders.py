"""Projects, editions and papers for the store's tests; every argument hides what a test does not care about."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from gxq_desktop.domain.calendar import CalendarKind
from gxq_desktop.domain.editions import Edition, HandedPaper, HandOver, IssuedPaper, PlannedDates
from gxq_desktop.domain.facts import Choice, FactDefinition, FactDictionary, FactKey, Facts, FactType
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
    PlanVariant,
    Project,
    ProjectNumber,
    Stage,
    StageEntry,
    Terms,
)
from gxq_desktop.domain.verdicts import Override
from gxq_desktop.store.engine import Store, open_store

DICTIONARY = FactDictionary(
    [
        FactDefinition(
            FactKey("land_supply"),
            "供地方式",
            FactType.CHOICE,
            "用地",
            "怎么来?",
            choices=(Choice("grant", "出让"), Choice("owned", "自有")),
        ),
        FactDefinition(FactKey("energy_tce"), "年综合能耗tce", FactType.NUMBER, "能源", "多少?", unit="吨标准煤"),
        FactDefinition(FactKey("river"), "涉河", FactType.BOOLEAN, "水土", "涉河吗?"),
        FactDefinition(FactKey("delivery"), "交地日期", FactType.DATE, "用地", "哪天?"),
        FactDefinition(FactKey("products"), "主要产品", FactType.TEXT, "项目基本", "生产什么?"),
    ]
)


def facts(**answers: Any) -> Facts:
    return Facts(DICTIONARY, {FactKey(key): value for key, value in answers.items()})


def project(number: str = "GX-2026-0001", **changes: Any) -> Project:
    """A project with something in every field."""
    whole = Project(
        number=ProjectNumber(number),
        name="年产2万吨高性能玄武岩纤维项目",
        enterprise=Enterprise("达州𠮷祥新材料有限公司", "91511700MA6TESTX0X"),
        project_code="2603-511700-04-01-123456",
        industry=Industry("C3061", "玻璃纤维及制品制造", "新材料"),
        key_level=KeyLevel.PROVINCIAL,
        contacts=(Contact(ContactRole.HELPER, "张三", "0818-1234567", "窗口"), Contact(ContactRole.LEADER, "李四", "")),
        facts=facts(land_supply="grant", energy_tce=Decimal("620.50"), river=False, delivery=date(2026, 5, 8)),
        overrides={ItemCode("A09"): Override(True, "水务局要求", "王科长", date(2026, 3, 5))},
        plan=Plan(
            start_on=date(2026, 3, 2),
            targets={StepId("G2"): date(2027, 3, 1)},
            construction_calendar_days=300,
            obstacles=(
                Obstacle(
                    id="O1",
                    name="一期电杆未迁改",
                    owner="",
                    blocks=(StepId("CONSTRUCTION"),),
                    cleared_on=date(2026, 4, 30),
                    calendar=CalendarKind.SEVEN_DAY,
                    follow_on=FollowOn("二期场平", "平台公司", 40, CalendarKind.SIX_DAY),
                    note="无人牵头",
                ),
                Obstacle(id="O2", name="苗木迁移", owner="园林", blocks=(StepId("A21"), StepId("G1")), days=12),
            ),
            fixed_dates={StepId("A17"): (FixedDate(FixedKind.START_NOT_BEFORE, date(2026, 3, 9)),)},
            preparation_calendar=CalendarKind.SIX_DAY,
            levers=("parallel:A21", "provisional:A29"),
        ),
        stages=(StageEntry(Stage.ATTRACTION, date(2026, 1, 4)), StageEntry(Stage.LANDING, date(2026, 3, 2))),
        registered_on=date(2026, 3, 2),
        variants=(
            PlanVariant(
                "方案乙", Terms(date(2026, 3, 9), {StepId("G1"): date(2026, 8, 3)}, ("A18/1",)), date(2026, 3, 5)
            ),
        ),
    )
    return replace(whole, **changes)


def edition(number: str = "GX-2026-0001", edition: int = 1, **changes: Any) -> Edition:
    whole = Edition(
        project_number=ProjectNumber(number),
        number=edition,
        printed_on=date(2026, 3, 2),
        catalogue_version="2026.1",
        catalogue_digest="c" * 64,
        facts={"land_supply": "grant", "energy_tce": 620.1, "pit_depth": 3, "river": False},
        dates={"A17": PlannedDates("2026-03-09", "2026-03-20", "2026-03-16", "2026-03-27", False)},
        box_numbers={"A17": 1, "A21": 2},
        content_digest="d" * 64,
    )
    return replace(whole, **changes)


def paper(pdf: bytes = b"%PDF-1.7 \x00\xff", kind: str = "manual", variant: str = "A4") -> IssuedPaper:
    return IssuedPaper(kind, variant, hashlib.sha256(pdf).hexdigest(), pdf)


def hand_over(number: str = "GX-2026-0001", edition: int = 1, **changes: Any) -> HandOver:
    whole = HandOver(
        project_number=ProjectNumber(number),
        edition=edition,
        number=1,
        handed_on=date(2026, 3, 2),
        recorded_at=datetime(2026, 3, 2, 7, 4, 5, tzinfo=UTC),
        officer="李晓岚",
        receiver="周敏 𠮷",
        papers=(HandedPaper("manual", "A4", 2), HandedPaper("wallchart", "A3", 1)),
        note="第 2 本给设计院",
    )
    return replace(whole, **changes)


def opened(where: str | Path, **options: Any) -> Store:
    return open_store(where, lambda: DICTIONARY, today=date(2026, 3, 2), **options)


def keep(store: Store, *projects: Project) -> None:
    with store.unit_of_work() as uow:
        for each in projects:
            uow.projects.add(each)
        uow.commit()


def read(store: Store, number: str = "GX-2026-0001") -> Project:
    with store.unit_of_work() as uow:
        return uow.projects.get(ProjectNumber(number))
