from __future__ import annotations

import pytest

from gxq_desktop.documents import fonts
from gxq_desktop.documents.fonts import FACE_FILES, FONT_DIR, PLACEHOLDER, face, face_table, missing_characters

TWELVE = "堃䶮㛃鿏𤧛𠮷𫖮𫟼𬱖𬺰𰻞\U0002ebf0"
"""The test characters of the domain notes on GB 18030; the last (extension I) is beyond every free face."""


def standard_characters() -> str:
    return (FONT_DIR / "tongyong-8105.txt").read_text("utf-8").replace("\n", "")


@pytest.mark.parametrize("key", ["song400", "song700", "hei400", "hei700", "kai400"])
def test_every_text_face_has_the_8105_standard_characters(key: str):
    characters = standard_characters()

    assert len(characters) == 8105
    assert [character for character in characters if not face(key).glyph(character)] == []


@pytest.mark.parametrize("key", ["song400", "song700", "hei400", "hei700", "kai400"])
def test_every_text_face_has_gb2312(key: str):
    codes = (bytes((row, cell)) for row in range(0xB0, 0xF8) for cell in range(0xA1, 0xFF))
    characters = [code.decode("gb2312", "ignore") for code in codes]

    assert [character for character in characters if character and not face(key).glyph(character)] == []


def test_one_glyph_stands_for_one_character_so_that_extraction_is_unambiguous():
    song = face("song400")
    characters = [chr(point) for point in range(0x20, 0x10000) if not 0xD800 <= point < 0xE000]
    glyphs = [glyph for character in characters if (glyph := song.glyph(character))]

    assert len(glyphs) > 8000
    assert len(set(glyphs)) == len(glyphs)


def test_figures_are_as_wide_as_each_other_in_every_face():
    for key in ("song400", "song700", "hei400", "hei700"):
        assert len({face_table(key)[figure] for figure in "0123456789"}) == 1


def test_the_dash_is_a_full_em_so_that_two_join():
    assert {face_table(key)["—"] for key in ("song400", "song700", "hei400", "hei700")} == {1000}


def test_figures_latin_and_quotation_marks_inside_kai_come_from_song():
    table = face_table("kai400")
    for character in "0A²³“”因":
        table[character]

    assert {table.foreign[character] for character in "0A²³“”"} == {"song400"}
    assert "因" not in table.foreign


def test_a_character_the_face_lacks_comes_from_the_next_that_has_it():
    table = face_table("hei700")
    for character in "國𠮷\U0002ebf0":
        table[character]

    assert table.foreign["國"] == "more"
    assert table.foreign["𠮷"] == "rare" or table.foreign["𠮷"] == "kai400"
    assert table.foreign["\U0002ebf0"] == PLACEHOLDER


def test_missing_characters_names_each_once_and_no_line_ends():
    assert missing_characters([TWELVE, "办理\n手册\t", "\U0002ebf0"]) == ["\U0002ebf0"]


def test_a_face_that_is_not_for_text_is_refused():
    with pytest.raises(ValueError, match="song400"):
        face_table("more")


def test_the_rare_faces_stay_closed_until_a_character_needs_them(monkeypatch: pytest.MonkeyPatch):
    opened: list[str] = []

    def watched(key: str) -> fonts.Face:
        opened.append(key)
        return face(key)

    monkeypatch.setattr(fonts, "face", watched)
    table = fonts.FaceTable("song400")
    for character in "建设工程规划许可证 GB50016（2018）":
        table[character]
    assert opened.count("song400") == len(opened)

    table["𠮷"]
    assert "rare" in opened or "kai400" in opened


@pytest.mark.parametrize("name", FACE_FILES.values())
def test_no_subset_carries_a_reserved_name(name: str):
    key = next(key for key, file_name in FACE_FILES.items() if file_name == name)

    assert face(key).ps_name.startswith("GXQ")
