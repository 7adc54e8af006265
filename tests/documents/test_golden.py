"""The papers of two sample projects say, are built and look as when a person last looked at them (golden/__init__.py)."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import unified_diff
from functools import lru_cache
from pathlib import Path

import pypdfium2
import pytest
from PIL import Image, ImageChops, ImageStat

from tests.documents.golden.papers import MAKERS
from tests.documents.golden.reading import pictures_of, png_of, structure_of, text_of

GOLDEN = Path(__file__).parent / "golden"
MADE_WITH = GOLDEN / "pdfium.txt"
STRONG = 80
"""Greys by which a pixel differs when something else is drawn there, not the same thing softened otherwise."""
MOST_STRONG = 10
MOST_MEAN = 0.3
MOST_BYTES = 6_000_000

paper_of = lru_cache(maxsize=2)(lambda name: MAKERS[name]())


@pytest.fixture(name="updating", scope="module")
def fixture_updating(request: pytest.FixtureRequest) -> bool:
    updating: bool = request.config.getoption("--update-golden")
    if updating:
        MADE_WITH.write_text(_renderer(), "utf-8")
    return updating


def _renderer() -> str:
    return f"PDFium {str(pypdfium2.PDFIUM_INFO).split('@')[0]}\n"


def _compare(path: Path, found: str, updating: bool, tmp_path: Path) -> None:
    if updating:
        path.parent.mkdir(exist_ok=True)
        path.write_text(found, "utf-8", newline="\n")
        return
    assert path.exists(), f"{path} is missing: pytest {__file__} --update-golden"
    expected = path.read_text("utf-8")
    if found != expected:
        (tmp_path / f"found-{path.name}").write_text(found, "utf-8", newline="\n")
        differences = "\n".join(
            list(unified_diff(expected.splitlines(), found.splitlines(), "golden", "found", "", "", 1, ""))[:60]
        )
        pytest.fail(
            f"{path.parent.name}/{path.name} differs; what was found is in {tmp_path}\n{differences}", pytrace=False
        )


@pytest.mark.parametrize("name", MAKERS)
def test_the_text_a_reader_copies_is_the_golden_one(name: str, updating: bool, tmp_path: Path):
    _compare(GOLDEN / name / "text.txt", text_of(paper_of(name)), updating, tmp_path)


@pytest.mark.parametrize("name", MAKERS)
def test_outline_links_and_tags_are_the_golden_ones(name: str, updating: bool, tmp_path: Path):
    _compare(GOLDEN / name / "structure.txt", structure_of(paper_of(name)), updating, tmp_path)


@pytest.mark.parametrize("name", MAKERS)
def test_the_pages_look_as_the_golden_ones(name: str, updating: bool, tmp_path: Path):
    folder = GOLDEN / name
    if updating:
        _write_pictures(folder, paper_of(name))
        return
    if MADE_WITH.read_text("utf-8") != _renderer():
        pytest.skip(
            f"the golden pictures were made with {MADE_WITH.read_text('utf-8').strip()}, here is {_renderer().strip()}"
        )
    found = list(pictures_of(paper_of(name)))
    expected = sorted(folder.glob("*.png"))
    different = [
        page
        for page, (picture, path) in enumerate(zip(found, expected, strict=False), 1)
        if not _alike(picture, Image.open(path).convert("L"), tmp_path / f"{page:02d}")
    ]
    assert len(found) == len(expected), f"{len(found)} pages, {len(expected)} golden ones"
    assert not different, f"pages {different} look different; expected, found and difference are in {tmp_path}"


def _alike(found: Image.Image, expected: Image.Image, stem: Path) -> bool:
    """Whether two pictures show the same, up to softened edges. If not, both and their difference are written to STEM-*.png."""
    if found.size == expected.size:
        difference = ImageChops.difference(found, expected)
        strong = sum(difference.histogram()[STRONG:])
        if strong <= MOST_STRONG and ImageStat.Stat(difference).mean[0] <= MOST_MEAN:
            return True
        ImageChops.invert(difference).save(f"{stem}-difference.png")
    expected.save(f"{stem}-expected.png")
    found.save(f"{stem}-found.png")
    return False


def _write_pictures(folder: Path, paper: bytes) -> None:
    """Write each page that does not look as its golden picture does; so a rerun changes no file."""
    folder.mkdir(exist_ok=True)
    written = set()
    for page, picture in enumerate(pictures_of(paper), 1):
        path = folder / f"{page:02d}.png"
        written.add(path)
        if not path.exists() or Image.open(path).convert("L").tobytes() != picture.tobytes():
            path.write_bytes(png_of(picture))
    for path in set(folder.glob("*.png")) - written:
        path.unlink()


# --- the comparison itself ----------------------------------------------------------------------------------------------


@pytest.fixture(name="page")
def fixture_page() -> Image.Image:
    return next(iter(pictures_of(paper_of("hand-over"))))


def test_a_moved_mark_is_seen(page: Image.Image, tmp_path: Path):
    moved = page.copy()
    moved.paste(0, (200, 200, 205, 204))

    assert not _alike(moved, page, tmp_path / "moved")
    assert {path.name for path in tmp_path.iterdir()} == {
        "moved-expected.png",
        "moved-found.png",
        "moved-difference.png",
    }


def test_softened_edges_are_not_a_difference(page: Image.Image, tmp_path: Path):
    softened = Image.blend(page, page.point(lambda grey: min(255, grey + 40)), 0.03)

    assert _alike(softened, page, tmp_path / "soft")


def test_a_picture_survives_being_written_with_four_bits(page: Image.Image, tmp_path: Path):
    (tmp_path / "page.png").write_bytes(png_of(page))

    assert Image.open(tmp_path / "page.png").convert("L").tobytes() == page.tobytes()


def test_the_golden_files_stay_small_and_nothing_else_lies_among_them():
    files = [path for path in GOLDEN.rglob("*") if path.is_file() and path.suffix in (".png", ".txt")]

    assert sum(path.stat().st_size for path in files) <= MOST_BYTES
    assert {path.parent.name for path in files} == {*MAKERS, GOLDEN.name}


def _golden_pages() -> Iterator[tuple[str, int]]:
    for name in MAKERS:
        yield name, len(list((GOLDEN / name).glob("*.png")))


def test_the_manuals_have_the_pages_they_are_known_for():
    pages = dict(_golden_pages())

    assert pages["N1-manual"] == 44
    assert pages["S17-manual"] % 4 == 0
