"""The project file inside a PDF: put in by our writer, read back, and every hostile PDF refused in words."""

import io
import json
import zlib

import jsonschema
import pikepdf
import pytest
from pikepdf import Array, Dictionary, Name, String, settings

from gxq_desktop.application.intake import read_intake
from gxq_desktop.application.project_file import AnotherProgramsFile, carried_intake
from gxq_desktop.documents import attachment
from gxq_desktop.documents.attachment import (
    FILE_NAME,
    LARGEST_ATTACHMENT,
    LARGEST_PDF,
    UnreadableManual,
    attach,
    read_attachment,
)
from gxq_desktop.documents.pdf_writer import write_pdf
from gxq_desktop.documents.sheet import Sheet
from gxq_desktop.documents.tokens import A4
from gxq_desktop.domain.project import Project, ProjectNumber
from gxq_desktop.paths import RESOURCES
from tests.application.fakes import sample
from tests.documents.dossiers import SAMPLES, TODAY, make_dossier, shipped_calendar, shipped_catalogue
from tests.documents.reading import META, opened

SCHEMA = json.loads((RESOURCES / "schema" / "project.schema.json").read_text("utf-8"))
OUR_DATA = make_dossier("N1").attachment.encode()


def carrying_pdf(sample_name: str = "N1", **changes: object) -> bytes:
    return write_pdf([Sheet(A4)], attach(META, make_dossier(sample_name, **changes)))


def project_of(document: object) -> Project:
    intake = read_intake(carried_intake(document), shipped_catalogue(), shipped_calendar(), TODAY)
    return intake.project(ProjectNumber("GX-2026-0017"), TODAY)


def pdf_with(data: bytes, filters: object = None, name: str = FILE_NAME, parms: object = None, times: int = 1) -> bytes:
    """A PDF of somebody else's making with DATA attached as it is, said to be packed with FILTERS."""
    pdf = pikepdf.new()
    pdf.add_blank_page()
    stream = pdf.make_stream(b"")
    entries = {"filter": filters} if filters is not None else {}
    if parms is not None:
        entries["decode_parms"] = parms
    stream.write(data, **entries)
    names = Array()
    for _ in range(times):
        names.append(String(name))
        names.append(pdf.make_indirect(Dictionary(Type=Name.Filespec, F=String(name), EF=Dictionary(F=stream))))
    pdf.Root.Names = Dictionary(EmbeddedFiles=Dictionary(Names=names))
    return saved(pdf)


def pdf_with_tree(tree: object) -> bytes:
    pdf = pikepdf.new()
    pdf.add_blank_page()
    pdf.Root.Names = Dictionary(EmbeddedFiles=tree)
    return saved(pdf)


def saved(pdf: pikepdf.Pdf, **options: object) -> bytes:
    out = io.BytesIO()
    pdf.save(out, **{"compress_streams": False} | options)
    return out.getvalue()


# --- there and back ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", SAMPLES)
def test_a_project_comes_back_from_its_pdf_as_it_was(name: str) -> None:
    document = read_attachment(carrying_pdf(name))

    jsonschema.validate(document, SCHEMA)
    assert project_of(document) == project_of(sample(name))


def test_contacts_and_fixed_dates_come_back_in_whatever_order_json_had_them() -> None:
    document = sample()
    document["plan"]["fixed_dates"] = {"A23": {"finish_not_after": "2026-09-01", "start_not_before": "2026-06-01"}}
    turned = json.loads(json.dumps(document))
    turned["project"]["contacts"] = dict(reversed(document["project"]["contacts"].items()))
    turned["plan"]["fixed_dates"] = {"A23": {"start_not_before": "2026-06-01", "finish_not_after": "2026-09-01"}}

    assert project_of(turned) == project_of(document)
    assert project_of(json.loads(json.dumps(turned, sort_keys=True))) == project_of(document)


def test_the_dates_carried_are_the_dates_printed() -> None:
    dossier = make_dossier("S17-obstacle")

    document = json.loads(dossier.attachment)

    assert document["dates"].keys() == dossier.step_by_id.keys()
    for step in dossier.steps:
        for which in ("early_start", "early_finish", "late_start", "late_finish"):
            day, carried = getattr(step, which), document["dates"][step.id][which]
            assert (carried["on"], carried["provisional"]) == (day.on.isoformat(), day.provisional)
    assert {key: gate["forecast"]["on"] for key, gate in document["gates"].items()} == {
        gate.id: gate.forecast.on.isoformat() for gate in dossier.gates
    }
    assert document["edition"]["check_code"] == dossier.identity.check_code


