"""What the bureau says about itself (本局): name, place, phones. Printed in every manual in place of the shipped templates."""

from __future__ import annotations

import hashlib
import json
from dataclasses import asdict, replace
from pathlib import Path

from gxq_desktop.application.files import write_whole
from gxq_desktop.application.intake_values import phone_doubt
from gxq_desktop.domain.basis import Confidence, Provenance
from gxq_desktop.domain.catalogue import Catalogue
from gxq_desktop.domain.frozen import frozen

FILE_NAME = "bureau.json"
LONGEST = 60


@frozen
class BureauDetails:
    """bureau: 达州高新区行政审批局. centre: where the windows are. Phones as they are called from outside."""

    bureau: str
    centre: str
    address: str
    phone: str
    complaint_phone: str


LABELS = {
    "bureau": "局名",
    "centre": "政务服务中心",
    "address": "地址",
    "phone": "咨询电话",
    "complaint_phone": "监督投诉电话",
}


def details_of(catalogue: Catalogue) -> BureauDetails:
    """What CATALOGUE says now, to begin a form with."""
    centre = catalogue.centre
    return BureauDetails(centre.bureau, centre.centre, centre.address, centre.phone, centre.complaint_phone)


def faults_of(details: BureauDetails) -> dict[str, str]:
    """Field → what is wrong with it, as a sentence; empty if all is well."""
    faults = {}
    for name, value in asdict(details).items():
        text = value.strip()
        if not text:
            faults[name] = f"{LABELS[name]}还没有填。"
        elif len(text) > LONGEST:
            faults[name] = f"{LABELS[name]}有 {len(text)} 个字，手册上排得下 {LONGEST} 个。"
        elif name.endswith("phone") and (doubt := phone_doubt(text)):
            faults[name] = doubt
    return faults


def with_bureau(catalogue: Catalogue, details: BureauDetails) -> Catalogue:
    """CATALOGUE with DETAILS in place of the templates; its digest says so, since papers print them."""
    digest = hashlib.sha256(f"{catalogue.digest}|{json.dumps(asdict(details), sort_keys=True)}".encode()).hexdigest()
    own = Provenance("本局在设置中填写", Confidence.HIGH, template=False)
    centre = replace(
        catalogue.centre, **{name: value.strip() for name, value in asdict(details).items()}, provenance=own
    )
    return replace(catalogue, centre=centre, digest=digest)


def read_bureau(file: Path) -> BureauDetails | None:
    """The details kept in FILE; None if there are none or they cannot be read (the templates then hold)."""
    try:
        kept = json.loads(file.read_text("utf-8"))
        return BureauDetails(**{name: str(kept[name]) for name in LABELS})
    except (OSError, ValueError, KeyError, TypeError):
        return None


def write_bureau(file: Path, details: BureauDetails) -> None:
    """Keep DETAILS in FILE. Raises StoreError."""
    write_whole(file, json.dumps(asdict(details), ensure_ascii=False, indent=1).encode())
