"""Column kinds shared by the tables: text any database can hold, JSON, closed lists of words, moments in UTC."""

from __future__ import annotations

import json
from datetime import UTC, datetime
from enum import StrEnum
from typing import Any, TypeVar

from sqlalchemy import CheckConstraint, DateTime, Dialect, Text
from sqlalchemy.types import TypeDecorator

from gxq_desktop.domain.errors import DomainError

Word = TypeVar("Word", bound=StrEnum)


def storable(text: str) -> str:
    """Return TEXT as it is.

    Raises DomainError if it holds U+0000 or half a surrogate pair: PostgreSQL cannot keep the first and nothing the
    second, so both are refused everywhere instead of depending on the database.
    """
    if "\x00" not in text:
        try:
            text.encode()
        except UnicodeEncodeError as error:
            unfit = error.object[error.start]
        else:
            return text
    else:
        unfit = "\x00"
    shown = text.replace(unfit, "�")
    shown = shown if len(shown) <= 40 else f"{shown[:40]}…"
    raise DomainError(f"“{shown}”里有不能保存的字符（U+{ord(unfit):04X}）。", "请删去这个字符后重新输入。")


class PlainText(TypeDecorator[str]):
    """Text of any length, kept character for character."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: str | None, dialect: Dialect) -> str | None:
        return None if value is None else storable(value)


class JsonText(TypeDecorator[Any]):
    """A JSON value as text, characters and key order kept. Floats come back bit for bit; TypeError for a Decimal."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: Any, dialect: Dialect) -> str:
        return storable(json.dumps(value, ensure_ascii=False, allow_nan=False, separators=(",", ":")))

    def process_result_value(self, value: str | None, dialect: Dialect) -> Any:
        return None if value is None else json.loads(value)


class WordText(TypeDecorator[Word]):
    """A word of a closed list (StrEnum) as its text. Give its table `one_of` as well, so the database knows too."""

    impl = Text
    cache_ok = True

    def __init__(self, words: type[Word]) -> None:
        super().__init__()
        self.words = words

    def process_bind_param(self, value: Word | None, dialect: Dialect) -> str | None:
        return None if value is None else str(self.words(value))

    def process_result_value(self, value: str | None, dialect: Dialect) -> Word | None:
        return None if value is None else self.words(value)


def one_of(column: str, words: type[StrEnum]) -> CheckConstraint:
    """The named check that COLUMN holds one of WORDS (or nothing, where it may be empty)."""
    listed = ", ".join(f"'{word}'" for word in words)
    return CheckConstraint(f"{column} IN ({listed})", name=f"{column}_known")


class UtcDateTime(TypeDecorator[datetime]):
    """An aware moment, kept and given back in UTC. ValueError for a naive one."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError(f"a moment needs its time zone, got {value!r}")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)
