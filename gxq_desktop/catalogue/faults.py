"""Faults in catalogue files, and reading YAML so that every fault knows its file, line, item and field.

A file is read in one go and *all* its faults are collected, never only the first:

    faults = FaultList()
    root = read_block(path, faults)                      # a Block, or None when the YAML itself is broken
    for code, block in root.named_blocks():              # block.subject is the code
        label = block.text("label")                      # "" and a fault when missing
        days = block.integer("promised_days", at_least=0)
        block.refuse_other_fields(FIELDS)
        if block.is_sound:                               # nothing wrong was found through this block or inside it
            items.append(Item(label, days))
    faults.refuse("事项目录")                             # raises CatalogueRefused if anything was added
"""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from typing import Any, TypeVar

import yaml

from gxq_desktop.domain.errors import DomainError
from gxq_desktop.domain.frozen import frozen

_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_Choice = TypeVar("_Choice")

_NULL = "tag:yaml.org,2002:null"
_TRUE = frozenset({"true", "True", "是"})
_FALSE = frozenset({"false", "False", "否"})


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One mistake in a catalogue file.

    file: the file's name. line: 1-based, 0 when the whole file is meant. subject: the item's code or the fact's key,
    "" when none. field: the YAML field, "" when none. problem, next_step: whole Chinese sentences.
    """

    file: str
    line: int
    subject: str
    field: str
    problem: str
    next_step: str

    @property
    def place(self) -> str:
        """Where it is, e.g. “rules.yaml 第 12 行，A04 的 rule”."""
        where = f"{self.file} 第 {self.line} 行" if self.line else self.file
        if self.subject and self.field:
            return f"{where}，{self.subject} 的 {self.field}"
        named = self.subject or self.field
        return f"{where}，{named}" if named else where

    def __str__(self) -> str:
        return f"{self.place}：{self.problem}{self.next_step}"


class CatalogueRefused(DomainError):
    """The catalogue (or one file of it) has faults; all of them are in FAULTS, in file and line order."""

    def __init__(self, what: str, faults: tuple[Fault, ...]) -> None:
        if not faults:
            raise ValueError("CatalogueRefused needs at least one fault")
        lines = "\n".join(f"  {number}. {fault}" for number, fault in enumerate(faults, 1))
        super().__init__(f"{what}有 {len(faults)} 处错误：\n{lines}\n", "请逐条改正后重新检查，原有目录没有改动。")
        self.faults = faults


class FaultList:
    """Collects faults while files are read. Append-only."""

    __slots__ = ("_faults",)

    def __init__(self) -> None:
        self._faults: list[Fault] = []

    def __len__(self) -> int:
        return len(self._faults)

    def __iter__(self) -> Iterator[Fault]:
        return iter(self._faults)

    def add(self, fault: Fault) -> None:
        """Note FAULT and go on."""
        self._faults.append(fault)

    def extend(self, faults: Iterable[Fault]) -> None:
        """Note all of FAULTS and go on."""
        self._faults.extend(faults)

    @property
    def sorted(self) -> tuple[Fault, ...]:
        """All faults by file and line; the same mistake noted twice is listed once."""
        return tuple(sorted(set(self._faults)))

    def refuse(self, what: str) -> None:
        """Raise CatalogueRefused naming WHAT if there is any fault, else do nothing."""
        if self._faults:
            raise CatalogueRefused(what, self.sorted)


def nearest(name: str, known: Iterable[str]) -> str | None:
    """The KNOWN name most like NAME, or None when none is like it."""
    found = difflib.get_close_matches(name, list(known), n=1, cutoff=0.4)
    return found[0] if found else None


@frozen
class Marked:
    """A scalar as written in the file, with its 1-based line. text is "" for an empty (null) value."""

    text: str
    line: int


class Block:
    """A YAML mapping whose fields are read one by one, each mistake noted with its line.

    Accessors return a harmless value of the right type after noting a fault; ask `is_sound` before building anything.
    subject: what faults are filed under, e.g. “A09”. fields are scalars unless the accessor says otherwise.
    """

    __slots__ = ("_children", "_faults", "_nodes", "_noted", "_prefix", "file", "line", "subject")

    def __init__(self, node: yaml.MappingNode, file: str, subject: str, faults: FaultList, prefix: str = "") -> None:
        self.file = file
        self.line: int = node.start_mark.line + 1
        self.subject = subject
        self._faults = faults
        self._prefix = prefix
        self._children: list[Block] = []
        self._noted = 0
        self._nodes: dict[str, yaml.Node] = {}
        for key_node, value_node in node.value:
            if not isinstance(key_node, yaml.ScalarNode):
                self._note("", "字段名必须是一个词。", "请检查缩进和冒号。", key_node.start_mark.line + 1)
                continue
            name = str(key_node.value)
            if name in self._nodes:
                line = key_node.start_mark.line + 1
                first = self._nodes[name].start_mark.line + 1
                self._note(name, f"“{name}”重复出现，前一处在第 {first} 行附近。", "请删去其中一处。", line)
                continue
            self._nodes[name] = value_node

    # -- what is there ------------------------------------------------------------------------------------------

    @property
    def is_sound(self) -> bool:
        """True when no fault was noted through this block or any block read from it."""
        return self._noted == 0 and all(child.is_sound for child in self._children)

    @property
    def names(self) -> tuple[str, ...]:
        """Field names in file order."""
        return tuple(self._nodes)

    def __contains__(self, field: str) -> bool:
        node = self._nodes.get(field)
        return node is not None and node.tag != _NULL

    def line_of(self, field: str) -> int:
        """1-based line of FIELD's value, or the block's own line when the field is missing."""
        node = self._nodes.get(field)
        return self.line if node is None else int(node.start_mark.line) + 1

    def line_of_entry(self, field: str, number: int) -> int:
        """1-based line of the NUMBER-th entry (from 1) of the list FIELD; that of FIELD when there is no such entry."""
        node = self._nodes.get(field)
        if isinstance(node, yaml.SequenceNode) and 1 <= number <= len(node.value):
            return int(node.value[number - 1].start_mark.line) + 1
        return self.line_of(field)

    def line_of_text(self, field: str) -> int:
        """1-based line on which FIELD's text begins: the line after “|” or “>” for a text set off in a block."""
        node = self._nodes.get(field)
        set_off = isinstance(node, yaml.ScalarNode) and node.style in ("|", ">")
        return self.line_of(field) + set_off

    # -- faults -------------------------------------------------------------------------------------------------

    def _note(self, field: str, problem: str, next_step: str, line: int) -> None:
        self._noted += 1
        path = f"{self._prefix}{field}" if field else self._prefix.rstrip(".")
        self._faults.add(Fault(self.file, line, self.subject, path, problem, next_step))

    def fault(self, field: str, problem: str, next_step: str, line: int | None = None) -> None:
        """Note a fault of FIELD at its line (or at LINE). Both sentences end with 。"""
        self._note(field, problem, next_step, self.line_of(field) if line is None else line)

    def refused(self, field: str, error: DomainError, line: int | None = None) -> None:
        """Note a refusal of the domain as a fault of FIELD."""
        self.fault(field, error.problem, error.next_step, line)

    def refuse_other_fields(self, known: Collection[str]) -> None:
        """Note every field that is not KNOWN, with the nearest known one."""
        for name, node in self._nodes.items():
            if name not in known:
                close = nearest(name, known)
                hint = f"最接近的是“{close}”，请改正。" if close else f"可用的字段：{'、'.join(sorted(known))}。"
                self._note(name, f"没有名为“{name}”的字段。", hint, node.start_mark.line + 1)

    # -- scalars ------------------------------------------------------------------------------------------------

    def _scalar(self, field: str, required: bool) -> str | None:
        node = self._nodes.get(field)
        if node is None or node.tag == _NULL or (isinstance(node, yaml.ScalarNode) and not node.value.strip()):
            if required:
                self.fault(field, f"缺少“{field}”。", f"请补上“{field}”。")
            return None
        if not isinstance(node, yaml.ScalarNode):
            self.fault(field, f"“{field}”应当是一个值，这里却是列表或嵌套的字段。", "请改成单个值。")
            return None
        return str(node.value).strip()

    def text(self, field: str) -> str:
        """A text that must be there; "" after a fault."""
        return self._scalar(field, required=True) or ""

    def optional_text(self, field: str, default: str = "") -> str:
        """A text that may be missing."""
        found = self._scalar(field, required=False)
        return default if found is None else found

    def integer(self, field: str, at_least: int | None = None, at_most: int | None = None) -> int:
        """A whole number that must be there; 0 after a fault."""
        written = self._scalar(field, required=True)
        return 0 if written is None else self._integer(field, written, at_least, at_most)

    def optional_integer(self, field: str, at_least: int | None = None, at_most: int | None = None) -> int | None:
        """A whole number that may be missing."""
        written = self._scalar(field, required=False)
        return None if written is None else self._integer(field, written, at_least, at_most)

    def _integer(self, field: str, written: str, at_least: int | None, at_most: int | None) -> int:
        try:
            value = int(written)
        except ValueError:
            self.fault(field, f"“{field}”应当是整数，写的是“{written}”。", "请改成整数。")
            return 0
        if at_least is not None and value < at_least:
            self.fault(field, f"“{field}”是 {value}，不能小于 {at_least}。", "请改大。")
        if at_most is not None and value > at_most:
            self.fault(field, f"“{field}”是 {value}，不能大于 {at_most}。", "请改小。")
        return value

    def decimal(self, field: str) -> Decimal:
        """A number that must be there, exactly as written; 0 after a fault."""
        written = self._scalar(field, required=True)
        if written is None:
            return Decimal(0)
        try:
            value = Decimal(written)
        except InvalidOperation:
            value = Decimal("NaN")
        if not value.is_finite():
            self.fault(field, f"“{field}”应当是数，写的是“{written}”。", "请改成数。")
            return Decimal(0)
        return value

    def boolean(self, field: str, default: bool | None = None) -> bool:
        """true/false or 是/否. Without DEFAULT the field must be there; False after a fault."""
        written = self._scalar(field, required=default is None)
        if written is None:
            return bool(default)
        if written in _TRUE:
            return True
        if written not in _FALSE:
            self.fault(field, f"“{field}”应当是 true 或 false，写的是“{written}”。", "请改成 true 或 false。")
        return False

    def day(self, field: str) -> date:
        """A date YYYY-MM-DD that must be there; date.min after a fault."""
        written = self._scalar(field, required=True)
        return date.min if written is None else self._day(field, written)

    def optional_day(self, field: str) -> date | None:
        """A date YYYY-MM-DD that may be missing."""
        written = self._scalar(field, required=False)
        return None if written is None else self._day(field, written)

    def _day(self, field: str, written: str) -> date:
        try:
            return date.fromisoformat(written)
        except ValueError:
            self.fault(field, f"“{field}”应当是日期，写的是“{written}”。", "请写成 2026-03-01 这样的日期。")
            return date.min

    def choice(self, field: str, choices: Mapping[str, _Choice], default: _Choice | None = None) -> _Choice:
        """One of CHOICES (written word → value). Without DEFAULT the field must be there; the first after a fault."""
        written = self._scalar(field, required=default is None)
        if written is None:
            return next(iter(choices.values())) if default is None else default
        if written in choices:
            return choices[written]
        close = nearest(written, choices)
        hint = f"，最接近的是“{close}”" if close else ""
        self.fault(field, f"“{field}”不能是“{written}”{hint}。", f"可以写：{'、'.join(choices)}。")
        return next(iter(choices.values()))

    # -- nested -------------------------------------------------------------------------------------------------

    def _sequence(self, field: str, required: bool) -> list[yaml.Node]:
        node = self._nodes.get(field)
        if node is not None and node.tag != _NULL and not isinstance(node, yaml.SequenceNode):
            self.fault(field, f"“{field}”应当是列表。", "请每行写一条，以短横开头，或写成 [甲, 乙]。")
            return []
        found = list(node.value) if isinstance(node, yaml.SequenceNode) else []
        if required and not found:
            self.fault(field, f"“{field}”一条也没有。", "请至少写一条。")
        return found

    def texts(self, field: str, required: bool = False) -> tuple[Marked, ...]:
        """A list of texts, each with its line; () when missing. REQUIRED: there must be at least one."""
        found = []
        for node in self._sequence(field, required):
            if isinstance(node, yaml.ScalarNode) and node.tag != _NULL:
                found.append(Marked(str(node.value).strip(), node.start_mark.line + 1))
            else:
                self.fault(field, f"“{field}”的每一条应当是一个值。", "请改成单个值。", node.start_mark.line + 1)
        return tuple(found)

    def blocks(self, field: str, required: bool = False) -> tuple[Block, ...]:
        """A list of mappings; () when missing. REQUIRED: there must be at least one.

        Faults inside are filed under this subject, field “FIELD[1].name”.
        """
        found = []
        for number, node in enumerate(self._sequence(field, required), 1):
            if isinstance(node, yaml.MappingNode):
                found.append(self._child(node, self.subject, f"{self._prefix}{field}[{number}]."))
            else:
                problem = f"“{field}”的每一条应当是一组字段。"
                self.fault(field, problem, "请写成“字段: 值”。", node.start_mark.line + 1)
        return tuple(found)

    def block(self, field: str, required: bool = False) -> Block | None:
        """One nested mapping, or None when missing. Faults inside are filed as “FIELD.name”."""
        node = self._nodes.get(field)
        if node is None or node.tag == _NULL:
            if required:
                self.fault(field, f"缺少“{field}”。", f"请补上“{field}”。")
            return None
        if not isinstance(node, yaml.MappingNode):
            self.fault(field, f"“{field}”应当是一组字段。", "请写成“字段: 值”，并缩进。")
            return None
        return self._child(node, self.subject, f"{self._prefix}{field}.")

    def named_blocks(self) -> tuple[tuple[str, Block], ...]:
        """All fields as (name, mapping), in file order, each mapping with its name as subject (“A01: {…}”)."""
        found = []
        for name, node in self._nodes.items():
            if isinstance(node, yaml.MappingNode):
                found.append((name, self._child(node, name, "")))
            else:
                line = node.start_mark.line + 1
                self._note(name, f"“{name}”下面应当是一组字段。", "请写成“字段: 值”，并缩进。", line)
        return tuple(found)

    def _child(self, node: yaml.MappingNode, subject: str, prefix: str) -> Block:
        child = Block(node, self.file, subject, self._faults, prefix)
        self._children.append(child)
        return child


