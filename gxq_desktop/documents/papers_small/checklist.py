"""The materials checklist (材料清单) alone: the manual's matrix with a column for the day each package was received."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from gxq_desktop.application.views import Dossier
from gxq_desktop.application.wording import code_ranges
from gxq_desktop.documents.flow import Block, Paragraph
from gxq_desktop.documents.marks import critical_mark
from gxq_desktop.documents.officer_sign import explanation
from gxq_desktop.documents.papers_small.pages import single_sided
from gxq_desktop.documents.papers_small.parts import NotesBelow
from gxq_desktop.documents.sections.material_matrix import material_bands
from gxq_desktop.documents.sheet import Sheet
from gxq_desktop.documents.styles import NOTE, TABLE_TEXT, VOICE
from gxq_desktop.documents.text import marked, plain
from gxq_desktop.documents.tokens import COUNTDOWN_FRAME
from gxq_desktop.domain.items import ItemList
from gxq_desktop.domain.verdicts import Verdict

TITLE: Final = "材料清单"
_BAND_GAP: Final = 6.0
_CRITICAL: Final = critical_mark(NOTE, 0.0)


def make_checklist(dossier: Dossier) -> list[Sheet]:
    """What the enterprise prepares, once, for which items. Without packages one sentence."""
    blocks: list[Block] = []
    for place, band in enumerate(material_bands(dossier, COUNTDOWN_FRAME.width, received=True, in_manual=False)):
        band.space_before = _BAND_GAP if place else 0.0
        blocks.append(band)
    if blocks:
        legend = marked(
            "圆点是用它的事项，几个点连着是一包几处用。{mark}关键线路。“要做”是编制、准备的时间，不含审批；"
            "“最迟备齐”是那天下班前到手。收到的当天写日期。",
            NOTE,
            mark=_CRITICAL,
        )
        blocks.append(Paragraph(legend, space_before=2.25))
        decided = explanation(dossier, (package.code for package in dossier.materials))
        if decided:
            blocks.append(Paragraph(plain(decided, NOTE)))
    else:
        blocks.append(Paragraph(plain("本项目没有要企业自己准备的材料。", VOICE)))
    return single_sided(
        dossier, TITLE, [*blocks, *_undecided(dossier), NotesBelow()], note=f"{len(dossier.materials)} 包"
    )


def _undecided(dossier: Dossier) -> Sequence[Block]:
    rows = [row for row in dossier.verdicts if row.item_list is ItemList.MATERIALS and row.verdict is Verdict.UNDECIDED]
    if not rows:
        return ()
    note = marked(
        "<b>还有{count}包要不要准备，定不下来：</b>{codes}。问题见手册的“待定”一章，答了就知道。",
        TABLE_TEXT,
        count=len(rows),
        codes=code_ranges(row.code for row in rows),
    )
    return (Paragraph(note, space_before=3.0),)
