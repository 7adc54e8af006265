"""Facts about a project (项目事实): what can be asked, what was answered, and which answers count.

An unknown fact is the absence of its key, never “no”. A question whose ask_when does not hold is not asked, and an
answer left over from before (旧值) does not count: rules read `Facts.effective`.
"""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from functools import cached_property
from typing import NewType

from gxq_desktop.domain.basis import Confidence, Provenance
from gxq_desktop.domain.errors import DomainError, DomainErrors
from gxq_desktop.domain.frozen import frozen
from gxq_desktop.domain.rules import Rule, pending_facts
from gxq_desktop.domain.truth import Truth

FactKey = NewType("FactKey", str)
FactValue = str | Decimal | bool | date
"""A choice's value or a text (str), an exact number, yes/no, or a day."""

LARGEST_NUMBER = Decimal(10) ** 12
_THOUSANDS = re.compile(r"\d{1,3}(,\d{3})+(\.\d+)?")
_YES = frozenset({"是", "true", "yes"})
_NO = frozenset({"否", "false", "no"})
_FROM_DOSSIER = Provenance("领域资料 facts.tsv", Confidence.MEDIUM)


class FactType(StrEnum):
    """What kind of answer a question takes."""

    CHOICE = "choice"
    NUMBER = "number"
    BOOLEAN = "boolean"
    DATE = "date"
    TEXT = "text"

    @property
    def label(self) -> str:
        return {"choice": "选项", "number": "数", "boolean": "是/否", "date": "日期", "text": "文字"}[self.value]


@frozen
class Choice:
    """One possible answer. value: stable, English. phrase: it as a statement (“不涉及危化品”), "" for the usual one."""

    value: str | bool
    label: str
    phrase: str = ""


YES_NO = (Choice(True, "是"), Choice(False, "否"))


@frozen
class FactDefinition:
    """A question that can be asked about a project (事实).

    key: stable, English. label: as rules name it (“征占地公顷”). short_label: as a sentence names it (“征占地”,
    “是否涉河”), defaults to label. unit: of a number. choices: of a choice; a yes/no fact always has 是 and 否.
    ask_when: asked only while this holds; None means always. used_by: codes whose rule or limits read it.
    at_least, whole: bounds of a number. zero_phrase: what 0 means as a statement (“不新装用气”); some_phrase: what more
    than 0 means (“新装用气”).
    """

    key: FactKey
    label: str
    type: FactType
    group: str
    question: str
    help: str = ""
    unit: str = ""
    choices: tuple[Choice, ...] = ()
    ask_when: Rule | None = None
    used_by: tuple[str, ...] = ()
    provenance: Provenance = _FROM_DOSSIER
    short_label: str = ""
    zero_phrase: str = ""
    some_phrase: str = ""
    at_least: Decimal = Decimal(0)
    whole: bool = False

    def __post_init__(self) -> None:
        if self.type is FactType.BOOLEAN and not self.choices:
            object.__setattr__(self, "choices", YES_NO)
        if self.type is FactType.CHOICE and len({choice.value for choice in self.choices}) < 2:
            raise ValueError(f"{self.key} needs at least two choices")

    @property
    def name(self) -> str:
        """The fact as a sentence names it."""
        return self.short_label or self.label

    def choice(self, value: FactValue) -> Choice:
        """The choice with VALUE. KeyError if there is none."""
        for choice in self.choices:
            if choice.value == value:
                return choice
        raise KeyError(value)

    def show(self, value: FactValue) -> str:
        """VALUE as an answer: 出让, 是, “620 吨标准煤”, 2026-03-01."""
        if isinstance(value, bool) or self.type is FactType.CHOICE:
            return self.choice(value).label
        if isinstance(value, Decimal):
            return f"{show_number(value)} {self.unit}".rstrip()
        return value.isoformat() if isinstance(value, date) else value

    def state(self, value: FactValue) -> str:
        """VALUE as a statement: “供地方式为出让”, “用地内有林地”, “年综合能耗 620 吨标准煤”, “不用煤”."""
        if isinstance(value, bool) or self.type is FactType.CHOICE:
            choice = self.choice(value)
            return choice.phrase or f"{self.label}为{choice.label}"
        if isinstance(value, Decimal):
            return self.zero_phrase if value == 0 and self.zero_phrase else f"{self.name} {self.show(value)}"
        return f"{self.name}为{self.show(value)}"

    def equate(self, value: FactValue) -> str:
        """VALUE for a narrow column: “供地方式＝出让”, “用地内有林地”, “年综合能耗 620 吨标准煤”."""
        if self.type is FactType.CHOICE:
            return f"{self.label}＝{self.choice(value).label}"
        return self.state(value)

    @property
    def allowed(self) -> str:
        """What may be answered, in words."""
        match self.type:
            case FactType.CHOICE:
                return "可以填：" + "、".join(choice.label for choice in self.choices) + "。"
            case FactType.BOOLEAN:
                return "可以填：是、否（或 true、false）。"
            case FactType.NUMBER:
                kind = "整数" if self.whole else "数"
                unit = f"，单位{self.unit}" if self.unit else ""
                return f"请填不小于 {show_number(self.at_least)} 的{kind}{unit}，不带单位文字。"
            case FactType.DATE:
                return "请填 2026-03-01 这样的日期。"
            case _:
                return "请填文字。"


