"""The catalogue (事项库) from resources/catalogue: read, checked as a whole, and kept ready between two starts.

Reading takes a tenth of a second, which every command would pay. So the checked catalogue may be kept (pickled) in the
user's data folder under a key of its files' digest and of the program that made it, and is used while both are the
same. Only this program writes there; a kept file that cannot be read is made anew.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import pickle
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

import gxq_desktop
from gxq_desktop.domain.catalogue import Catalogue
from gxq_desktop.domain.items import ApprovalItem, ItemList, UnitMaterial, UtilityConnection
from gxq_desktop.paths import RESOURCES

if TYPE_CHECKING:
    from gxq_desktop.catalogue.faults import FaultList

CATALOGUE_FOLDER = RESOURCES / "catalogue"
LIST_CODES = {each: tuple(f"{each.value}{number:02}" for number in range(1, each.size + 1)) for each in ItemList}
"""The codes of the three lists the bureau has promised: A01–A46, B01–B36, C01–C23."""

_TOP_FILES = (
    "catalogue.yaml",
    "centre.yaml",
    "contradictions.yaml",
    "facts.yaml",
    "links.yaml",
    "materials.yaml",
    "policies.yaml",
    "rules.yaml",
    "utilities.yaml",
)


def load_catalogue(folder: Path = CATALOGUE_FOLDER, cache_dir: Path | None = None) -> Catalogue:
    """Return the catalogue of FOLDER, checked. Raises CatalogueRefused with all faults of all files.

    cache_dir: where the checked catalogue is kept, in the user's data folder; None keeps nothing. What cannot be
    written or read there is no error: the catalogue is then read from its files.
    """
    digest = catalogue_digest(folder)
    kept = None if cache_dir is None else cache_dir / f"catalogue-{_key(digest)}.pickle"
    if kept is not None:
        found = _kept(kept, digest)
        if found is not None:
            return found
    catalogue = read_catalogue(folder, LIST_CODES)
    if kept is not None:
        _keep(catalogue, kept)
    return catalogue


def catalogue_digest(folder: Path = CATALOGUE_FOLDER) -> str:
    """SHA-256 over the names and contents of the catalogue's files, which an issued manual names."""
    digest = hashlib.sha256()
    for path in _files(folder):
        try:
            content = path.read_bytes()
        except OSError:
            continue  # reading it will say so, with what to do
        name = path.relative_to(folder).as_posix().encode()
        digest.update(b"%d %d " % (len(name), len(content)) + name + content)
    return digest.hexdigest()


def _files(folder: Path) -> list[Path]:
    return sorted((*folder.glob("*.yaml"), *folder.glob("approvals/*.yaml")))


# -- reading -----------------------------------------------------------------------------------------------------


