"""Unified social credit code (统一社会信用代码), GB 32100-2015."""

from __future__ import annotations

import unicodedata

from gxq_desktop.domain.errors import DomainError

ALPHABET = "0123456789ABCDEFGHJKLMNPQRTUWXY"
_VALUE = {letter: value for value, letter in enumerate(ALPHABET)}
_WEIGHTS = tuple(pow(3, position, 31) for position in range(17))
_CONFUSABLE = {"O": "0", "I": "1", "Z": "2", "S": "5", "V": "U 或 Y"}


def check_letter(first_seventeen: str) -> str:
    """Return the check letter (校验码) of 17 letters of the alphabet: (31 − Σ Cᵢ·3ⁱ⁻¹ mod 31) mod 31.

    KeyError if a letter is not in the alphabet; ValueError unless there are 17.
    """
    if len(first_seventeen) != 17:
        raise ValueError(f"a credit code has 17 letters before the check letter, got {len(first_seventeen)}")
    total = sum(_VALUE[letter] * weight for letter, weight in zip(first_seventeen, _WEIGHTS, strict=True))
    return ALPHABET[(31 - total % 31) % 31]


def parse_credit_code(text: str) -> str:
    """Return TEXT as an upper-case credit code without blanks, in half-width letters.

    Refuses a wrong length, a letter outside the alphabet (with a hint where it is easily confused: O/0, I/1, Z/2, S/5,
    never corrected silently), and a wrong check letter.
    """
    code = unicodedata.normalize("NFKC", "".join(text.split())).upper()
    if len(code) != 18:
        raise DomainError(f"统一社会信用代码“{text}”有 {len(code)} 位，应为 18 位。", "请对照营业执照逐位核对。")
    for position, letter in enumerate(code, 1):
        if letter not in _VALUE:
            hint = f"，是不是 {_CONFUSABLE[letter]}" if letter in _CONFUSABLE else ""
            raise DomainError(
                f"统一社会信用代码第 {position} 位“{letter}”不是代码用字{hint}。",
                "代码只用数字和不含 I、O、S、V、Z 的大写字母，请对照营业执照核对。",
            )
    if check_letter(code[:17]) != code[17]:
        raise DomainError(
            f"统一社会信用代码“{code}”的校验位不对，其中至少有一位抄错。",
            "请对照营业执照逐位核对，容易混的是 0 与 O、1 与 I、2 与 Z、5 与 S、8 与 B。",
        )
    return code
