"""What a PDF file says of itself and carries: description, XMP, output intent, attachments (ISO 19005-2, -3).

All of it is added to a SheetCanvas as ReportLab objects. Nothing here reads a clock: the moment is Meta.created.
"""

from __future__ import annotations

from dataclasses import field
from datetime import datetime
from typing import Final

from reportlab.pdfbase.pdfdoc import XMP, PDFDictionary, PDFName

from gxq_desktop.documents.archive_canvas import ArchiveDocument, SheetCanvas, compressed, text_string
from gxq_desktop.documents.fonts import FONT_DIR
from gxq_desktop.domain.frozen import frozen

PRODUCER: Final = "GXQ Desktop"


@frozen
class Attachment:
    """A file inside the document (associated file, PDF/A-3). relationship: Data, Source, Alternative or Supplement."""

    file_name: str
    data: bytes
    mime: str = "application/json"
    description: str = ""
    relationship: str = "Data"


@frozen
class Meta:
    """What the file says of itself. created: aware moment of printing, an argument so that reruns are identical."""

    title: str
    created: datetime
    author: str = ""
    subject: str = ""
    keywords: str = ""
    language: str = "zh-CN"
    attachments: tuple[Attachment, ...] = field(default=())


def describe(canvas: SheetCanvas, meta: Meta) -> None:
    """Add everything META asks for to CANVAS. ValueError if its moment is not aware."""
    moment = _pdf_date(meta.created)
    canvas.setTitle(meta.title)
    canvas.setAuthor(meta.author)
    canvas.setSubject(meta.subject)
    canvas.setKeywords(meta.keywords)
    canvas.setCreator(PRODUCER)
    canvas.setProducer(PRODUCER)
    canvas.setDateFormatter(lambda *_: moment)
    canvas.setViewerPreference("DisplayDocTitle", "true")
    canvas.setCatalogEntry("MarkInfo", {"Marked": "true"})
    canvas.setCatalogEntry("Metadata", XMP(creator=lambda _: _xmp(meta).encode()))
    canvas.setCatalogEntry("OutputIntents", [_screen_colours(canvas.document)])
    if meta.attachments:
        files = {each.file_name: _attached(canvas.document, each, moment) for each in meta.attachments}
        canvas.setCatalogEntry("AF", list(files.values()))
        canvas.document.add_names("EmbeddedFiles", [(text_string(name), files[name]) for name in sorted(files)])


def _screen_colours(document: ArchiveDocument) -> PDFDictionary:
    profile = compressed((FONT_DIR / "sRGB.icc").read_bytes(), N=3)
    return PDFDictionary(
        {
            "Type": "/OutputIntent", "S": "/GTS_PDFA1", "OutputConditionIdentifier": "(sRGB)",
            "Info": "(sRGB IEC61966-2.1)", "DestOutputProfile": document.Reference(profile),
        }
    )  # fmt: skip


def _attached(document: ArchiveDocument, attachment: Attachment, moment: str) -> object:
    """A reference to the specification of an embedded file."""
    stream = compressed(
        attachment.data,
        Type="/EmbeddedFile",
        Subtype="/" + attachment.mime.replace("/", "#2F"),
        Params=PDFDictionary({"Size": len(attachment.data), "ModDate": f"({moment})"}),
    )
    file, shown = document.Reference(stream), text_string(attachment.file_name)
    specification = {
        "Type": "/Filespec", "F": shown, "UF": shown, "AFRelationship": PDFName(attachment.relationship),
        "Desc": text_string(attachment.description), "EF": PDFDictionary({"F": file, "UF": file}),
    }  # fmt: skip
    return document.Reference(PDFDictionary(specification))


def _pdf_date(moment: datetime) -> str:
    return f"D:{moment:%Y%m%d%H%M%S}" + _zone(moment).replace(":", "'")


def _zone(moment: datetime) -> str:
    offset = moment.utcoffset()
    if offset is None:
        raise ValueError("Meta.created must be an aware moment")
    minutes = int(offset.total_seconds() // 60)
    return f"{'-' if minutes < 0 else '+'}{abs(minutes) // 60:02d}:{abs(minutes) % 60:02d}"


def _xml(text: str) -> str:
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _xmp(meta: Meta) -> str:
    moment = f"{meta.created:%Y-%m-%dT%H:%M:%S}{_zone(meta.created)}"
    part = 3 if meta.attachments else 2
    alternatives = '<rdf:Alt><rdf:li xml:lang="x-default">{}</rdf:li></rdf:Alt>'
    fields = f"<dc:title>{alternatives.format(_xml(meta.title))}</dc:title>"
    if meta.author:
        fields += f"<dc:creator><rdf:Seq><rdf:li>{_xml(meta.author)}</rdf:li></rdf:Seq></dc:creator>"
    if meta.subject:
        fields += f"<dc:description>{alternatives.format(_xml(meta.subject))}</dc:description>"
    if meta.keywords:
        fields += f"<pdf:Keywords>{_xml(meta.keywords)}</pdf:Keywords>"
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" '
        'xmlns:pdf="http://ns.adobe.com/pdf/1.3/" xmlns:pdfaid="http://www.aiim.org/pdfa/ns/id/">'
        f"<pdfaid:part>{part}</pdfaid:part><pdfaid:conformance>U</pdfaid:conformance>{fields}"
        f"<dc:language><rdf:Bag><rdf:li>{meta.language}</rdf:li></rdf:Bag></dc:language>"
        f"<xmp:CreateDate>{moment}</xmp:CreateDate><xmp:ModifyDate>{moment}</xmp:ModifyDate>"
        f"<xmp:CreatorTool>{PRODUCER}</xmp:CreatorTool><pdf:Producer>{PRODUCER}</pdf:Producer>"
        "</rdf:Description></rdf:RDF></x:xmpmeta>"
        '<?xpacket end="w"?>'
    )