def show_number(number: Decimal) -> str:
    """A number in full digits without trailing zeros: 60000, 0.5."""
    return f"{number.normalize():f}"


def parse_value(definition: FactDefinition, raw: object) -> FactValue:
    """Return the answer RAW as a value of DEFINITION.

    Accepts a choice by value or label, yes/no as bool, 是/否, true/false or yes/no, numbers as int, float, Decimal or
    text (60,000 and full-width digits too), dates as date or ISO text. Raises DomainError naming the label, what was
    given and what is allowed: wrong type, unknown choice (with the nearest), negative, NaN, infinite or too large.
    """
    match definition.type:
        case FactType.CHOICE:
            return _parse_choice(definition, raw)
        case FactType.BOOLEAN:
            return _parse_boolean(definition, raw)
        case FactType.NUMBER:
            return _parse_number(definition, raw)
        case FactType.DATE:
            return _parse_date(definition, raw)
        case _:
            return _parse_text(definition, raw)


def _refusal(definition: FactDefinition, raw: object, why: str) -> DomainError:
    return DomainError(f"“{definition.label}”填的是“{_as_given(raw)}”，{why}。", definition.allowed)


def _as_given(raw: object) -> str:
    if raw is None:
        return "空"
    if isinstance(raw, bool):
        return "true" if raw else "false"
    if isinstance(raw, Mapping):
        return "一组字段"
    if isinstance(raw, (list, tuple)):
        return "一个列表"
    text = str(raw)
    return text if len(text) <= 40 else f"{text[:40]}…"


def _plain(raw: str) -> str:
    return unicodedata.normalize("NFKC", raw).strip()


def _parse_choice(definition: FactDefinition, raw: object) -> FactValue:
    if isinstance(raw, str):
        text = raw.strip()
        for choice in definition.choices:
            if text in (choice.value, choice.label):
                return choice.value
        names = [str(name) for choice in definition.choices for name in (choice.label, choice.value)]
        close = difflib.get_close_matches(text, names, n=1, cutoff=0.4)
        raise _refusal(definition, raw, f"不在选项里，最接近的是“{close[0]}”" if close else "不在选项里")
    raise _refusal(definition, raw, "不在选项里")


def _parse_boolean(definition: FactDefinition, raw: object) -> FactValue:
    if isinstance(raw, bool):
        return raw
    if isinstance(raw, str):
        text = _plain(raw).lower()
        if text in _YES:
            return True
        if text in _NO:
            return False
    raise _refusal(definition, raw, "应当是“是”或“否”")


