"""The readings shipped are those of pypinyin's tables."""

from __future__ import annotations

import pytest

from gxq_desktop.catalogue.make_readings import TARGET, text, typed


@pytest.mark.parametrize(
    ("reading", "letters"),
    [
        ("shī", ("shi",)),
        ("lǜ", ("lv",)),
        ("lüè", ("lve", "lue")),
        ("nüè", ("nve", "nue")),
        ("gōng", ("gong",)),
        ("ḿ", ()),
        ("ǹg", ()),
    ],
)
def test_a_reading_is_written_as_it_is_typed(reading: str, letters: tuple[str, ...]) -> None:
    assert typed(reading) == letters


def test_the_file_shipped_is_what_the_command_makes() -> None:
    pytest.importorskip("pypinyin_dict")

    assert TARGET.read_text("utf-8") == text()
