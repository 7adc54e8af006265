"""What a printed page says and shows, as a digest (页面指纹), read back from the file that was handed out.

Two pages with the same digest may stand for each other. Left out is what every edition and every day changes: head and
foot (name, number / total, edition, check code) and what is counted from the printing day (D−12, the lights). Page
references count: a page that sends its reader to the wrong one has to be replaced.

Glyph numbers are the same in every document (composite_font.py), so pages are compared as they are set: characters,
places, faces, lines and areas.
"""

from __future__ import annotations

import hashlib
import io
import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any, Final

import pikepdf

from gxq_desktop.documents.composite_font import code, composite_font
from gxq_desktop.documents.fonts import PLACEHOLDER, face
from gxq_desktop.documents.tokens import A4, AMBER, FOOT_TOP, GREEN, ODD_FRAME, PT_PER_MM, RED
from gxq_desktop.domain.errors import DomainError

_TOP: Final = (A4[1] - ODD_FRAME.y + 3.0) * PT_PER_MM
_BOTTOM: Final = (A4[1] - FOOT_TOP + 0.5) * PT_PER_MM
"""Baselines above and below are head and foot, pt from the bottom."""
_LIGHTS: Final = frozenset(tuple(round(part, 2) for part in colour) for colour in (RED, AMBER, GREEN))
_LEGIBLE: Final = "D−+0123456789-绿黄红离最迟到期还剩余已过超从数起"
_COUNTED: Final = re.compile(r"D−\d+|\+\d+|[绿黄红]|从 \d\d-\d\d 数起")
"""A run that says how many working days are left or from which day that is counted, or a light's word."""
_LABEL: Final = re.compile("(离最迟|离到期)?还剩|剩余|已过最迟|已超期")
_UNIT_FOLLOWS: Final = "unit"
_FIGURE: Final = re.compile(r"[−+]?\d+")
_PAINTS: Final = frozenset(("S", "f", "B", "f*", "B*", "s", "n"))
_PATHS: Final = frozenset(("m", "l", "c", "re", "h"))


def page_prints(pdf: bytes) -> list[str]:
    """The digest of every page of PDF, a manual of ours. Raises DomainError if it cannot be read."""
    try:
        with pikepdf.open(io.BytesIO(pdf)) as document:
            return [_digest(pikepdf.parse_content_stream(page)) for page in document.pages]
    except pikepdf.PdfError as error:
        raise DomainError("旧版手册的文件读不出来，没法比较。", "请从备份恢复数据文件后再试，或整本重印。") from error


def _digest(operators: Sequence[Any]) -> str:
    found = hashlib.blake2b(digest_size=16)
    for part in _shown(operators):
        found.update(part.encode())
        found.update(b"\n")
    return found.hexdigest()


def _shown(operators: Sequence[Any]) -> Iterator[str]:
    """What stands on the page, in the order drawn."""
    font, colour, stroke, weight, dash = "", (), (), "", ""
    label = ""
    x = y = 0.0
    path: list[str] = []
    moves: list[str] = []
    saved: list[tuple[Any, ...]] = []
    for operands, operator in operators:
        name = str(operator)
        if name in _PATHS:
            path.append(f"{' '.join(f'{float(each):.2f}' for each in operands)} {name}")
        elif name in _PAINTS:
            is_filled, is_stroked = name[0] in "fB", name[0] in "SsB"
            painted = (colour if is_filled else None, (stroke, weight, dash) if is_stroked else None)
            if path and not (is_filled and colour in _LIGHTS) and not (is_stroked and stroke in _LIGHTS):
                yield f"{moves} {path} {painted}"
            path = []
        elif name == "rg":
            colour = tuple(round(float(each), 2) for each in operands)
        elif name == "RG":
            stroke = tuple(round(float(each), 2) for each in operands)
        elif name == "w":
            weight = str(operands[0])
        elif name == "d":
            dash = str(operands)
        elif name == "q":
            saved.append((colour, stroke, weight, dash, list(moves)))
        elif name == "Q" and saved:
            colour, stroke, weight, dash, moves = saved.pop()
        elif name == "cm":
            moves.append(" ".join(f"{float(each):.2f}" for each in operands))
        elif name == "BT":
            x = y = 0.0
        elif name == "Tf":
            font = f"{operands[0]} {operands[1]}"
        elif name == "Td":
            x, y = x + float(operands[0]), y + float(operands[1])
        elif name == "Tm":
            x, y = float(operands[4]), float(operands[5])
            moves_of_text = [round(float(each), 3) for each in operands[:4]]
            if moves_of_text != [1, 0, 0, 1]:
                yield f"{moves_of_text}"
        elif name in ("Tj", "TJ"):
            if _BOTTOM < y < _TOP:
                codes = _codes(operands[0])
                said = _legible(font.split()[0].removeprefix("/"), codes)
                if _LABEL.fullmatch(label) and _FIGURE.fullmatch(said):
                    label = _UNIT_FOLLOWS
                elif label == _UNIT_FOLLOWS or _COUNTED.fullmatch(said):
                    label = ""
                else:
                    yield f"{round(x, 1)} {round(y, 1)} {font} {colour} {codes}"
                    label = said
        elif name == "Do":
            yield f"{moves} Do {operands[0]}"


def _codes(shown: Any) -> str:
    parts = shown if isinstance(shown, pikepdf.Array) else (shown,)
    return "".join(bytes(part).hex().upper() for part in parts if isinstance(part, pikepdf.String))


def _legible(key: str, codes: str) -> str:
    """CODES of face KEY in characters, those that count days or name a light; every other as a blank."""
    table = _characters(key)
    return "".join([table.get(codes[at : at + 4], " ") for at in range(0, len(codes), 4)])


@lru_cache(maxsize=16)
def _characters(key: str) -> dict[str, str]:
    if key == PLACEHOLDER:
        return {}
    composite_font(key)
    return {code(face(key).glyph(character)): character for character in _LEGIBLE if face(key).glyph(character)}
