"""Numbers with units as people give them (亩, 万立方米, MW), and as the catalogue measures them (公顷, 立方米, 千瓦).

Conversions are exact decimal arithmetic: 1 公顷 = 15 亩 = 10 000 平方米. Where that has no end (亩 into 公顷) the value is kept
to 0.0001 公顷, one square metre.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import replace
from decimal import ROUND_HALF_EVEN, Decimal, InvalidOperation

from gxq_desktop.domain.errors import DomainError
from gxq_desktop.domain.facts import FactDefinition, parse_value, show_number
from gxq_desktop.domain.frozen import frozen

_PARTED = re.compile(r"([+-]?[\d,]*\.?\d*)\s*(.*)")
_EXPONENT = re.compile(r"[eE][+-]?\d+", re.ASCII)
_FINEST = Decimal("0.0001")


@frozen
class Unit:
    """A unit a quantity may be typed in: NUMBER in it is NUMBER × times ÷ over in the catalogue's unit."""

    name: str
    times: Decimal = Decimal(1)
    over: Decimal = Decimal(1)

    def to_base(self, number: Decimal) -> Decimal:
        value = number * self.times / self.over
        return _plain(value if self.over == 1 else value.quantize(_FINEST, ROUND_HALF_EVEN))

    def from_base(self, value: Decimal) -> Decimal:
        number = value * self.over / self.times
        return _plain(number if self.times == 1 else number.quantize(_FINEST, ROUND_HALF_EVEN))


def _plain(number: Decimal) -> Decimal:
    """NUMBER without trailing zeros and without an exponent."""
    return Decimal(show_number(number))


@frozen
class Quantity:
    """A number as typed and the unit it is in. value: in the catalogue's unit."""

    number: Decimal
    unit: Unit
    value: Decimal


def _unit(name: str, times: int = 1, over: int = 1) -> Unit:
    return Unit(name, Decimal(times), Decimal(over))


_UNITS: Mapping[str, tuple[Unit, ...]] = {
    "公顷": (_unit("亩", 1, 15), _unit("公顷"), _unit("平方米", 1, 10_000)),
    "平方米": (_unit("平方米"), _unit("万平方米", 10_000)),
    "立方米": (_unit("立方米"), _unit("万立方米", 10_000)),
    "立方米/日": (_unit("立方米/日"), _unit("万立方米/日", 10_000)),
    "标准立方米/日": (_unit("标准立方米/日"), _unit("万标准立方米/日", 10_000)),
    "吨": (_unit("吨"), _unit("万吨", 10_000)),
    "吨标准煤": (_unit("吨标准煤"), _unit("万吨标准煤", 10_000)),
    "千瓦": (_unit("千瓦"), _unit("兆瓦", 1000)),
    "万元": (_unit("万元"), _unit("亿元", 10_000)),
    "元": (_unit("万元", 10_000), _unit("元")),
}
"""The catalogue's unit → what it may be typed in, the one offered first before the others."""

_SPELLINGS: Mapping[str, str] = {
    "ha": "公顷", "hm2": "公顷", "m2": "平方米", "平米": "平方米", "平方": "平方米", "平": "平方米", "m3": "立方米",
    "方": "立方米", "立方": "立方米", "万m2": "万平方米", "万平米": "万平方米", "万平方": "万平方米", "万平": "万平方米",
    "万m3": "万立方米", "万方": "万立方米", "万立方": "万立方米", "m3/d": "立方米/日", "方/日": "立方米/日",
    "方/天": "立方米/日", "立方米/天": "立方米/日", "nm3/d": "标准立方米/日", "标方/日": "标准立方米/日",
    "标方/天": "标准立方米/日", "t": "吨", "万t": "万吨", "tce": "吨标准煤", "吨标煤": "吨标准煤", "万tce": "万吨标准煤",
    "kw": "千瓦", "mw": "兆瓦", "m": "米", "mm": "毫米", "天": "自然日", "日": "自然日", "dn": "毫米",
}  # fmt: skip
_APPARENT_POWER = frozenset({"kva", "千伏安", "mva", "兆伏安"})