def _parse_number(definition: FactDefinition, raw: object) -> FactValue:
    number = _number(raw)
    if number is None:
        raise _refusal(definition, raw, "不是数")
    if not number.is_finite():
        raise _refusal(definition, raw, "不是有限的数")
    if number < 0:
        raise _refusal(definition, raw, "不能是负数")
    if number < definition.at_least:
        raise _refusal(definition, raw, f"小于 {show_number(definition.at_least)}")
    if number > LARGEST_NUMBER:
        raise _refusal(definition, raw, "大得不合理")
    if definition.whole and number != number.to_integral_value():
        raise _refusal(definition, raw, "应当是整数")
    return abs(number)  # −0 is 0


def _number(raw: object) -> Decimal | None:
    if isinstance(raw, bool):
        return None
    if isinstance(raw, Decimal):
        return raw
    if isinstance(raw, int):
        return Decimal(raw)
    if isinstance(raw, float):
        return Decimal(repr(raw))
    if isinstance(raw, str):
        text = _plain(raw)
        if _THOUSANDS.fullmatch(text):
            text = text.replace(",", "")
        try:
            return Decimal(text)
        except InvalidOperation:
            return None
    return None


def _parse_date(definition: FactDefinition, raw: object) -> FactValue:
    if isinstance(raw, date) and not isinstance(raw, datetime):
        return raw
    if isinstance(raw, str):
        try:
            return date.fromisoformat(_plain(raw))
        except ValueError:
            pass
    raise _refusal(definition, raw, "不是日期")


def _parse_text(definition: FactDefinition, raw: object) -> FactValue:
    if isinstance(raw, str) and raw.strip():
        return raw.strip()
    raise _refusal(definition, raw, "不是文字")


