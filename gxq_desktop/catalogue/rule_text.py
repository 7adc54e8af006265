"""Rules in Chinese, as a section chief reads and writes them, to trees and back.

    供地方式 属于{出让,划拨} 且 (征占地公顷 >= 0.5 或 涉河 = 是)

且 binds tighter than 或; full-width signs （）｛｝，、＝≠≥≤＞＜ and any spacing are accepted. Names that contain 且, 或
or 属于 (需宽带或专线) are recognised because the dictionary knows them.
"""

from __future__ import annotations

import difflib
import re
from decimal import Decimal
from functools import lru_cache
from typing import NoReturn

from lark import Lark, Token, Tree
from lark.exceptions import UnexpectedCharacters, UnexpectedInput, UnexpectedToken

from gxq_desktop.domain.errors import DomainError
from gxq_desktop.domain.facts import FactDefinition, FactDictionary, FactType, FactValue, parse_value, show_number
from gxq_desktop.domain.frozen import frozen
from gxq_desktop.domain.rules import (
    Always,
    And,
    Comparison,
    Condition,
    Membership,
    Operator,
    Or,
    Rule,
    both,
    either,
)

_GRAMMAR = r"""
start: either
?either: both (_OR both)*
?both: atom (_AND atom)*
?atom: "(" either ")" | comparison | membership | ALWAYS
comparison: _name OPERATOR _value
membership: _name _IN "{" _value (_COMMA _value)* "}"
_name: NAME
_value: NAME | NUMBER | QUOTED

_OR.4: "或"
_AND.4: "且"
_IN.4: "属于"
_COMMA: ","
ALWAYS.3: /始终(?=%(end)s)/
OPERATOR: ">=" | "<=" | "!=" | "=" | "<" | ">"
NUMBER.3: /[0-9]+(\.[0-9]+)?(?=%(end)s)/
QUOTED: /"[^"\n]+"/
NAME.2: /%(known)s[^\s=!<>{}(),"]+?(?=%(end)s)/
%%ignore /\s+/
"""
_END = r"\s|且|或|属于|[=!<>{}(),\"]|$"
_AWKWARD = re.compile("且|或|属于")
_SIGN = set('=!<>{}(),"')
# One sign for one sign, so that columns stay those of the text as written.
_HALF_WIDTH = str.maketrans("（）｛｝，、＝＞＜！“”　", '(){},,=><!"" ') | {
    ord(wide): ord("0") + digit for digit, wide in enumerate("０１２３４５６７８９")
}
_TWO_SIGNS = {"≥": ">=", "≤": "<=", "≠": "!="}
_ORDERED = frozenset({Operator.LESS, Operator.AT_MOST, Operator.MORE, Operator.AT_LEAST})
_EXPECTED = {
    "NAME": "事实名称",
    "NUMBER": "数",
    "QUOTED": "“文字”",
    "OPERATOR": "比较符号（= != > >= < <=）",
    "_IN": "“属于”",
    "_AND": "“且”",
    "_OR": "“或”",
    "ALWAYS": "“始终”",
    "LPAR": "“(”",
    "RPAR": "“)”",
    "LBRACE": "“{”",
    "RBRACE": "“}”",
    "_COMMA": "“,”",
    "$END": "规则结束",
}


class RuleTextError(DomainError):
    """A rule that cannot be read. line, column: 1-based, in the rule's text. nearest: the known name meant, or ""."""

    def __init__(self, problem: str, next_step: str, line: int, column: int, nearest: str = "") -> None:
        super().__init__(f"第 {line} 行第 {column} 列：{problem}", next_step)
        self.line = line
        self.column = column
        self.nearest = nearest


@lru_cache(maxsize=16)
def _parser(awkward: tuple[str, ...]) -> Lark:
    known = "".join(f"(?:{re.escape(name)})(?={_END})|" for name in awkward)
    grammar = _GRAMMAR % {"end": _END, "known": known}
    return Lark(grammar, parser="lalr", lexer="basic", maybe_placeholders=False)


def _awkward_names(dictionary: FactDictionary) -> tuple[str, ...]:
    """Names that hold a word of the language, longest first."""
    names = {definition.label for definition in dictionary}
    names.update(choice.label for definition in dictionary for choice in definition.choices)
    return tuple(sorted((name for name in names if _AWKWARD.search(name)), key=lambda name: (-len(name), name)))


def parse_rule(text: str, dictionary: FactDictionary) -> Rule:
    """Read TEXT. Raises RuleTextError with line, column, what was expected and the nearest known name."""
    return RuleReader(dictionary).read(text)