def units_of(base: str) -> tuple[Unit, ...]:
    """The units in which a number measured in BASE may be typed, the one offered first before the others."""
    return _UNITS.get(base, (_unit(base),))


def read_quantity(definition: FactDefinition, text: str, unit_name: str = "") -> Quantity:
    """TEXT, a number in UNIT_NAME (the first unit if "") or with a unit of its own behind it (“60亩”, “6万方”, “1.2 MW”).

    Raises DomainError, in the words of a form, for what is no number or out of bounds, as `parse_value` does, for a unit
    that is none of this quantity's, and for kVA where kW are asked: a transformer's capacity is not the power of what runs on it.
    """
    units = units_of(definition.unit)
    try:
        return _read(definition, text, unit_name, units)
    except DomainError as refusal:
        problem, next_step = refusal.problem.replace(definition.label, definition.name, 1), refusal.next_step
        if len(units) > 1 and next_step == definition.allowed:
            listed = "、".join(unit.name for unit in units)
            next_step = f"请填不小于 0 的数，单位可以是{listed}，写在数后也认得。"
        raise DomainError(problem, next_step) from refusal


def _read(definition: FactDefinition, text: str, unit_name: str, units: tuple[Unit, ...]) -> Quantity:
    named = next((unit for unit in units if unit.name == unit_name), units[0])
    plain = unicodedata.normalize("NFKC", text).strip()
    parted = _PARTED.fullmatch(plain)
    if parted is None or not parted[1].strip("+-,.") or not parted[2][:1].isalpha() or _EXPONENT.fullmatch(parted[2]):
        return _quantity(definition, plain, named)
    number, suffix = parted[1], re.sub(r"\s", "", parted[2]).lower()
    if suffix in _APPARENT_POWER and definition.unit == "千瓦":
        raise DomainError(
            f"“{definition.label}”填的是 {plain}，kVA 是变压器容量，不能直接当 kW。",
            "请把用电设备铭牌上的 kW 相加后填写；只知道变压器容量的，先选不清楚。",
        )
    if suffix == "万" and not named.name.startswith("万"):  # 6万 is 6 where 万立方米 are asked already
        return _quantity(definition, _exact(number, Decimal(10_000)), named)
    spelled = named.name.lower() if suffix == "万" else _SPELLINGS.get(suffix, suffix)
    found = next((unit for unit in units if unit.name.lower() == spelled), None)
    if found is None:
        listed = "、".join(unit.name for unit in units if unit.name)
        raise DomainError(
            f"“{definition.label}”填的是“{plain}”，不认得单位“{parted[2].strip()}”。",
            f"单位可以是{listed}。" if listed else definition.allowed,
        )
    parse_value(definition, number)
    return _quantity(definition, number, found)


def _exact(number: str, times: Decimal) -> str:
    try:
        return show_number(Decimal(number.replace(",", "")) * times)
    except InvalidOperation:
        return number


def _quantity(definition: FactDefinition, text: str, unit: Unit) -> Quantity:
    number = parse_value(_unbounded(definition), text)
    assert isinstance(number, Decimal)
    value = unit.to_base(number)
    checked = parse_value(definition, value)
    assert isinstance(checked, Decimal)
    return Quantity(number, unit, checked)


def _unbounded(definition: FactDefinition) -> FactDefinition:
    """DEFINITION for a number in another unit: 0.5 万平方米 is no fault where whole square metres are asked."""
    return replace(definition, whole=False, at_least=Decimal(0))


def in_other_unit(quantity: Quantity, base: str) -> str:
    """QUANTITY in another of its units: “= 4 公顷” for 60 亩, “= 60 亩” for 4 公顷; "" where there is only one unit."""
    units = units_of(base)
    if len(units) < 2:
        return ""
    other = next(unit for unit in (*(u for u in units if u.name == base), *units) if unit is not quantity.unit)
    if quantity.unit.name == base and base != "公顷":
        return ""
    return f"= {show_number(other.from_base(quantity.value))} {other.name}"
