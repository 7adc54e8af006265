from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from enum import StrEnum
from typing import Any

import pytest
from sqlalchemy import Column, Integer, MetaData, Table, select
from sqlalchemy.exc import IntegrityError, StatementError

from gxq_desktop.domain.errors import DomainError
from gxq_desktop.store.columns import JsonText, PlainText, UtcDateTime, WordText, one_of, storable
from gxq_desktop.store.engine import Store

BEIJING = timezone(timedelta(hours=8))


class Colour(StrEnum):
    RED = "红"
    GREEN = "绿"


TABLE = Table(
    "probe",
    MetaData(naming_convention={"ck": "ck_%(table_name)s_%(constraint_name)s"}),
    Column("id", Integer, primary_key=True),
    Column("text", PlainText),
    Column("json", JsonText),
    Column("colour", WordText(Colour)),
    Column("at", UtcDateTime),
    one_of("colour", Colour),
)


def kept(store: Store, **values: Any) -> Any:
    with store.engine.connect() as connection:
        TABLE.create(connection)
        connection.execute(TABLE.insert().values(**values))
        return connection.execute(select(TABLE)).one()  # leaving rolls the table back


def test_text_that_every_database_can_hold_passes_unchanged() -> None:
    assert storable("𠮷\ufffd\r\n\u200b") == "𠮷\ufffd\r\n\u200b"


def test_a_refused_character_is_shown_without_itself_and_the_text_shortened() -> None:
    with pytest.raises(DomainError) as refusal:
        storable("长" * 60 + "\x00")

    assert refusal.value.problem == f"“{'长' * 40}…”里有不能保存的字符（U+0000）。"


def test_a_moment_comes_back_in_utc(store: Store) -> None:
    moment = datetime(2026, 3, 2, 8, 30, 15, 123456, tzinfo=BEIJING)

    found = kept(store, at=moment).at

    assert found == moment
    assert found.tzinfo == UTC


def test_a_moment_without_a_zone_is_a_mistake(store: Store) -> None:
    with pytest.raises(StatementError, match="needs its time zone"):
        kept(store, at=datetime(2026, 3, 2))  # noqa: DTZ001


def test_json_comes_back_as_it_was_given(store: Store) -> None:
    value = {"二": [0.1, 1e300, -0.0, 3, True, None, "𠮷\"'\\"], "一": {"": []}}

    found = kept(store, json=value).json

    assert found == value
    assert list(found) == ["二", "一"]


@pytest.mark.parametrize("value", [Decimal("0.1"), float("nan"), float("inf"), datetime(2026, 3, 2, tzinfo=UTC)])
def test_what_json_cannot_hold_exactly_is_a_mistake(store: Store, value: object) -> None:
    with pytest.raises(StatementError, match="JSON"):
        kept(store, json=[value])


def test_a_word_of_the_list_comes_back_as_itself_and_none_as_none(store: Store) -> None:
    row = kept(store, colour=Colour.GREEN)

    assert row.colour is Colour.GREEN
    assert (row.text, row.json, row.at) == (None, None, None)


def test_a_word_outside_the_list_is_refused_before_the_database_and_by_it(store: Store) -> None:
    with pytest.raises(StatementError, match="蓝"):
        kept(store, colour="蓝")
    with store.engine.connect() as connection:
        TABLE.create(connection)
        with pytest.raises(IntegrityError, match="ck_probe_colour_known"):
            connection.exec_driver_sql("INSERT INTO probe (id, colour) VALUES (1, '蓝')")
