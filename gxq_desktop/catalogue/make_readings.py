"""Make resources/pinyin/readings.txt from pypinyin's tables: python -m gxq_desktop.catalogue.make_readings

Not part of the program: run by a person when the tables have a new version. Needs `pypinyin` and `pypinyin-dict` (both MIT).
The desk reads the file instead of importing pypinyin, which costs 0.1 s and 57 MiB; the file costs 10 ms and 4 MiB.

One line a reading without tone, "shi 时市施…", in the order of the alphabet; the characters of a line in the order of their code
points. A character stands on as many lines as it has readings in today's language: those of 现代汉语词典 (1983) and
通用规范汉字字典 (2013); a character neither has gets its first reading in pypinyin. Written as typed: ü is v, and lüe and nüe
are also lue and nue, lü and nü only lv and nv. Interjections without a vowel (呣, 哼) are left out.
"""

from __future__ import annotations

import unicodedata
from pathlib import Path

from gxq_desktop.paths import RESOURCES

TARGET = RESOURCES / "pinyin" / "readings.txt"
HAN = (0x3400, 0x9FFF)
_VOWELS = set("aeiouv")


def typed(reading: str) -> tuple[str, ...]:
    """READING ("lüè") as it is typed, without tone: ("lve", "lue"); nothing if it has no vowel."""
    plain = unicodedata.normalize("NFD", reading)
    letters = "".join(
        "v" if each == "u" and plain[at + 1 : at + 3].find("̈") >= 0 else each
        for at, each in enumerate(plain)
        if each.isascii()
    )
    if not letters or not _VOWELS & set(letters):
        return ()
    return (letters, letters.replace("ve", "ue")) if letters.endswith("ve") else (letters,)


def readings() -> dict[str, set[str]]:
    """Syllable → its characters."""
    from pypinyin.pinyin_dict import pinyin_dict  # type: ignore[import-untyped,unused-ignore]
    from pypinyin_dict.pinyin_data import ktghz2013, kxhc1983  # type: ignore[import-untyped,unused-ignore]

    today = (ktghz2013.pinyin_dict, kxhc1983.pinyin_dict)
    found: dict[str, set[str]] = {}
    for code, every in pinyin_dict.items():
        modern = [reading for table in today for reading in table.get(code, "").split(",") if reading]
        if not modern and not HAN[0] <= code <= HAN[1]:
            continue
        for reading in modern or every.split(",")[:1]:
            for syllable in typed(reading):
                found.setdefault(syllable, set()).add(chr(code))
    return found


def text() -> str:
    """What the file holds."""
    return "".join(f"{syllable} {''.join(sorted(chars))}\n" for syllable, chars in sorted(readings().items()))


def main(target: Path = TARGET) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text(), "utf-8", newline="\n")


if __name__ == "__main__":
    main()