@frozen
class _Place:
    line: int
    column: int


class RuleReader:
    """Reads many rules over one dictionary; equal texts are read once."""

    def __init__(self, dictionary: FactDictionary) -> None:
        self._dictionary = dictionary
        self._parser = _parser(_awkward_names(dictionary))
        self._read: dict[str, Rule] = {}

    def read(self, text: str) -> Rule:
        """Read TEXT. Raises RuleTextError with line, column, what was expected and the nearest known name."""
        found = self._read.get(text)
        if found is None:
            found = self._read[text] = Rule(self._condition(text), text.strip())
        return found

    def _condition(self, text: str) -> Condition:
        if not text.strip():
            raise RuleTextError("规则是空的。", "请写条件，对所有项目都适用的写“始终”。", 1, 1)
        plain = text.translate(_HALF_WIDTH)
        signs = _DoubleSigns(plain)
        try:
            tree = self._parser.parse(signs.text)
        except UnexpectedInput as error:
            self._refuse_syntax(error, signs)
        return self._build(tree.children[0], signs)

    # -- trees --------------------------------------------------------------------------------------------------

    def _build(self, node: Tree[Token] | Token, signs: _DoubleSigns) -> Condition:
        if isinstance(node, Token):
            return Always()
        if node.data == "either":
            return either(*(self._build(child, signs) for child in node.children))
        if node.data == "both":
            return both(*(self._build(child, signs) for child in node.children))
        tokens = [child for child in node.children if isinstance(child, Token)]
        definition = self._fact(tokens[0], signs)
        if node.data == "membership":
            values: list[FactValue] = []
            for token in tokens[1:]:
                value = self._value(token, definition, signs)
                if value in values:
                    self._refuse(token, signs, f"“{token}”在大括号里写了两次。", "请删去一个。")
                values.append(value)
            if definition.type in (FactType.NUMBER, FactType.DATE):
                self._refuse(
                    tokens[0],
                    signs,
                    f"“{definition.label}”是{definition.type.label}，不能用“属于”。",
                    "请用 >=、<= 等比较符号。",
                )
            return Membership(definition.key, tuple(values))
        operator = Operator(str(tokens[1]))
        if operator in _ORDERED and definition.type not in (FactType.NUMBER, FactType.DATE):
            self._refuse(
                tokens[1],
                signs,
                f"“{definition.label}”是{definition.type.label}，不能比大小。",
                "请用 =、!= 或 属于{…}。",
            )
        return Comparison(definition.key, operator, self._value(tokens[2], definition, signs))

    def _fact(self, token: Token, signs: _DoubleSigns) -> FactDefinition:
        name = str(token)
        found = self._dictionary.by_label(name)
        if found is None and name in self._dictionary:
            found = self._dictionary[name]
        if found is None:
            self._refuse_name(name, token, signs)
        return found

    def _refuse_name(self, name: str, token: Token, signs: _DoubleSigns) -> NoReturn:
        close = self._dictionary.nearest(name)
        place = signs.place(token)
        if close is None:
            raise RuleTextError(f"没有名为“{name}”的事实。", "请对照事实字典改正。", place.line, place.column)
        problem = f"没有名为“{name}”的事实，最接近的是“{close.label}”。"
        raise RuleTextError(problem, "请改正名称，或先在事实字典里增加它。", place.line, place.column, close.label)

    def _value(self, token: Token, definition: FactDefinition, signs: _DoubleSigns) -> FactValue:
        written = str(token)
        if token.type == "QUOTED":
            written = written[1:-1].strip()
        label, choices = definition.label, definition.choices
        if choices:
            for choice in choices:
                if written in (choice.label, choice.value):
                    return choice.value
            labels = [choice.label for choice in choices]
            close = difflib.get_close_matches(written, labels, n=1, cutoff=0.3)
            hint = f"，最接近的是“{close[0]}”" if close else ""
            place = signs.place(token)
            advice = f"可以写：{'、'.join(labels)}。"
            problem = f"“{label}”没有“{written}”这个答案{hint}。"
            raise RuleTextError(problem, advice, place.line, place.column, close[0] if close else "")
        if definition.type is FactType.NUMBER:
            if token.type != "NUMBER":
                self._refuse(token, signs, f"“{label}”是数，不能和“{written}”比较。", "请写数，不带单位。")
            return Decimal(written)
        try:
            return parse_value(definition, written)
        except DomainError:
            advice = definition.allowed.replace("请填", "请写")
            self._refuse(token, signs, f"“{label}”是{definition.type.label}，不能和“{written}”比较。", advice)

    # -- refusals -----------------------------------------------------------------------------------------------

    def _refuse(self, token: Token, signs: _DoubleSigns, problem: str, next_step: str) -> NoReturn:
        place = signs.place(token)
        raise RuleTextError(problem, next_step, place.line, place.column)

    def _refuse_syntax(self, error: UnexpectedInput, signs: _DoubleSigns) -> NoReturn:
        if not isinstance(error, UnexpectedToken):
            place = signs.place(error)
            sign = signs.text[error.pos_in_stream or 0] if isinstance(error, UnexpectedCharacters) else ""
            advice = "请只用事实名称、比较符号、且、或、属于、括号。"
            raise RuleTextError(f"看不懂“{sign}”。", advice, place.line, place.column)
        token: Token = error.token
        accepted = self._accepted_at(token, signs.text)
        if "OPERATOR" in accepted:
            word = self._whole_word(token, signs)
            if word is not None:
                self._refuse_name(str(word), word, signs)
        advice = f"这里应当是{self._expected(accepted)}。"
        if token.type == "$END":
            raise RuleTextError("规则没有写完。", advice, signs.end.line, signs.end.column)
        self._refuse(token, signs, f"不应当出现“{token}”。", advice)

    def _accepted_at(self, wrong: Token, text: str) -> set[str]:
        """The terminals that could stand where WRONG stands. (What the error lists is already narrowed by WRONG.)"""
        again = self._parser.parse_interactive(text)
        for token in again.lexer_thread.lex(again.parser_state):
            if token.start_pos == wrong.start_pos and wrong.type != "$END":
                break
            again.feed_token(token)
        return set(again.accepts())

    def _whole_word(self, token: Token, signs: _DoubleSigns) -> Token | None:
        """The unknown name of which TOKEN (且, 或, 属于) is only a part, e.g. 光纤或专线; None if it is none."""
        text, at = signs.text, token.start_pos or 0
        begin, end = at, at + len(token)
        while begin and not (text[begin - 1].isspace() or text[begin - 1] in _SIGN):
            begin -= 1
        while end < len(text) and not (text[end].isspace() or text[end] in _SIGN):
            end += 1
        return Token("NAME", text[begin:end], start_pos=begin) if begin < at and token.type != "$END" else None

    @staticmethod
    def _expected(terminals: set[str]) -> str:
        names = [name for terminal, name in _EXPECTED.items() if terminal in terminals]
        return "、".join(names[:-1]) + ("或" if len(names) > 1 else "") + names[-1] if names else "别的写法"