def test_the_attachment_is_an_associated_file_of_pdf_a_3() -> None:
    pdf = opened(carrying_pdf())

    (specification,) = pdf.Root.AF
    assert specification.AFRelationship == Name.Data
    assert str(specification.UF) == str(specification.F) == FILE_NAME
    assert specification.EF.F.Subtype == "/application/json"
    assert pdf.attachments[FILE_NAME].get_file().read_bytes() == OUR_DATA
    assert b"<pdfaid:part>3</pdfaid:part>" in pdf.Root.Metadata.read_bytes()


def test_names_outside_the_bmp_come_back() -> None:
    document = read_attachment(carrying_pdf(name="𠮷丽𪚥（𬱖）项目", enterprise="达州𣗋 & <b>Co</b>"))

    assert document["intake"]["project"]["name"] == "𠮷丽𪚥（𬱖）项目"
    assert project_of(document).enterprise.name == "达州𣗋 & <b>Co</b>"


def test_equal_dossiers_attach_equal_bytes_with_sorted_keys() -> None:
    assert carrying_pdf() == carrying_pdf()
    assert list(json.loads(OUR_DATA)) == sorted(json.loads(OUR_DATA))


def test_a_copy_saved_again_by_another_program_still_brings_the_project_back() -> None:
    copy = opened(carrying_pdf())

    for options in ({}, {"object_stream_mode": pikepdf.ObjectStreamMode.disable}, {"linearize": True}):
        assert read_attachment(saved(copy, compress_streams=True, **options)) == json.loads(OUR_DATA)


def test_a_plain_and_a_packed_attachment_are_read() -> None:
    assert read_attachment(pdf_with(OUR_DATA)) == json.loads(OUR_DATA)
    assert read_attachment(pdf_with(zlib.compress(OUR_DATA), Array([Name.FlateDecode]))) == json.loads(OUR_DATA)
    assert read_attachment(pdf_with(b"\xef\xbb\xbf" + OUR_DATA)) == json.loads(OUR_DATA)


# --- refused ----------------------------------------------------------------------------------------------------------


def with_loop() -> bytes:
    pdf = pikepdf.new()
    pdf.add_blank_page()
    node = pdf.make_indirect(Dictionary())
    node.Kids = Array([node])
    pdf.Root.Names = Dictionary(EmbeddedFiles=node)
    return saved(pdf)


def with_wide_loop() -> bytes:
    """Nodes that name each other again and again: 2^40 ways through them."""
    pdf = pikepdf.new()
    pdf.add_blank_page()
    node = Dictionary(Names=Array())
    for _ in range(40):
        node = pdf.make_indirect(Dictionary(Kids=Array([node, node])))
    pdf.Root.Names = Dictionary(EmbeddedFiles=node)
    return saved(pdf)


def encrypted(user: str) -> bytes:
    return saved(opened(carrying_pdf()), encryption=pikepdf.Encryption(owner="主人", user=user), compress_streams=True)


def without_attachment() -> bytes:
    return write_pdf([Sheet(A4)], META)