class FactDictionary:
    """All facts that can be asked, in the order in which they are asked (事实字典).

    Raises DomainErrors on a key or label used twice, an ask_when over an unknown fact, or facts whose ask_when wait for
    one another (named in order).
    """

    def __init__(self, definitions: Iterable[FactDefinition]) -> None:
        self.definitions = tuple(definitions)
        self._by_key: dict[str, FactDefinition] = {}
        self._by_label: dict[str, FactDefinition] = {}
        faults = []
        for definition in self.definitions:
            if definition.key in self._by_key:
                faults.append(DomainError(f"事实“{definition.key}”重复。", "请删去其中一条。"))
            if definition.label in self._by_label:
                faults.append(DomainError(f"有两条事实都叫“{definition.label}”。", "请改其中一条的名称。"))
            self._by_key[definition.key] = definition
            self._by_label[definition.label] = definition
        self._direct: dict[FactKey, tuple[FactKey, ...]] = {}
        for definition in self.definitions:
            needs = definition.ask_when.facts if definition.ask_when else ()
            for key in needs:
                if key not in self._by_key:
                    problem = f"“{definition.label}”的提问条件用到了没有定义的事实“{key}”。"
                    faults.append(DomainError(problem, "请先在事实字典里定义它。"))
            self._direct[definition.key] = tuple(key for key in needs if key in self._by_key)
        if faults:
            raise DomainErrors("事实字典有错误", tuple(faults))
        self._order = self._asking_order()

    def _asking_order(self) -> tuple[FactKey, ...]:
        """Keys so that each comes after all facts its ask_when reads."""
        done: dict[FactKey, None] = {}
        trail: list[FactKey] = []

        def visit(key: FactKey) -> None:
            if key in done:
                return
            if key in trail:
                circle = [*trail[trail.index(key) :], key]
                names = " → ".join(self._by_key[each].label for each in circle)
                fault = DomainError(f"提问条件互相等待：{names}。", "请去掉其中一条提问条件。")
                raise DomainErrors("事实字典有错误", (fault,))
            trail.append(key)
            for needed in self._direct[key]:
                visit(needed)
            trail.pop()
            done[key] = None

        for definition in self.definitions:
            visit(definition.key)
        return tuple(done)

    def __iter__(self) -> Iterator[FactDefinition]:
        return iter(self.definitions)

    def __len__(self) -> int:
        return len(self.definitions)

    def __contains__(self, key: object) -> bool:
        return key in self._by_key

    def __getitem__(self, key: str) -> FactDefinition:
        """The definition with KEY. KeyError if there is none."""
        return self._by_key[key]

    @property
    def groups(self) -> tuple[str, ...]:
        """Group names in the order in which they first appear."""
        return tuple(dict.fromkeys(definition.group for definition in self.definitions))

    @cached_property
    def position(self) -> Mapping[FactKey, int]:
        """Key → place in the dictionary, from 0."""
        return {definition.key: number for number, definition in enumerate(self.definitions)}

    @property
    def asking_order(self) -> tuple[FactKey, ...]:
        """Keys so that each comes after all facts its ask_when reads."""
        return self._order

    @cached_property
    def dependents(self) -> Mapping[FactKey, tuple[FactKey, ...]]:
        """Key → all facts whose being asked depends on it, directly or not, in asking order."""
        found: dict[FactKey, set[FactKey]] = {key: set() for key in self._order}
        for key in reversed(self._order):
            for needed in self._direct[key]:
                found[needed] |= {key} | found[key]
        return {key: tuple(each for each in self._order if each in found[key]) for key in self._order}

    @cached_property
    def ancestors(self) -> Mapping[FactKey, frozenset[FactKey]]:
        """Key → all facts that its ask_when reads, directly or not."""
        found: dict[FactKey, frozenset[FactKey]] = {}
        for key in self._order:
            direct = self._direct[key]
            found[key] = frozenset(direct).union(*(found[needed] for needed in direct))
        return found

    def by_label(self, label: str) -> FactDefinition | None:
        """The definition with LABEL, or None."""
        return self._by_label.get(label)

    def nearest(self, name: str) -> FactDefinition | None:
        """The fact whose label or key is most like NAME, or None when none is like it."""
        names = {**self._by_key, **self._by_label}
        found = difflib.get_close_matches(name, names, n=1, cutoff=0.4)
        return names[found[0]] if found else None

    def find(self, name: str) -> FactDefinition:
        """The fact with the key or label NAME. Raises DomainError naming the nearest one."""
        found = self._by_key.get(name) or self._by_label.get(name)
        if found is not None:
            return found
        close = self.nearest(name)
        if close is None:
            raise DomainError(f"没有名为“{name}”的事实。", "请用 facts --json 查看全部事实的名称。")
        shown = close.label if not name.isascii() else f"{close.key}（{close.label}）"
        raise DomainError(f"没有名为“{name}”的事实，最接近的是“{shown}”。", "请改正名称。")


