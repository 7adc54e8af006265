"""The intake form (接件表): which questions there are, in which sections, and what kind of field answers each.

Built from the fact definitions, so that a new fact has its field, its row in the Excel form and its line on the page 核对答案
without another line of code. A screen, a spreadsheet and a file fill the same fields.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import NewType

from gxq_desktop.application.intake import LEVEL_BY_KEY, ROLE_BY_KEY, STAGE_BY_KEY
from gxq_desktop.application.intake_values import (
    LONGEST_CODE,
    LONGEST_NAME,
    LONGEST_PERSON,
    LONGEST_PHONE,
    LONGEST_TEXT,
)
from gxq_desktop.application.quantities import units_of
from gxq_desktop.domain.catalogue import Catalogue
from gxq_desktop.domain.facts import FactDefinition, FactKey, FactType
from gxq_desktop.domain.frozen import frozen
from gxq_desktop.domain.project import ContactRole

FieldId = NewType("FieldId", str)
QuestionId = NewType("QuestionId", str)

NAME = FieldId("project.name")
ENTERPRISE = FieldId("project.enterprise")
CREDIT_CODE = FieldId("project.credit_code")
PROJECT_CODE = FieldId("project.project_code")
INDUSTRY = FieldId("project.industry")
TRACK = FieldId("project.industry.track")
KEY_LEVEL = FieldId("project.key_level")
STAGE = FieldId("project.stage")
START = FieldId("plan.start")
ENTERPRISE_PHONE = FieldId("contacts.enterprise.phone")

NOT_KEY = "不是重点项目"
TRACKS = ("新材料", "新能源", "数字经济", "其他")
"""两新一数 (S10), and what is none of them."""
UNKNOWN = "不清楚"
"""The answer that keeps a question open (待定)."""

_SECTIONS = (
    ("企业与项目", "项目", ("项目基本",)),
    ("用地", "用地", ("用地", "水土")),
    ("工程", "工程", ("建设规模", "施工")),
    ("环保与安全", "环保", ("环境", "能源", "安全消防")),
    ("水电气讯", "水电", ("市政接入", "用水", "用电", "用气", "通信")),
)
_OTHERS = ("其他", "其他")
_CONTACTS = ("联系与工期", "工期")
_ROLE_KEYS = {role: key for key, role in ROLE_BY_KEY.items() if key.isascii()}
_ROLES: Mapping[ContactRole, str] = {
    ContactRole.ENTERPRISE: "手册第 2 页要印，催办也要用。",
    ContactRole.HELPER: "每天的事都找这个人；手册第 2 页印姓名和电话。",
    ContactRole.LEADER: "重点项目由领导挂包，跨部门协调不动时找他。",
    ContactRole.DEPARTMENT: "管产业政策、投资协议的部门联系人。",
    ContactRole.SECRETARY: "每周督查、每月调度；有人拖、有事卡时找他。",
}


class FieldKind(StrEnum):
    """What a field takes."""

    TEXT = "text"
    CREDIT_CODE = "credit_code"
    PROJECT_CODE = "project_code"
    INDUSTRY = "industry"
    PHONE = "phone"
    CHOICE = "choice"
    NUMBER = "number"
    DATE = "date"


@frozen
class Field:
    """One field. label: as lists name it. choices: labels of the answers. units: a number may be typed in, the first offered.

    required: a project cannot be opened without. may_be_unknown: 不清楚 is an answer. example: shown while it is empty.
    longest: characters. definition: of the fact it answers, None for what is no fact. caption: beside a field that shares
    its question with others. is_sentence: it holds one, and wants all the width there is.
    """

    id: FieldId
    label: str
    kind: FieldKind
    choices: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    required: bool = False
    may_be_unknown: bool = False
    example: str = ""
    longest: int = LONGEST_TEXT
    definition: FactDefinition | None = None
    caption: str = ""
    is_sentence: bool = False


@frozen
class Question:
    """A question with its field, or with several that belong together (a contact's name and phone).

    why: why it is asked, in one line or two.
    """

    id: QuestionId
    section: str
    text: str
    why: str
    fields: tuple[Field, ...]

    @property
    def fact(self) -> FactKey | None:
        """The fact it asks for; None for what is no fact."""
        definition = self.fields[0].definition
        return definition.key if definition else None

    @property
    def label(self) -> str:
        """How lists name it."""
        return self.fields[0].label if len(self.fields) == 1 else self.text


@frozen
class Section:
    """Questions under one tab. short: its name where there is little room."""

    name: str
    short: str
    questions: tuple[Question, ...]


@dataclass(frozen=True)
class IntakeForm:
    """All sections in the order in which they are filled in."""

    sections: tuple[Section, ...]

    @property
    def questions(self) -> Iterator[Question]:
        return (question for section in self.sections for question in section.questions)

    @cached_property
    def by_question(self) -> Mapping[QuestionId, Question]:
        return {question.id: question for question in self.questions}

    @cached_property
    def fields(self) -> Mapping[FieldId, Field]:
        """All fields by id, in order."""
        return {field.id: field for question in self.questions for field in question.fields}

    @cached_property
    def question_of(self) -> Mapping[FieldId, Question]:
        """The question a field belongs to."""
        return {field.id: question for question in self.questions for field in question.fields}

    @cached_property
    def section_number(self) -> Mapping[str, int]:
        """Section name → its place, from 0."""
        return {section.name: number for number, section in enumerate(self.sections)}

    def section_of(self, field_id: FieldId) -> int:
        """The place of the section that FIELD_ID stands in."""
        return self.section_number[self.question_of[field_id].section]


def fact_field(key: FactKey) -> FieldId:
    """The id of the field that answers the fact KEY."""
    return FieldId(f"facts.{key}")


def contact_field(role: ContactRole, part: str) -> FieldId:
    """part: name, phone or duty."""
    return FieldId(f"contacts.{_ROLE_KEYS[role]}.{part}")


def target_field(gate_id: str) -> FieldId:
    return FieldId(f"plan.targets.{gate_id}")


def intake_form(catalogue: Catalogue) -> IntakeForm:
    """The form for CATALOGUE: the questions about enterprise and project, every fact, contacts and dates."""
    named = {group for _, _, groups in _SECTIONS for group in groups}
    sections: list[Section] = []
    for name, short, groups in _SECTIONS:
        facts = [_fact_question(name, definition) for definition in catalogue.facts if definition.group in groups]
        sections.append(Section(name, short, (*(_about_the_project() if not sections else ()), *facts)))
    others = tuple(_fact_question(_OTHERS[0], each) for each in catalogue.facts if each.group not in named)
    if others:
        sections.append(Section(*_OTHERS, others))
    sections.append(Section(*_CONTACTS, (*_contacts(), *_plan(catalogue))))
    return IntakeForm(tuple(sections))


def _about_the_project() -> Iterator[Question]:
    section = _SECTIONS[0][0]

    def question(text: str, why: str, *fields: Field) -> Question:
        return Question(QuestionId(fields[0].id), section, text, why, fields)

    yield question(
        "企业名称",
        "营业执照上的全称，手册封面照此印。",
        Field(ENTERPRISE, "企业名称", FieldKind.TEXT, required=True, longest=LONGEST_NAME),
    )
    yield question(
        "统一社会信用代码",
        "营业执照上的 18 位；末位是校验位，抄错一位就能查出来。还没有执照就空着。",
        Field(CREDIT_CODE, "统一社会信用代码", FieldKind.CREDIT_CODE, longest=LONGEST_CODE),
    )
    yield question(
        "项目名称",
        "与备案证、核准或批复文件上的名称一致。",
        Field(NAME, "项目名称", FieldKind.TEXT, required=True, longest=LONGEST_NAME),
    )
    yield question(
        "项目代码",
        "投资项目在线审批监管平台赋的代码；还没有赋码就空着。",
        Field(
            PROJECT_CODE, "项目代码", FieldKind.PROJECT_CODE, longest=LONGEST_CODE, example="2302-511700-04-01-123456"
        ),
    )
    yield question(
        "国民经济行业",
        "GB/T 4754 的代码和名称；两新一数按它归类。",
        Field(
            INDUSTRY, "国民经济行业", FieldKind.INDUSTRY, longest=LONGEST_CODE, example="C3453 齿轮及齿轮减、变速箱制造"
        ),
        Field(TRACK, "产业类别", FieldKind.CHOICE, choices=TRACKS, caption="产业类别"),
    )
    levels = [level for level in LEVEL_BY_KEY if not level.isascii()]
    yield question(
        "是不是重点项目？",
        "列入重点的项目有挂包领导，手册第 2 页印姓名和电话。",
        Field(KEY_LEVEL, "重点项目", FieldKind.CHOICE, choices=(NOT_KEY, *levels)),
    )
    stages = tuple(stage for stage in STAGE_BY_KEY if not stage.isascii())
    yield question(
        "项目走到了哪个环节？",
        "招引、落地、建设、投产、培育五个环节，手册和台账按它归类。",
        Field(STAGE, "项目环节", FieldKind.CHOICE, choices=stages),
    )


def _fact_question(section: str, definition: FactDefinition) -> Question:
    kinds = {
        FactType.CHOICE: FieldKind.CHOICE,
        FactType.BOOLEAN: FieldKind.CHOICE,
        FactType.NUMBER: FieldKind.NUMBER,
        FactType.DATE: FieldKind.DATE,
        FactType.TEXT: FieldKind.TEXT,
    }
    is_number = definition.type is FactType.NUMBER
    field = Field(
        fact_field(definition.key),
        definition.name,
        kinds[definition.type],
        choices=tuple(choice.label for choice in definition.choices),
        units=tuple(unit.name for unit in units_of(definition.unit)) if is_number and definition.unit else (),
        may_be_unknown=True,
        definition=definition,
    )
    return Question(QuestionId(field.id), section, definition.question, definition.help, (field,))


def _contacts() -> Iterator[Question]:
    for role, why in _ROLES.items():
        captions = ("姓名", "手机", "职务") if role is ContactRole.ENTERPRISE else ("姓名", "电话", "职责")
        parts = (
            ("name", FieldKind.TEXT, LONGEST_PERSON), ("phone", FieldKind.PHONE, LONGEST_PHONE),
            ("duty", FieldKind.TEXT, LONGEST_PERSON),
        )  # fmt: skip
        fields = tuple(
            Field(
                contact_field(role, part),
                f"{role.value}{caption}",
                kind,
                longest=longest,
                caption=caption,
                is_sentence=caption == "职责",
            )
            for (part, kind, longest), caption in zip(parts, captions, strict=True)
        )
        yield Question(QuestionId(f"contacts.{_ROLE_KEYS[role]}"), _CONTACTS[0], role.value, why, fields)


def _plan(catalogue: Catalogue) -> Iterator[Question]:
    yield Question(
        QuestionId(START),
        _CONTACTS[0],
        "从哪天起算？",
        "最早可以递第一份材料的日子；时间表从这天顺排。",
        (Field(START, "起算日", FieldKind.DATE, example="2026-03-09"),),
    )
    targets = tuple(
        Field(target_field(gate.id), f"{gate.name}目标日", FieldKind.DATE, caption=gate.name)
        for gate in catalogue.gates
    )
    if targets:
        yield Question(
            QuestionId("plan.targets"),
            _CONTACTS[0],
            "企业想哪天开工、哪天投产？",
            "填了就倒排工期，看差几个工作日、有什么办法；没有目标就空着。",
            targets,
        )
