"""Finding by characters, pinyin and initials: the plain definition, and the index that must agree with it."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gxq_desktop.application.pinyin_match import (
    Quality,
    Rank,
    Readings,
    TextIndex,
    fold,
    match,
    nearest,
    terms,
)
from gxq_desktop.paths import RESOURCES

READINGS = Readings.parse((RESOURCES / "pinyin" / "readings.txt").read_text("utf-8"))
SMALL = Readings(
    {
        "施": ("shi",),
        "工": ("gong",),
        "行": ("hang", "xing"),
        "西": ("xi",),
        "安": ("an",),
        "先": ("xian",),
        "略": ("lve", "lue"),
    }
)
CHARACTERS = "施工行西安先略Aa9-（·"
TEXTS = st.text(CHARACTERS, max_size=7)
QUERIES = st.text("shigonxaelv9a施行' ", max_size=7)


def ranked(query: str, text: str) -> Rank | None:
    found = match(query, text, READINGS)
    return found.rank if found else None


def marked(query: str, text: str) -> str:
    found = match(query, text, READINGS)
    assert found is not None
    return "".join(text[at] for at in found.positions)


@pytest.mark.parametrize(
    ("query", "text", "rank"),
    [
        ("施工许可", "施工许可", Rank.EXACT),
        ("sgxk", "施工许可", Rank.EXACT),
        ("shigongxuke", "施工许可", Rank.EXACT),
        ("shigxk", "施工许可", Rank.EXACT),
        ("施工xk", "施工许可", Rank.EXACT),
        ("sgxk", "施工许可申请表", Rank.PREFIX),
        ("sgxk", "建筑工程施工许可证核发", Rank.UNBROKEN),
        ("sgxk", "施工图审查许可", Rank.SCATTERED),
        ("shigongke", "施工许可", Rank.SCATTERED),
        ("zgx", "重工升级", None),
        ("zhonggong", "重工", Rank.EXACT),
        ("chongqing", "重庆", Rank.EXACT),
        ("cq", "重庆", Rank.EXACT),
        ("zq", "重庆", Rank.EXACT),
        ("hangye", "行业", Rank.EXACT),
        ("xingzheng", "行政", Rank.EXACT),
        ("lvse", "绿色建筑", Rank.PREFIX),
        ("lüse", "绿色建筑", Rank.PREFIX),
        ("luehu", "略胡", Rank.EXACT),
        ("xian", "西安", Rank.EXACT),
        ("xian", "先", Rank.EXACT),
        ("xi'an", "先", None),
        ("xi'an", "西安", Rank.EXACT),
        ("a29", "A29", Rank.EXACT),
        ("Ａ２９", "A29", Rank.EXACT),
        ("gx20260017", "GX-2026-0017", Rank.EXACT),
        ("2026-0017", "GX-2026-0017", Rank.UNBROKEN),
        ("0.4kv", "0.4kV 箱变", Rank.PREFIX),
        ("hpz", "环评报告书（表）", None),
        ("hpbgsb", "环评报告书（表）", Rank.EXACT),
        ("bgsb", "环评报告书（表）", Rank.UNBROKEN),
        ("澜岳 sgxk", "澜岳精工 · 建筑工程施工许可证核发", Rank.UNBROKEN),
        ("sgxk 澜岳", "澜岳精工 · 建筑工程施工许可证核发", Rank.UNBROKEN),
        ("sgxk 蜀凌", "澜岳精工 · 建筑工程施工许可证核发", None),
        ("s", "施工许可", Rank.PREFIX),
        ("g", "施工许可", None),
        ("工", "施工许可", Rank.UNBROKEN),
        ("", "施工许可", None),
        ("··", "施工许可", None),
        ("施工", "", None),
    ],
)
def test_a_query_ranks_a_text(query: str, text: str, rank: Rank | None) -> None:
    assert ranked(query, text) is rank


@pytest.mark.parametrize(
    ("query", "text", "characters"),
    [
        ("sgxk", "建筑工程施工许可证核发", "施工许可"),
        ("bgsb", "环评报告书（表）", "报告书表"),
        ("2026-0017", "GX-2026-0017", "20260017"),
        ("ly xk", "澜岳 · 施工许可", "澜岳许可"),
        ("sxk", "施工许可", "施许可"),
        ("xiang", "西安光", "西安光"),
    ],
)
def test_the_matched_characters_are_named_as_they_stand_in_the_text(query: str, text: str, characters: str) -> None:
    assert marked(query, text) == characters


def test_characters_go_before_readings_and_the_earlier_place_before_the_later() -> None:
    names = ["按期交付", "aq 系列", "交付按期", "按钮 aq"]

    found = TextIndex([[name] for name in names], READINGS).search("aq", 9)

    assert [names[hit.entry] for hit in found.hits] == ["aq 系列", "按期交付", "按钮 aq", "交付按期"]


def test_sgxk_finds_the_construction_permit_before_all_other_items() -> None:
    fields = [
        ["A34", "涉路施工许可", "涉路施工"],
        ["B21", "施工图设计文件（全专业）及送审资料", "施工图设计"],
        ["A29", "建筑工程施工许可证核发", "施工许可证核发", "施工许可"],
    ]

    found = TextIndex(fields, READINGS).search("sgxk", 9)

    assert [fields[hit.entry][0] for hit in found.hits] == ["A29", "A34"]


def test_terms_are_found_in_different_fields_of_one_entry() -> None:
    index = TextIndex([["三号厂房", "澜岳精工"], ["三号厂房", "蜀凌新材"]], READINGS)

    assert [hit.entry for hit in index.search("shly sanhao", 9).hits] == []
    assert [hit.entry for hit in index.search("sl sanhao", 9).hits] == [1]


def test_hits_with_gaps_can_be_left_out() -> None:
    index = TextIndex([["施工图许可"], ["施工"], ["施工许可"]], READINGS)

    assert [hit.entry for hit in index.search("sgxk", 9, gaps=False).hits] == [2]
    assert [hit.entry for hit in index.search("sgxk", 9).hits] == [2, 0]


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("施工许克", "施工许可"),
        ("sgkx", "施工许可"),
        ("sgxkk", "施工许可"),
        ("施公图许", ""),
        ("shigongxvke", "施工许可"),
        ("q", ""),
        ("qqqqqq", ""),
    ],
)
def test_the_nearest_spelling_of_what_finds_nothing(wrong: str, right: str) -> None:
    index = TextIndex([["建筑工程施工许可证核发"], ["节能审查"]], READINGS)

    assert nearest(wrong, [index], READINGS) == right


def test_an_index_of_nothing_finds_nothing() -> None:
    assert TextIndex([], READINGS).search("sg", 5).total == 0


def test_text_with_a_line_break_stays_one_text() -> None:
    assert TextIndex([["施工\n许可"]], READINGS).search("sgxk", 5).hits[0].quality.rank is Rank.EXACT


@given(TEXTS)
def test_a_text_is_found_by_itself(text: str) -> None:
    found = match(text, text, SMALL)

    assert (found is not None) == bool(fold(text))


@given(st.text("施工行西安先略", min_size=1, max_size=6), st.data())
def test_a_text_is_found_by_any_reading_of_each_character_whole_or_in_part(text: str, data: st.DataObject) -> None:
    typed = []
    for character in text:
        reading = data.draw(st.sampled_from(SMALL.of(character)))
        typed.append(reading[: data.draw(st.integers(1, len(reading)))])

    found = match("".join(typed), text, SMALL)

    assert found is not None and found.rank is Rank.EXACT


@given(QUERIES, TEXTS, TEXTS)
def test_text_around_it_never_hides_a_match(query: str, text: str, other: str) -> None:
    if match(query, text, SMALL) is not None:
        if all(len(term) > 1 for term in terms(query)):
            assert match(query, f"{other}{text}", SMALL) is not None
        assert match(query, f"{text}{other}", SMALL) is not None


@given(QUERIES, TEXTS)
def test_the_positions_named_are_characters_of_the_text_in_order(query: str, text: str) -> None:
    found = match(query, text, SMALL)
    if found is not None:
        assert list(found.positions) == sorted(set(found.positions))
        assert all(fold(text[at]) for at in found.positions)
        assert found.quality.length == len(fold(text))


@settings(max_examples=400)
@given(QUERIES, st.lists(TEXTS, max_size=6))
def test_the_index_finds_what_the_definition_finds_in_its_order(query: str, texts: list[str]) -> None:
    index = TextIndex([[text] for text in texts], SMALL)

    found = index.search(query, 1000)

    plain = [(each.quality, at) for at, text in enumerate(texts) if (each := match(query, text, SMALL)) is not None]
    assert [(hit.quality, hit.entry) for hit in found.hits] == sorted(plain)
    assert found.total == len(plain)


@settings(max_examples=100)
@given(st.text("xiangaen", min_size=9, max_size=20), st.text("西安先行略", min_size=3, max_size=12))
def test_the_index_agrees_where_a_query_is_too_ambiguous_for_one_pattern(query: str, text: str) -> None:
    found = TextIndex([[text]], SMALL).search(query, 9).hits
    plain = match(query, text, SMALL)

    assert [hit.quality for hit in found] == ([plain.quality] if plain else [])


@given(QUERIES, st.lists(TEXTS, max_size=6), st.integers(1, 4))
def test_asking_for_fewer_gives_the_first_of_them(query: str, texts: list[str], limit: int) -> None:
    index = TextIndex([[text] for text in texts], SMALL)

    assert index.search(query, limit).hits == index.search(query, 1000).hits[:limit]


@given(st.text(max_size=30))
def test_any_query_is_taken(query: str) -> None:
    index = TextIndex([["施工许可 [a-z]^\\"], ["A29"]], READINGS)

    index.search(query, 5)
    nearest(query, [index], READINGS)

    assert all(terms(query))


def test_a_long_query_costs_no_more_than_its_first_forty_characters() -> None:
    assert terms("a" * 500) == ("a" * 40,)


def test_quality_is_ordered_as_results_are() -> None:
    assert Quality(Rank.EXACT, True, 0, 9) < Quality(Rank.PREFIX, False, 0, 4) < Quality(Rank.PREFIX, True, 0, 3)


def test_every_entry_found_comes_in_order_all_words_somewhere_and_gaps_only_where_nothing_else_is() -> None:
    index = TextIndex([["施工许可", "达州"], ["施工图审查", "达州"], ["施工许可", "宣汉"]], READINGS)

    assert index.entries("sgxk") == [0, 2]
    assert index.entries("sg 达州") == [0, 1]
    assert index.entries("施许") == [0, 2]
    assert index.entries("没有") == []
    assert index.entries(" ，") is None
    assert TextIndex([], READINGS).entries("sg") == []
