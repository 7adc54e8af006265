from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gxq_desktop.application.quantities import in_other_unit, read_quantity, units_of
from gxq_desktop.domain.errors import DomainError
from gxq_desktop.domain.facts import FactDefinition, FactKey, FactType, parse_value


def definition(unit: str, **changes: object) -> FactDefinition:
    return FactDefinition(FactKey("x"), "用地", FactType.NUMBER, "组", "多少？", unit=unit, **changes)  # type: ignore[arg-type]


AREA, POWER, VOLUME = definition("公顷"), definition("千瓦"), definition("立方米")


@pytest.mark.parametrize(
    ("kind", "text", "unit", "value"),
    [
        (AREA, "60", "", "4"),  # 亩 is offered first
        (AREA, "60", "公顷", "60"),
        (AREA, "60亩", "公顷", "4"),
        (AREA, "4 公顷", "", "4"),
        (AREA, "4hm²", "", "4"),
        (AREA, "50", "亩", "3.3333"),
        (AREA, "40000 ㎡", "", "4"),
        (VOLUME, "6", "万立方米", "60000"),
        (VOLUME, "6万", "", "60000"),
        (VOLUME, "6万", "万立方米", "60000"),
        (definition("万元"), "1200万", "", "1200"),
        (VOLUME, "6万方", "", "60000"),
        (VOLUME, "60,000", "", "60000"),
        (VOLUME, "６００００", "", "60000"),
        (POWER, "1.2 MW", "", "1200"),
        (POWER, "800kW", "", "800"),
    ],
)
def test_a_number_is_read_in_the_unit_chosen_or_written_behind_it(
    kind: FactDefinition, text: str, unit: str, value: str
) -> None:
    assert read_quantity(kind, text, unit).value == Decimal(value)


@pytest.mark.parametrize(
    ("kind", "text", "words"),
    [
        (POWER, "800kVA", "kVA 是变压器容量"),
        (AREA, "3 斤", "不认得单位“斤”"),
        (AREA, "-3", "不能是负数"),
        (AREA, "很多", "不是数"),
        (AREA, "60~80", "不是数"),
        (VOLUME, "2026-03-09", "不是数"),
        (AREA, "", "不是数"),
        (definition("毫米", whole=True), "2.5", "整数"),
        (definition("路", at_least=Decimal(1)), "0", "小于 1"),
    ],
)
def test_what_is_no_quantity_is_refused_in_words(kind: FactDefinition, text: str, words: str) -> None:
    with pytest.raises(DomainError) as refused:
        read_quantity(kind, text)

    assert words in refused.value.problem and refused.value.next_step


def test_a_refusal_names_the_quantity_as_a_sentence_does_and_the_units_it_may_be_typed_in() -> None:
    with pytest.raises(DomainError) as refused:
        read_quantity(definition("公顷", short_label="征占地面积"), "-5", "亩")

    assert refused.value.problem == "“征占地面积”填的是“-5”，不能是负数。"
    assert refused.value.next_step == "请填不小于 0 的数，单位可以是亩、公顷、平方米，写在数后也认得。"


@pytest.mark.parametrize(
    ("kind", "text", "unit", "shown"),
    [
        (AREA, "60", "亩", "= 4 公顷"),
        (AREA, "4", "公顷", "= 60 亩"),
        (VOLUME, "6", "万立方米", "= 60000 立方米"),
        (VOLUME, "60000", "立方米", ""),
        (definition("毫米"), "100", "", ""),
    ],
)
def test_the_same_quantity_in_another_unit_is_shown_where_it_helps(
    kind: FactDefinition, text: str, unit: str, shown: str
) -> None:
    assert in_other_unit(read_quantity(kind, text, unit), kind.unit) == shown


@given(st.decimals(0, 10**6, places=2), st.sampled_from(["公顷", "立方米", "千瓦", "吨", "平方米"]))
def test_a_quantity_in_its_own_unit_is_what_a_file_would_say(number: Decimal, unit: str) -> None:
    kind = definition(unit)

    assert read_quantity(kind, str(number), unit).value == parse_value(kind, str(number))


@given(st.integers(0, 10**6), st.sampled_from(["公顷", "立方米", "千瓦", "吨标准煤", "万元"]), st.data())
def test_converting_there_and_back_keeps_the_number_to_the_square_metre(
    number: int, base: str, data: st.DataObject
) -> None:
    unit = data.draw(st.sampled_from(units_of(base)))

    there = unit.to_base(Decimal(number))

    assert abs(unit.from_base(there) - number) <= Decimal("0.001")