BOMB = zlib.compress(b" " * (LARGEST_ATTACHMENT + 1))
NO_PDF, DAMAGED, LOCKED = "这个文件不是 PDF", "已经损坏", "加了密"
NONE, OTHERS, LARGE = "没有带项目数据", "都不是本程序的项目数据", "展开后超过 4 MB"
PACKED, NO_JSON, FOREIGN = "重新打包过", "读不懂", "不是本程序写的项目数据"
REFUSALS = {
    "nothing": (b"", NO_PDF),
    "text": ("办理手册".encode(), NO_PDF),
    "zip": (b"PK\x03\x04" + bytes(2000) + b"%PDF-1.7", NO_PDF),
    "only a head": (b"%PDF-1.7\n", DAMAGED),
    "rubbish after the head": (b"%PDF-1.7\n" + bytes(range(256)) * 20, DAMAGED),
    "cut in half": (carrying_pdf()[:2000], DAMAGED),
    "locked": (encrypted("用户"), LOCKED),
    "locked without a password": (encrypted(""), LOCKED),
    "without attachment": (without_attachment(), NONE),
    "an empty tree": (pdf_with_tree(Dictionary(Names=Array())), NONE),
    "a tree that is no tree": (pdf_with_tree(Array([1, 2])), NONE),
    "somebody's invoice": (pdf_with(b"<xml/>", name="factur-x.xml"), OTHERS),
    "plain and too large": (pdf_with(b" " * (LARGEST_ATTACHMENT + 1)), LARGE),
    "a bomb": (pdf_with(BOMB, Name.FlateDecode), LARGE),
    "a bomb packed twice": (pdf_with(zlib.compress(BOMB), Array([Name.FlateDecode] * 2)), PACKED),
    "another filter": (pdf_with(OUR_DATA.hex().encode() + b">", Name.ASCIIHexDecode), PACKED),
    "a predictor": (pdf_with(zlib.compress(OUR_DATA), Name.FlateDecode, parms=Dictionary(Predictor=12)), PACKED),
    "not packed as it says": (pdf_with(OUR_DATA, Name.FlateDecode), DAMAGED),
    "a loop of names": (with_loop(), DAMAGED),
    "names without end": (with_wide_loop(), DAMAGED),
    "an odd number of names": (pdf_with_tree(Dictionary(Names=Array([String(FILE_NAME)]))), DAMAGED),
    "a name that is none": (pdf_with_tree(Dictionary(Names=Array([1, 2]))), DAMAGED),
    "no file behind the name": (pdf_with_tree(Dictionary(Names=Array([String(FILE_NAME), Dictionary()]))), DAMAGED),
    "no JSON": (pdf_with(b"{"), NO_JSON),
    "no UTF-8": (pdf_with(b'{"a": "\xff"}'), NO_JSON),
    "nested too deep": (pdf_with(b"[" * 200_000), NO_JSON),
    "an endless number": (pdf_with(b"1" * 10_000), NO_JSON),
    "a list": (pdf_with(b"[]"), FOREIGN),
    "another program's": (pdf_with(b'{"format": "other/project"}'), FOREIGN),
}


@pytest.mark.parametrize("name", REFUSALS)
def test_a_pdf_without_a_readable_project_is_refused_in_words(name: str) -> None:
    pdf, words = REFUSALS[name]

    with pytest.raises((UnreadableManual, AnotherProgramsFile)) as refused:
        read_attachment(pdf)

    assert words in refused.value.problem and refused.value.next_step


def test_a_file_larger_than_any_manual_is_refused_unread() -> None:
    with pytest.raises(UnreadableManual, match="64 MB"):
        read_attachment(b"%PDF-1.7\n" + bytes(LARGEST_PDF))


def test_unpacking_the_files_own_structure_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    pdf = carrying_pdf()
    assert read_attachment(pdf)

    monkeypatch.setattr(attachment, "LARGEST_STREAM", 100)

    with pytest.raises(UnreadableManual, match=DAMAGED):
        read_attachment(pdf)


def test_qpdfs_bounds_are_put_back() -> None:
    before = settings.get_qpdf_limits()

    read_attachment(carrying_pdf())
    with pytest.raises(UnreadableManual):
        read_attachment(REFUSALS["cut in half"][0])

    assert settings.get_qpdf_limits() == before


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"format": "other/plan"}, "不是本程序写的"),
        ({"version": 2}, "更新的程序"),
        ({"version": True}, "没有写明版本"),
        ({"version": "1"}, "没有写明版本"),
        ({"version": None}, "没有写明版本"),
    ],
)
def test_a_project_file_of_another_format_or_version_is_refused(changes: dict, words: str) -> None:
    with pytest.raises(AnotherProgramsFile, match=words):
        carried_intake(json.loads(OUR_DATA) | changes)


def test_a_project_file_without_its_intake_is_refused() -> None:
    document = json.loads(OUR_DATA)
    del document["intake"]

    with pytest.raises(AnotherProgramsFile, match="没有接件内容"):
        carried_intake(document)


@pytest.mark.parametrize("document", [None, [], "text", {}, {"project": {}}])
def test_what_names_no_format_is_left_to_the_intake_to_judge(document: object) -> None:
    assert carried_intake(document) is document
