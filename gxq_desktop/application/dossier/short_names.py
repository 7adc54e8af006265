"""Short names of what is no item of the catalogue: steps that are not counted, obstacles, what follows them.

Items bring their own (short_name, map_name); a step of theirs has only its name, and a name cut in the middle of a word
says nothing.
"""

from __future__ import annotations

from typing import Final

MOST_ON_CHART, MOST_ON_MAP = 12, 7
"""Characters, as for items (domain.items)."""

_ON_MAP: Final = {
    "专家论证与规划选址论证": "专家选址论证",
    "交通组织方案论证": "交通方案论证",
    "供电企业现场勘查": "供电现场勘查",
    "农用地转用和征收报批": "转用征收报批",
    "初步设计专家评审": "初设专家评审",
    "压覆评估报告评审": "压覆报告评审",
    "咨询评估与专家评审": "评估与评审",
    "安装监督检验、首次检验": "监检首次检验",
    "征求有关部门意见": "征求部门意见",
    "技术评估与专家评审": "评估与评审",
    "按联审意见修改方案": "联审后改方案",
    "按评审意见修改报告": "评审后改报告",
    "按评审意见修改补正": "评审后补正",
    "按评审意见修改设计": "评审后改设计",
    "易地建设费核定与缴纳": "易地建设费",
    "水资源论证报告评审": "水资源评审",
    "特殊消防设计专家评审": "消防专家评审",
    "现场核查后的企业整改": "核查后整改",
    "现场核查后的整改": "核查后整改",
    "现场评定后的整改": "评定后整改",
    "设计单位修改回复": "设计修改回复",
    "防雷设计技术评价": "防雷技术评价",
}
"""The catalogue's names of more than seven characters; a test keeps the list whole."""


def on_map(name: str) -> str:
    """NAME in at most seven characters: an agreed short form, or cut with … where there is none."""
    return _ON_MAP.get(name) or _cut(name, MOST_ON_MAP)


def on_chart(name: str) -> str:
    """NAME in at most twelve characters, cut with … if need be."""
    return _cut(name, MOST_ON_CHART)


def _cut(name: str, most: int) -> str:
    return name if len(name) <= most else f"{name[: most - 1]}…"