class _DoubleSigns:
    """The text with ≥ ≤ ≠ written as two signs, and the way back from its positions to those as written."""

    def __init__(self, plain: str) -> None:
        self._written = plain
        self._doubled = [position for position, sign in enumerate(plain) if sign in _TWO_SIGNS]
        self.text = plain
        if self._doubled:
            for sign, two in _TWO_SIGNS.items():
                self.text = self.text.replace(sign, two)

    def place(self, found: Token | UnexpectedInput) -> _Place:
        at = (found.start_pos if isinstance(found, Token) else found.pos_in_stream) or 0
        for earlier in self._doubled:
            if earlier < at:
                at -= 1
        return self._at(at)

    @property
    def end(self) -> _Place:
        return self._at(len(self._written.rstrip()))

    def _at(self, position: int) -> _Place:
        before = self._written[:position]
        return _Place(before.count("\n") + 1, position - (before.rfind("\n") + 1) + 1)


def write_rule(rule: Rule, dictionary: FactDictionary) -> str:
    """RULE in the Chinese of the catalogue. Reading it back gives an equal rule."""
    return _write(rule.condition, dictionary)


def _write(condition: Condition, dictionary: FactDictionary) -> str:
    match condition:
        case Always():
            return "始终"
        case And(parts):
            written = [_write(part, dictionary) for part in parts]
            return " 且 ".join(
                f"({text})" if isinstance(part, Or) else text for part, text in zip(parts, written, strict=True)
            )
        case Or(parts):
            return " 或 ".join(_write(part, dictionary) for part in parts)
        case Membership(fact, values):
            definition = dictionary[fact]
            return f"{definition.label} 属于{{{','.join(_write_value(value, definition) for value in values)}}}"
        case Comparison(fact, operator, value):
            definition = dictionary[fact]
            return f"{definition.label} {operator.value} {_write_value(value, definition)}"


def _write_value(value: FactValue, definition: FactDefinition) -> str:
    if isinstance(value, Decimal):
        return show_number(value)
    shown = definition.show(value)
    return f'"{shown}"' if definition.type is FactType.TEXT else shown
