"""The papers that the program hands out, as PDF bytes (application.ports.PaperMaker). Equal dossiers give equal bytes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import fields, is_dataclass
from datetime import datetime, time, timedelta, timezone
from typing import Any, Final, cast, get_args

from gxq_desktop.application.views import Dossier
from gxq_desktop.documents.collection import uncollected
from gxq_desktop.documents.fonts import missing_characters
from gxq_desktop.documents.manual import make_manual
from gxq_desktop.documents.pdf_writer import Meta, write_pdf
from gxq_desktop.documents.sheet import Sheet
from gxq_desktop.documents.text import clean

BEIJING: Final = timezone(timedelta(hours=8))
_AREAS: Final = {
    "project": "项目、企业和联系人",
    "centre": "中心、窗口和时间",
    "steps": "时间表",
    "obstacles": "障碍",
    "cards": "事项卡",
    "materials": "材料清单",
    "utilities": "水电气讯",
    "verdicts": "为何不办",
    "questions": "待定问题",
    "policies": "惠企政策",
}
"""Where a character stands, in the words of the manual; parts of a dossier in the order they are searched."""
_SHOWN: Final = 24
"""Characters of a text that a warning quotes."""


class Papers:
    """Sets manual, countdown and wall chart. Holds nothing between calls but the memos of the setting engine."""

    def manual(self, dossier: Dossier) -> bytes:
        """The manual (办理手册), A4 two-sided, with the project file attached."""
        from gxq_desktop.documents.attachment import attach

        with uncollected():
            return write_pdf(make_manual(dossier), attach(_meta(dossier, "审批服务手册"), dossier))

    def countdown(self, dossier: Dossier, paper: str) -> bytes:
        """The countdown schedule (倒计时工期表). ValueError if PAPER is not "A4" or "A3"."""
        from gxq_desktop.documents.countdown import CountdownPaper, make_countdown

        known = _known(paper, CountdownPaper)
        with uncollected():
            return _written(make_countdown(dossier, cast(CountdownPaper, known)), _meta(dossier, "倒计时工期表"))

    def wallchart(self, dossier: Dossier, paper: str) -> bytes:
        """The wall chart (上墙工期图). ValueError if PAPER is not one of "A3", "A2", "A1", "A0"."""
        from gxq_desktop.documents.wallchart import ChartPaper, make_wallchart

        known = _known(paper, ChartPaper)
        with uncollected():
            return _written(make_wallchart(dossier, cast(ChartPaper, known)), _meta(dossier, "上墙工期图"))

    def missing_characters(self, dossier: Dossier) -> list[str]:
        """A sentence for every character that no shipped font has: where it stands, first. They print as crossed boxes."""
        texts: dict[str, str] = {}
        for part, area in _AREAS.items():
            for text in _texts(getattr(dossier, part)):
                texts.setdefault(clean(text), area)
        sentences = []
        for character in missing_characters(texts):
            text, area = next((text, area) for text, area in texts.items() if character in text)
            quoted = text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
            sentences.append(
                f"“{character}”（U+{ord(character):04X}）字库里没有，会印成打叉的方框：{area}里的“{quoted}”。请核对这个字，或换一个通用的写法。"
            )
        return sentences


def _meta(dossier: Dossier, kind: str) -> Meta:
    """The printing day begins at midnight in Beijing: a day, not a moment, so that a reprint is the same file."""
    identity = dossier.identity
    return Meta(
        title=f"{clean(dossier.project.name)}　{kind}",
        created=datetime.combine(identity.printed_on, time(), BEIJING),
        author=dossier.centre.bureau,
        subject=f"{identity.project_number} 第 {identity.edition} 版 校验 {identity.check_code}",
        keywords=f"{identity.project_number} {identity.catalogue_version}",
    )


def _written(sheets: Sequence[Sheet], meta: Meta) -> bytes:
    return write_pdf(sheets, meta)


def _known(paper: str, papers: Any) -> str:
    known = get_args(papers)
    if paper not in known:
        raise ValueError(f"paper must be one of {', '.join(known)}, got {paper!r}")
    return paper


def _texts(value: object) -> Iterator[str]:
    """Every string inside VALUE: dataclasses and tuples are looked into."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, tuple):
        for part in value:
            yield from _texts(part)
    elif is_dataclass(value):
        for field in fields(value):
            yield from _texts(getattr(value, field.name))
