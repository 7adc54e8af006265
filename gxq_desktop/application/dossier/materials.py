"""The consolidated checklist of what the construction unit prepares, once, for which items."""

from __future__ import annotations

from collections.abc import Mapping

from gxq_desktop.application.views import MaterialView
from gxq_desktop.domain.catalogue import Catalogue
from gxq_desktop.domain.items import ItemCode
from gxq_desktop.domain.network import Link, StepKind
from gxq_desktop.domain.project_network import ProjectNetwork
from gxq_desktop.domain.verdicts import ItemVerdict

NO_USE = "不报审批，自己存档备查"


def material_views(
    catalogue: Catalogue, verdicts: Mapping[ItemCode, ItemVerdict], built: ProjectNetwork
) -> tuple[MaterialView, ...]:
    """The applicable materials in catalogue order. What uses one is read from the project's own links."""
    network = built.network
    used_by: dict[str, list[str]] = {}
    for link in network.links:
        after = network.step(link.after)
        if _feeds_an_item(link, after.kind):
            used_by.setdefault(link.before, []).append(after.code)
    place = {item.code: number for number, item in enumerate(catalogue.items)}
    views = []
    for material in catalogue.materials:
        if not verdicts[material.code].applies:
            continue
        users = sorted(set(used_by.get(material.code, ())), key=lambda code: place[ItemCode(code)])
        views.append(
            MaterialView(
                step_id=material.code,
                code=material.code,
                name=material.name,
                short_name=material.short_name,
                phase=material.phase,
                variant=built.terms[material.code].variant,
                prepared_by=material.prepared_by,
                owner=material.owner,
                form=material.form,
                form_short=material.form_short,
                defects=material.defects,
                basis=tuple(basis.text for basis in material.basis),
                why=verdicts[material.code].sentence,
                used_by=tuple(users),
                no_use="" if users else NO_USE,
            )
        )
    return tuple(views)


def _feeds_an_item(link: Link, kind: StepKind) -> bool:
    return link.before.startswith("B") and kind in (StepKind.APPROVAL, StepKind.UTILITY)