class Facts(Mapping[FactKey, FactValue]):
    """The answers given for one project, immutable. A missing key is unknown.

    As a mapping it holds every stored answer; `effective` holds those that count. Raises ValueError for a key that is
    not in DICTIONARY (answers from outside come in through `Facts.read`, which explains itself).
    """

    __slots__ = ("_asked", "_effective", "_values", "dictionary")

    def __init__(self, dictionary: FactDictionary, values: Mapping[FactKey, FactValue] | None = None) -> None:
        self.dictionary = dictionary
        self._values = dict(values or {})
        for key in self._values:
            if key not in dictionary:
                raise ValueError(f"no fact {key!r} in the dictionary")
        self._asked: dict[FactKey, Truth] | None = None
        self._effective: dict[FactKey, FactValue] | None = None

    @classmethod
    def read(cls, dictionary: FactDictionary, raw: Mapping[str, object]) -> Facts:
        """Answers from outside, by key or label. None and "" mean unknown.

        Raises DomainErrors with every unknown name, doubled answer and impossible value at once.
        """
        values: dict[FactKey, FactValue] = {}
        faults: list[DomainError] = []
        for name, answer in raw.items():
            try:
                definition = dictionary.find(name)
                if answer is None or answer == "":
                    continue
                value = parse_value(definition, answer)
                if values.get(definition.key, value) != value:
                    shown = definition.show(values[definition.key])
                    problem = f"“{definition.label}”填了两次：{shown}、{definition.show(value)}。"
                    raise DomainError(problem, "请只留一个答案。")
                values[definition.key] = value
            except DomainError as fault:
                faults.append(fault)
        if faults:
            raise DomainErrors("项目事实有错误", tuple(faults))
        return cls(dictionary, values)

    def __getitem__(self, key: FactKey) -> FactValue:
        return self._values[key]

    def __iter__(self) -> Iterator[FactKey]:
        return iter(self._values)

    def __len__(self) -> int:
        return len(self._values)

    def __hash__(self) -> int:
        return hash(frozenset(self._values.items()))

    def __repr__(self) -> str:
        return f"Facts({self._values!r})"

    def with_answer(self, key: str, answer: object) -> Facts:
        """These facts with ANSWER to the question KEY (key or label). Raises DomainError as `parse_value` does."""
        definition = self.dictionary.find(key)
        return Facts(self.dictionary, {**self._values, definition.key: parse_value(definition, answer)})

    def without(self, *keys: FactKey) -> Facts:
        """These facts with KEYS unknown again."""
        return Facts(self.dictionary, {key: value for key, value in self._values.items() if key not in keys})

    def _settle(self) -> tuple[dict[FactKey, Truth], dict[FactKey, FactValue]]:
        asked: dict[FactKey, Truth] = {}
        effective: dict[FactKey, FactValue] = {}
        for key in self.dictionary.asking_order:
            ask_when = self.dictionary[key].ask_when
            truth = Truth.TRUE if ask_when is None else ask_when.condition.truth(effective)
            if (
                truth is Truth.UNKNOWN
                and ask_when
                and not pending_facts(ask_when.condition, self.dictionary, effective)
            ):
                truth = Truth.FALSE  # it waits for a question that is not asked itself
            asked[key] = truth
            if truth is Truth.TRUE and key in self._values:
                effective[key] = self._values[key]
        self._asked, self._effective = asked, effective
        return asked, effective

    @property
    def effective(self) -> Mapping[FactKey, FactValue]:
        """The answers that count: those whose question is asked. Do not change it."""
        return self._effective if self._effective is not None else self._settle()[1]

    def is_asked(self, key: FactKey) -> Truth:
        """Whether the question KEY is asked, given the answers that count. KeyError if there is no such fact."""
        return (self._asked if self._asked is not None else self._settle()[0])[key]

    @property
    def stale(self) -> tuple[FactKey, ...]:
        """Stored answers that do not count because their question is no longer asked (旧值), in dictionary order."""
        found = [key for key in self._values if self.is_asked(key) is Truth.FALSE]
        return tuple(sorted(found, key=self.dictionary.position.__getitem__))

    @property
    def open(self) -> tuple[FactKey, ...]:
        """Questions that are asked and not answered, in dictionary order."""
        return tuple(
            definition.key
            for definition in self.dictionary
            if definition.key not in self.effective and self.is_asked(definition.key) is Truth.TRUE
        )

    def settled_with(self, key: FactKey, value: FactValue) -> Mapping[FactKey, FactValue]:
        """`effective` as it would be if the question KEY were answered VALUE; only what depends on KEY is redone."""
        effective = dict(self.effective)
        if self.is_asked(key) is Truth.TRUE:
            effective[key] = value
        for dependent in self.dictionary.dependents[key]:
            effective.pop(dependent, None)
            stored = self._values.get(dependent)
            if stored is None:
                continue
            ask_when = self.dictionary[dependent].ask_when
            if ask_when is not None and ask_when.condition.truth(effective) is Truth.TRUE:
                effective[dependent] = stored
        return effective

    def as_json(self) -> dict[str, str | int | float | bool]:
        """Key → value as JSON has it: whole numbers as int, other numbers as float, dates as ISO text."""
        return {key: json_value(value) for key, value in self._values.items()}


def json_value(value: FactValue) -> str | int | float | bool:
    """VALUE as JSON has it."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    return value.isoformat() if isinstance(value, date) else value
