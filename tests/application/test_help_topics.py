"""Topics of the guide: how they are read, filled in and found."""

from __future__ import annotations

import pytest

from gxq_desktop.application.help_topics import HelpBook, parse_topic
from gxq_desktop.application.pinyin_match import Readings
from gxq_desktop.paths import RESOURCES

READINGS = Readings.parse((RESOURCES / "pinyin" / "readings.txt").read_text("utf-8"))
PRINTING = """<!-- order: 30; places: printing project -->
# 打印与移交

![页面](picture:printing)

按 {key:print.open}，或在{menu:print.open}。见[备份](backups)，[立即备份](command:backups.make)。

## 打印机停在半路

- 加好纸**从那一页**接着打。
"""
START = "<!-- order: 10 -->\n# 开始\n\n1. 接件\n"


def book() -> HelpBook:
    return HelpBook([parse_topic("printing", PRINTING), parse_topic("start", START)], READINGS)


def test_a_topic_knows_its_title_places_commands_links_and_pictures() -> None:
    topic = book()["printing"]

    assert (topic.title, topic.places, topic.order) == ("打印与移交", ("printing", "project"), 30)
    assert topic.commands == ("print.open", "print.open", "backups.make")
    assert topic.links == ("backups",)
    assert topic.pictures == ("printing",)


def test_keys_and_menus_are_filled_in_and_a_missing_picture_left_out() -> None:
    topic = book()["printing"]

    text = topic.filled(lambda name: f"<{name}>", lambda name: f"‹{name}›", lambda name: "")

    assert text.startswith("# 打印与移交\n")
    assert "按 <print.open>，或在‹print.open›。" in text
    assert "![" not in text
    assert "![页面](/p.png)" in topic.filled(str, str, lambda name: "/p.png")


@pytest.mark.parametrize("text", ["# 没有头\n", "<!-- order: x -->\n# 名\n", "<!-- order: 1 -->\n没有名\n"])
def test_a_file_that_does_not_begin_as_it_must_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="broken"):
        parse_topic("broken", text)


def test_topics_stand_in_their_order_and_the_first_is_for_pages_without_one() -> None:
    assert [topic.id for topic in book().topics] == ["start", "printing"]
    assert book().for_place("project").id == "printing"
    assert book().for_place("calendar").id == "start"


@pytest.mark.parametrize(
    ("query", "topic", "heading", "text"),
    [
        ("dayin", "printing", "", "打印与移交"),
        ("打印机", "printing", "打印机停在半路", "打印机停在半路"),
        ("加好纸", "printing", "打印机停在半路", "加好纸 从那一页 接着打。"),
        ("jiejian", "start", "", "接件"),
    ],
)
def test_passages_are_found_titles_first(query: str, topic: str, heading: str, text: str) -> None:
    hit = book().find(query)[0]

    assert (hit.topic.id, hit.heading, hit.text) == (topic, heading, text)
    assert hit.marks


def test_what_is_not_there_is_not_found() -> None:
    assert book().find("火星") == []
    with pytest.raises(KeyError):
        book()["nothing"]
