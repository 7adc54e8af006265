"""Every mistake in a catalogue file is found in one reading, with its file, line, item and field."""

from __future__ import annotations

from decimal import Decimal

import pytest

from gxq_desktop.catalogue.faults import Block, CatalogueRefused, Fault, FaultList, parse_block, read_block


def block(written: str, faults: FaultList) -> Block:
    found = parse_block(written, "items.yaml", faults)
    assert found is not None
    return found


def test_a_sound_block_gives_its_values():
    faults = FaultList()
    root = block(
        "A01:\n  label: 备案\n  days: 3\n  half: 0.5\n  on: 2026-03-01\n  open: 是\n  kinds: [甲, 乙]\n"
        "  parts:\n    - name: 一\n    - name: 二\n  seal: {name: 章}\n",
        faults,
    )

    ((code, a01),) = root.named_blocks()

    assert code == a01.subject == "A01"
    assert a01.text("label") == "备案"
    assert a01.integer("days", at_least=0, at_most=45) == 3
    assert a01.decimal("half") == Decimal("0.5")
    assert a01.day("on").isoformat() == "2026-03-01"
    assert a01.boolean("open") is True
    assert [kind.text for kind in a01.texts("kinds")] == ["甲", "乙"]
    assert [part.text("name") for part in a01.blocks("parts")] == ["一", "二"]
    seal = a01.block("seal")
    assert seal is not None and seal.text("name") == "章"
    assert a01.is_sound and root.is_sound and not len(faults)


def test_all_mistakes_are_listed_at_once_each_with_line_item_and_field():
    faults = FaultList()
    root = block(
        "A01:\n  label:\n  days: 三\n  open: 也许\nA02:\n  labl: 核准\n  parts:\n    - name: [1]\nA02:\n  label: x\n",
        faults,
    )
    for _, item in root.named_blocks():
        item.text("label")
        item.optional_integer("days")
        item.boolean("open", default=False)
        for part in item.blocks("parts"):
            part.text("name")
        item.refuse_other_fields({"label", "days", "open", "parts"})

    with pytest.raises(CatalogueRefused) as refusal:
        faults.refuse("事项目录")

    places = [(fault.line, fault.subject, fault.field) for fault in refusal.value.faults]
    assert places == [
        (2, "A01", "label"),
        (3, "A01", "days"),
        (4, "A01", "open"),
        (6, "A02", "label"),
        (6, "A02", "labl"),
        (8, "A02", "parts[1].name"),
        (9, "", "A02"),
    ]
    assert "items.yaml 第 3 行，A01 的 days：“days”应当是整数，写的是“三”。" in refusal.value.problem
    assert "最接近的是“label”" in refusal.value.problem
    assert not root.is_sound


@pytest.mark.parametrize(
    ("written", "line", "words"),
    [
        ("a: [1\nb: 2\n", 2, "YAML"),
        ("- a\n- b\n", 1, "名称: 内容"),
        ("", 1, "名称: 内容"),
        ("a: \x01\n", 0, "不可见字符"),
    ],
)
def test_a_file_that_is_no_mapping_is_one_fault_and_no_traceback(written, line, words):
    faults = FaultList()

    assert parse_block(written, "items.yaml", faults) is None

    (fault,) = faults
    assert fault.line == line
    assert words in str(fault)


def test_a_sound_reading_refuses_nothing_and_a_fault_without_item_or_field_says_only_where():
    FaultList().refuse("事项目录")

    assert Fault("items.yaml", 0, "", "", "空。", "").place == "items.yaml"
    assert Fault("items.yaml", 3, "A01", "", "空。", "").place == "items.yaml 第 3 行，A01"
    with pytest.raises(ValueError, match="at least one"):
        CatalogueRefused("事项目录", ())


def test_the_same_mistake_noted_twice_is_listed_once_in_line_order():
    first, second = Fault("a.yaml", 1, "", "", "甲。", ""), Fault("a.yaml", 2, "", "", "乙。", "")
    faults = FaultList()
    faults.extend([second, first, second])

    assert faults.sorted == (first, second)


def test_a_missing_file_and_a_file_in_another_encoding_are_faults(tmp_path):
    faults = FaultList()
    other = tmp_path / "other.yaml"
    other.write_bytes("名称: 达州".encode("gb18030"))

    assert read_block(tmp_path / "missing.yaml", faults) is None
    assert read_block(other, faults) is None

    assert [fault.file for fault in faults] == ["missing.yaml", "other.yaml"]
    assert "UTF-8" in str(faults.sorted[1])


@pytest.mark.parametrize(
    ("written", "read", "words"),
    [
        ("x: -1", lambda b: b.integer("x", at_least=0), "不能小于 0"),
        ("x: 46", lambda b: b.integer("x", at_most=45), "不能大于 45"),
        ("x: NaN", lambda b: b.decimal("x"), "应当是数"),
        ("x: 2026-02-30", lambda b: b.day("x"), "应当是日期"),
        ("x: 工作曰", lambda b: b.choice("x", {"工作日": 1, "自然日": 2}), "最接近的是“工作日”"),
        ("x: 甲", lambda b: b.texts("x"), "应当是列表"),
        ("x: 甲", lambda b: b.block("x"), "一组字段"),
        ("x: {y: 1}", lambda b: b.text("x"), "单个值"),
    ],
)
def test_a_wrong_value_is_named(written, read, words):
    faults = FaultList()

    read(block(written, faults))

    assert len(faults) == 1
    assert words in str(faults.sorted[0])