def read_catalogue(folder: Path, expected: Mapping[ItemList, tuple[str, ...]]) -> Catalogue:
    """Read and check FOLDER, whose lists must have the EXPECTED codes. Raises CatalogueRefused with all faults."""
    # Imported here: a start with a kept catalogue needs neither the YAML reader nor the parser of rules.
    from gxq_desktop.catalogue.centre_files import read_centre, read_heading, read_policies
    from gxq_desktop.catalogue.checks import CONTRADICTIONS_FILE, FACTS_FILE, RULES_FILE, Draft, PlacedRule, check
    from gxq_desktop.catalogue.fact_files import RuleEntry, read_contradictions, read_facts, read_rules
    from gxq_desktop.catalogue.faults import Block, FaultList, read_block
    from gxq_desktop.catalogue.item_files import Surroundings, read_items
    from gxq_desktop.catalogue.link_files import read_links
    from gxq_desktop.catalogue.rule_text import RuleReader, RuleTextError
    from gxq_desktop.domain.contradictions import Contradiction
    from gxq_desktop.domain.facts import FactDictionary
    from gxq_desktop.domain.rules import Rule

    faults = FaultList()
    _note_other_files(folder, faults)
    heading = read_heading(folder / "catalogue.yaml", faults)
    centre = read_centre(folder / "centre.yaml", faults)
    known_facts = read_facts(folder / FACTS_FILE, faults)
    facts = known_facts or FactDictionary(())
    rules: Mapping[str, RuleEntry] = {}
    contradictions: tuple[Contradiction, ...] = ()
    if known_facts:
        rules = read_rules(folder / RULES_FILE, facts, faults)
        contradictions = read_contradictions(folder / CONTRADICTIONS_FILE, facts, faults)
    else:  # a rule means nothing without facts, but whether the files are there can be said
        for name in (RULES_FILE, CONTRADICTIONS_FILE):
            read_block(folder / name, faults)
    broken_rules = frozenset(fault.subject for fault in faults if fault.file == RULES_FILE)
    reader = RuleReader(facts)
    conditions: list[PlacedRule] = []

    def read_rule(block: Block, field: str) -> Rule | None:
        text = block.optional_text(field)
        if not text or not known_facts:
            return None
        try:
            rule = reader.read(text)
        except RuleTextError as refusal:
            block.refused(field, refusal, block.line_of(field) + refusal.line - 1)
            return None
        conditions.append(PlacedRule(rule, block, field))
        return rule

    items = read_items(folder, Surroundings(rules, centre.remedies, read_rule), faults)
    link_file = read_links(folder / "links.yaml", faults)
    policies = read_policies(folder / "policies.yaml", read_rule, faults)
    draft = Draft(
        folder=folder,
        items=items,
        links=link_file,
        window_ids=frozenset(window.id for window in centre.windows) or None,
        facts=facts,
        rules=rules,
        broken_rules=broken_rules if rules else None,
        contradictions=contradictions,
        conditions=tuple(conditions),
        expected=expected,
    )
    check(draft, faults)
    faults.refuse("事项库")
    rows = sorted((placed.value for placed in items.rows), key=lambda item: item.code)
    return Catalogue(
        version=heading.version,
        digest=catalogue_digest(folder),
        facts=facts,
        approvals=tuple(item for item in rows if isinstance(item, ApprovalItem)),
        materials=tuple(item for item in rows if isinstance(item, UnitMaterial)),
        utilities=tuple(item for item in rows if isinstance(item, UtilityConnection)),
        links=tuple(placed.link for placed in link_file.links),
        gates=link_file.gates,
        centre=centre,
        policies=policies,
        title=heading.title,
        how_to_read=heading.how_to_read,
        contradictions=contradictions,
    )


def _note_other_files(folder: Path, faults: FaultList) -> None:
    """A copy left in the folder would be taken for part of the catalogue by a reader; it is refused."""
    from gxq_desktop.catalogue.faults import Fault, nearest
    from gxq_desktop.catalogue.item_files import PHASE_FILES

    known = {*_TOP_FILES, *(f"approvals/{name}" for name in PHASE_FILES)}
    for path in _files(folder):
        name = path.relative_to(folder).as_posix()
        if name not in known:
            close = nearest(name, known)
            hint = f"最接近的是 {close}，请改正文件名，或移出文件夹。" if close else "请移出文件夹。"
            faults.add(Fault(name, 0, "", "", "事项库没有这个文件，它的内容不会生效。", hint))


# -- keeping -----------------------------------------------------------------------------------------------------


def _key(digest: str) -> str:
    """What a kept catalogue must agree with: the files, the program's version, and the code that defines its values."""
    key = hashlib.sha256(f"{digest} {gxq_desktop.__version__}".encode())
    package = Path(gxq_desktop.__file__).parent
    for layer in ("domain", "catalogue"):
        for path in sorted((package / layer).glob("*.py")):
            status = path.stat()
            key.update(f"{path.name} {status.st_size} {status.st_mtime_ns}".encode())
    return key.hexdigest()[:32]


def _kept(path: Path, digest: str) -> Catalogue | None:
    """The catalogue kept at PATH, or None if there is none that can be used."""
    try:
        found = pickle.loads(path.read_bytes())
    except Exception:  # none kept, or damaged, which may raise anything
        return None  # the files themselves are read instead
    return found if isinstance(found, Catalogue) and found.digest == digest else None


def _keep(catalogue: Catalogue, path: Path) -> None:
    """Keep CATALOGUE at PATH, drop what was kept of earlier ones. Written beside and renamed, so never half there."""
    with contextlib.suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        beside = path.with_suffix(f".{os.getpid()}.tmp")
        beside.write_bytes(pickle.dumps(catalogue, protocol=pickle.HIGHEST_PROTOCOL))
        beside.replace(path)
        for other in path.parent.glob("catalogue-*.pickle"):
            if other != path:
                other.unlink(missing_ok=True)