def read_block(path: Path, faults: FaultList) -> Block | None:
    """Read the YAML file at PATH. Broken or missing files are noted in FAULTS, and None is returned."""
    written = _text_of(path, faults)
    return None if written is None else parse_block(written, path.name, faults)


def read_blocks(path: Path, subject_field: str, faults: FaultList) -> tuple[Block, ...] | None:
    """Read the YAML file at PATH, which is a list of rows. None if it is broken or missing, which is noted in FAULTS.

    Each row's faults are filed under the value of its SUBJECT_FIELD, such as its code.
    """
    written = _text_of(path, faults)
    return None if written is None else parse_blocks(written, path.name, subject_field, faults)


def parse_block(written: str, name: str, faults: FaultList) -> Block | None:
    """Read YAML from the text WRITTEN; NAME is the file name used in faults."""
    node = _composed(written, name, faults)
    if node is _BROKEN:
        return None
    if not isinstance(node, yaml.MappingNode):
        faults.add(Fault(name, 1, "", "", "文件应当由“名称: 内容”组成。", "请参照随软件提供的目录文件。"))
        return None
    return Block(node, name, "", faults)


def parse_blocks(written: str, name: str, subject_field: str, faults: FaultList) -> tuple[Block, ...] | None:
    """Read a list of rows from the text WRITTEN, as `read_blocks` does."""
    node = _composed(written, name, faults)
    if node is _BROKEN:
        return None
    if not isinstance(node, yaml.SequenceNode):
        faults.add(Fault(name, 1, "", "", "文件应当是一个列表，每条以短横开头。", "请参照随软件提供的目录文件。"))
        return None
    found = []
    for row in node.value:
        if isinstance(row, yaml.MappingNode):
            named = (value.value for key, value in row.value if key.value == subject_field)
            subject = next((value for value in named if isinstance(value, str)), "")
            found.append(Block(row, name, subject, faults))
        else:
            problem, line = "列表的每一条应当是一组字段。", row.start_mark.line + 1
            faults.add(Fault(name, line, "", "", problem, "请写成“字段: 值”。"))
    return tuple(found)


