"""The user guide (使用说明): topics in Markdown, with keys and menu places filled in as they are now, and found by any spelling.

A topic's file begins with a line of what it is shown for, then its title::

    <!-- order: 30; places: project printing -->
    # 打印与移交

In the text, {key:print.open} is the command's shortcut as it is now, {menu:backups.restore} its place in the menus,
[…](command:backups.make) runs it, [立即备份](backups) leads to another topic, ![工作台](picture:home) is a picture made from a
screenshot.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from gxq_desktop.application.pinyin_match import Readings, TextIndex, match
from gxq_desktop.domain.frozen import frozen

_HEAD = re.compile(r"<!-- order: (?P<order>\d+)(?:; places: (?P<places>[a-z_ ]+))? -->\n# (?P<title>.+)\n")
_FILLED = re.compile(r"\{(key|menu):([a-z_.]+)\}")
_PICTURE = re.compile(r"!\[([^\]]+)\]\(picture:([a-z0-9-]+)\)\n?")
_LINK = re.compile(r"\[[^\]]*\]\(([^)]+)\)")
_MARKUP = re.compile(r"!\[[^\]]*\]\([^)]*\)|\]\([^)]*\)|[*`|\[#]|^[-|\s:]+$")
_ITEM = re.compile(r"^\s*(?:[-*]|\d+\.)\s+")
MOST = 12


@frozen
class HelpTopic:
    """id: the file's name without its ending. places: ids of the pages it is opened for. body: Markdown with placeholders."""

    id: str
    title: str
    order: int
    places: tuple[str, ...]
    body: str

    @property
    def commands(self) -> tuple[str, ...]:
        """The ids of the commands it names."""
        linked = [
            target.removeprefix("command:") for target in _LINK.findall(self.body) if target.startswith("command:")
        ]
        return (*(name for _, name in _FILLED.findall(self.body)), *linked)

    @property
    def links(self) -> tuple[str, ...]:
        """The ids of the topics it leads to."""
        return tuple(each for each in _LINK.findall(self.body) if ":" not in each)

    @property
    def pictures(self) -> tuple[str, ...]:
        return tuple(name for _, name in _PICTURE.findall(self.body))

    def filled(self, key: Callable[[str], str], menu: Callable[[str], str], picture: Callable[[str], str]) -> str:
        """The Markdown to show. key, menu: of a command. picture: the address of a picture, "" for one that is not there."""

        def fill(found: re.Match[str]) -> str:
            return key(found[2]) if found[1] == "key" else menu(found[2])

        def show(found: re.Match[str]) -> str:
            path = picture(found[2])
            return f"![{found[1]}]({path})\n" if path else ""

        return f"# {self.title}\n" + _PICTURE.sub(show, _FILLED.sub(fill, self.body))


def parse_topic(topic_id: str, text: str) -> HelpTopic:
    """The topic in TEXT. ValueError if it does not begin as it must."""
    head = _HEAD.match(text)
    if head is None:
        raise ValueError(f"help topic {topic_id} does not begin with its order and title")
    places = tuple((head["places"] or "").split())
    return HelpTopic(topic_id, head["title"].strip(), int(head["order"]), places, text[head.end() :])


@frozen
class HelpHit:
    """A passage that was found. heading: of its section, "" for the beginning. text: the line; marks: positions in it."""

    topic: HelpTopic
    heading: str
    text: str
    marks: tuple[int, ...]


class HelpBook:
    """All topics in their order."""

    def __init__(self, topics: Iterable[HelpTopic], readings: Readings) -> None:
        self.topics = tuple(sorted(topics, key=lambda topic: (topic.order, topic.id)))
        self._readings = readings
        self._passages = tuple(_passages(self.topics))
        self._index = TextIndex(((text,) for _, _, text in self._passages), readings)

    def __getitem__(self, topic_id: str) -> HelpTopic:
        """KeyError if there is no such topic."""
        for topic in self.topics:
            if topic.id == topic_id:
                return topic
        raise KeyError(topic_id)

    def for_place(self, place: str) -> HelpTopic:
        """The topic that is opened on the page PLACE, else the first."""
        return next((topic for topic in self.topics if place in topic.places), self.topics[0])

    def find(self, query: str) -> Sequence[HelpHit]:
        """Passages that match QUERY; titles and headings before text, and of a topic's text the first."""
        results = self._index.search(query, 200, gaps=False)
        hits: list[HelpHit] = []
        seen: set[tuple[str, str]] = set()
        for found in sorted(results.hits, key=lambda hit: (self._level(hit.entry), hit.quality.by_reading, hit.entry)):
            topic, heading, text = self._passages[found.entry]
            if (topic.id, heading) in seen:
                continue
            seen.add((topic.id, heading))
            marked = match(query, text, self._readings)
            hits.append(HelpHit(topic, heading, text, marked.positions if marked else ()))
        return hits[:MOST]

    def _level(self, entry: int) -> int:
        topic, heading, text = self._passages[entry]
        return 0 if text == topic.title else 1 if text == heading else 2


def _passages(topics: Iterable[HelpTopic]) -> Iterable[tuple[HelpTopic, str, str]]:
    for topic in topics:
        yield topic, "", topic.title
        heading = ""
        for line in topic.body.splitlines():
            text = " ".join(_MARKUP.sub(" ", _ITEM.sub("", _FILLED.sub("", line))).split())
            if line.startswith("#"):
                heading = text
            if text:
                yield topic, heading, text
