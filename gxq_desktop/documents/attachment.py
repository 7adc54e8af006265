"""The project file inside the manual: an associated file per PDF/A-3, relationship Data, and the way back.

    write_pdf(sheets, attach(Meta(title=…, created=…), dossier))       attaching.py, which printing alone needs
    read_attachment(Path("manual.pdf").read_bytes())          the project file as parsed JSON

Whoever hands a PDF back may be anybody: sizes are bounded before anything is unpacked, and each refusal says why.
Sources: ISO 32000-1 §7.11.4 (embedded files), §7.7.4 (name trees); ISO 19005-3 §6.8 (associated files).
"""

from __future__ import annotations

import io
import json
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import pikepdf
from pikepdf import settings

from gxq_desktop.application.project_file import FORMAT, AnotherProgramsFile
from gxq_desktop.documents.attaching import FILE_NAME, attach
from gxq_desktop.domain.errors import DomainError

__all__ = ["FILE_NAME", "UnreadableManual", "attach", "read_attachment"]

LARGEST_PDF: Final = 64 * 1024 * 1024
LARGEST_ATTACHMENT: Final = 4 * 1024 * 1024
"""Bytes unpacked. A project file has about 30 000."""
LARGEST_STREAM: Final = 64 * 1024 * 1024
"""Bytes that any stream of the file may take unpacked while its structure is read."""
MOST_FILES: Final = 1000

_DAMAGED: Final = "这个 PDF 已经损坏，读不出来。"
_ASK_AGAIN: Final = "请向发件人再要一份原来的办理手册，或用 JSON 接件文件。"


class UnreadableManual(DomainError):
    """A PDF from which no project can be taken. problem says which of the reasons it is."""

    def __init__(self, problem: str, next_step: str = _ASK_AGAIN) -> None:
        super().__init__(problem, next_step)


def read_attachment(pdf: bytes) -> object:
    """The project file that PDF carries, as parsed JSON.

    Raises UnreadableManual: no PDF, too large, damaged, encrypted, nothing attached, only other files attached, an
    attachment too large or packed in an unknown way, no JSON. AnotherProgramsFile: JSON that names another format.
    """
    document = _parsed(_attached(pdf))
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise AnotherProgramsFile(f"PDF 里的附件“{FILE_NAME}”不是本程序写的项目数据。", _ASK_AGAIN)
    return document


def _attached(pdf: bytes) -> bytes:
    if b"%PDF-" not in pdf[:1024]:
        raise UnreadableManual("这个文件不是 PDF。", "请选办理手册的 PDF 文件，或 JSON 接件文件。")
    if len(pdf) > LARGEST_PDF:
        raise UnreadableManual(f"这个 PDF 有 {len(pdf) // 2**20} MB，办理手册不会这么大。")
    try:
        with _bounded(), pikepdf.open(io.BytesIO(pdf)) as opened:
            if opened.is_encrypted:
                raise _encrypted()
            return _unpacked(_found(opened))
    except pikepdf.PasswordError as error:
        raise _encrypted() from error
    except (pikepdf.PdfError, zlib.error) as error:
        raise UnreadableManual(_DAMAGED) from error


def _encrypted() -> UnreadableManual:
    return UnreadableManual("这个 PDF 加了密；本程序印的手册从不加密。")


@contextmanager
def _bounded() -> Iterator[None]:
    """Bound what unpacking the file's own structure may take. qpdf keeps such bounds for the whole process."""
    before = settings.set_qpdf_limits(
        flate_max_memory=LARGEST_STREAM,
        run_length_max_memory=LARGEST_STREAM,
        png_max_memory=LARGEST_STREAM,
        tiff_max_memory=LARGEST_STREAM,
        max_stream_filters=2,
        doc_max_warnings=100,
    )
    try:
        yield
    finally:
        settings.set_qpdf_limits(**before)


def _found(opened: pikepdf.Pdf) -> pikepdf.Stream:
    """The stream of our attachment, by the tree of names; the file's AF array leads to the same."""
    names = opened.Root.get("/Names")
    tree = names.get("/EmbeddedFiles") if isinstance(names, pikepdf.Dictionary) else None
    if not isinstance(tree, pikepdf.Dictionary):
        raise UnreadableManual("这个 PDF 没有带项目数据：它不是办理手册，或是打印、另存时丢掉了附件。")
    others = 0
    for shown, specification in _entries(tree):
        if shown != FILE_NAME:
            others += 1
            continue
        files = specification.get("/EF") if isinstance(specification, pikepdf.Dictionary) else None
        stream = files.get("/F", files.get("/UF")) if isinstance(files, pikepdf.Dictionary) else None
        if not isinstance(stream, pikepdf.Stream):
            raise UnreadableManual(_DAMAGED)
        return stream
    if others:
        raise UnreadableManual(f"这个 PDF 带的 {others} 个附件都不是本程序的项目数据。")
    raise UnreadableManual("这个 PDF 没有带项目数据。")


def _entries(tree: pikepdf.Dictionary) -> Iterator[tuple[str, pikepdf.Object]]:
    """The names of TREE with their values. Walks no node twice and no more than MOST_FILES."""
    waiting: list[pikepdf.Object] = [tree]
    seen: set[tuple[int, int]] = set()
    walked = 0
    while waiting:
        node = waiting.pop()
        walked += 1
        if not isinstance(node, pikepdf.Dictionary) or walked > MOST_FILES:
            raise UnreadableManual(_DAMAGED)
        if node.is_indirect:
            if node.objgen in seen:
                raise UnreadableManual(_DAMAGED)
            seen.add(node.objgen)
        kids, names = node.get("/Kids"), node.get("/Names")
        if isinstance(kids, pikepdf.Array):
            if len(kids) > MOST_FILES:
                raise UnreadableManual(_DAMAGED)
            waiting += list(kids)[::-1]
        if isinstance(names, pikepdf.Array):
            if len(names) % 2 or len(names) > 2 * MOST_FILES:
                raise UnreadableManual(_DAMAGED)
            for at in range(0, len(names), 2):
                if not isinstance(names[at], pikepdf.String):
                    raise UnreadableManual(_DAMAGED)
                yield str(names[at]), names[at + 1]


def _unpacked(stream: pikepdf.Stream) -> bytes:
    """The content of STREAM. Only what is stored plainly or with Flate, which every writer of attachments uses."""
    packed = stream.read_raw_bytes()
    filters = stream.get("/Filter")
    if filters is None:
        return _small_enough(packed)
    if isinstance(filters, pikepdf.Array) and len(filters) == 1:
        filters = filters[0]
    if filters != pikepdf.Name.FlateDecode or stream.get("/DecodeParms") is not None:
        raise UnreadableManual("PDF 里的项目数据被别的程序重新打包过，读不出来。")
    return _small_enough(zlib.decompressobj().decompress(packed, LARGEST_ATTACHMENT + 1))


def _small_enough(data: bytes) -> bytes:
    if len(data) > LARGEST_ATTACHMENT:
        raise UnreadableManual(f"PDF 里的项目数据展开后超过 {LARGEST_ATTACHMENT // 2**20} MB，不像是本程序写的。")
    return data


def _parsed(data: bytes) -> object:
    try:
        return json.loads(data.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:  # not UTF-8, not JSON, a number too long, nested too deep
        raise UnreadableManual("PDF 里的项目数据读不懂，可能被改动过。") from error