_BROKEN: Any = object()


def _text_of(path: Path, faults: FaultList) -> str | None:
    name = path.name
    try:
        return path.read_bytes().decode("utf-8")
    except FileNotFoundError:
        faults.add(Fault(name, 0, "", "", "找不到这个文件。", "请把它放回目录文件夹。"))
    except OSError as error:
        faults.add(Fault(name, 0, "", "", f"读不了这个文件（{error.strerror}）。", "请检查文件权限后重试。"))
    except UnicodeDecodeError:
        faults.add(Fault(name, 0, "", "", "文件不是 UTF-8 编码。", "请另存为 UTF-8 后重试。"))
    return None


def _composed(written: str, name: str, faults: FaultList) -> Any:
    """The root node of WRITTEN, None for an empty text, _BROKEN after noting a fault."""
    try:
        return yaml.compose(written, Loader=_Loader)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = mark.line + 1 if mark else 0
        advice = "请检查缩进、冒号后的空格和引号是否成对。"
        faults.add(Fault(name, line, "", "", "这一行附近的 YAML 写法不对。", advice))
    except yaml.YAMLError:
        faults.add(Fault(name, 0, "", "", "文件里有 YAML 不允许的字符。", "请用文本编辑器删去不可见字符后重试。"))
    return _BROKEN
