"""Projects that may be the same as the one being taken in (可能重复)."""

from __future__ import annotations

import difflib
import re
import unicodedata
from collections.abc import Iterable
from datetime import date

from gxq_desktop.application.desk_lists import ProjectLine
from gxq_desktop.application.ports import Services
from gxq_desktop.domain.frozen import frozen
from gxq_desktop.domain.project import ProjectNumber

LEAST_LIKENESS = 0.75
"""Of 1.0; names of one enterprise's projects that differ in a figure or a phase are above it, different works below."""
_KIND = re.compile(r"(建设)?(项目|工程)$")
_FORM = re.compile(r"(股份)?(有限)?(责任)?公司$")


@frozen
class SimilarProject:
    """why: a whole sentence."""

    number: ProjectNumber
    name: str
    registered_on: date
    why: str


def similar_projects(
    name: str, enterprise: str, project_code: str, services: Services, except_for: str = ""
) -> tuple[SimilarProject, ...]:
    """Stored projects with PROJECT_CODE, or of ENTERPRISE with a name like NAME; the likeliest first. Raises StoreError.

    except_for: the number of the project that is being changed itself.
    """
    lines = (line for line in services.lists.projects() if line.number != except_for and not line.is_sample)
    return tuple(find_similar(name, enterprise, project_code, lines))


def find_similar(name: str, enterprise: str, project_code: str, lines: Iterable[ProjectLine]) -> list[SimilarProject]:
    """Those of LINES that may be the same project, the likeliest first. "" for what is not known is like nothing."""
    wanted, owner = _plain(name, _KIND), _plain(enterprise, _FORM)
    found: list[tuple[float, SimilarProject]] = []
    for line in lines:
        if project_code and line.project_code == project_code:
            why = "项目代码相同；同一代码的二期可以另建。"
            found.append((2.0, SimilarProject(line.number, line.name, line.registered_on, why)))
            continue
        if not owner or not wanted or _plain(line.enterprise, _FORM) != owner:
            continue
        likeness = _likeness(wanted, _plain(line.name, _KIND))
        if likeness >= LEAST_LIKENESS:
            why = "同一企业，项目名称相同。" if likeness == 1 else "同一企业，项目名称相近。"
            found.append((likeness, SimilarProject(line.number, line.name, line.registered_on, why)))
    found.sort(key=lambda pair: (-pair[0], pair[1].number))
    return [project for _, project in found]


def _plain(text: str, ending: re.Pattern[str]) -> str:
    """TEXT without blanks, punctuation, case and the word for its kind at the end."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    kept = "".join(letter for letter in folded if letter.isalnum())
    return ending.sub("", kept) or kept


def _likeness(one: str, other: str) -> float:
    """0.0–1.0. Figures count little: 年产10万套 and 年产12万套 are two sizes of one work."""
    if one == other:
        return 1.0
    whole = difflib.SequenceMatcher(None, one, other, autojunk=False).ratio()
    words = difflib.SequenceMatcher(None, re.sub(r"\d", "", one), re.sub(r"\d", "", other), autojunk=False).ratio()
    return min(0.99, max(whole, words))
