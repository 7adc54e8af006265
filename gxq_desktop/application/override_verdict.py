"""An officer decides whether a row applies (人工认定)."""

from __future__ import annotations

import difflib
from dataclasses import replace

from gxq_desktop.application.ports import Services
from gxq_desktop.domain.errors import DomainError
from gxq_desktop.domain.items import ItemCode
from gxq_desktop.domain.project import ProjectNumber
from gxq_desktop.domain.verdicts import Override


def override_verdict(
    number: str, code: str, applies: bool | None, reason: str, officer: str, services: Services
) -> str:
    """Save the decision, or take it back if APPLIES is None, and return a sentence that says what holds now.

    Saves nothing and raises ProjectNotFound, ChangedElsewhere, or DomainError for an unknown code, an empty reason or
    name, or a decision to take back that was never made.
    """
    catalogue = services.catalogue
    item = catalogue.by_code.get(ItemCode(code.upper()))
    if item is None:
        near = difflib.get_close_matches(code.upper(), catalogue.by_code, n=1)
        hint = f"最接近的是“{near[0]}”。" if near else "编码如 A01、B01、C01。"
        raise DomainError(f"没有编码为“{code}”的事项。", hint)
    with services.unit_of_work() as uow:
        project = uow.projects.get(ProjectNumber(number))
        overrides = dict(project.overrides)
        if applies is None:
            if item.code not in overrides:
                raise DomainError(f"{item.code} {item.name}没有人工认定，无从撤销。", "请核对编码。")
            del overrides[item.code]
        else:
            overrides[item.code] = Override(applies, reason, officer, services.clock.today())
        uow.projects.save(replace(project, overrides=overrides))
        uow.commit()
    if applies is None:
        return f"{item.code} {item.name}的人工认定已撤销，按规则判定。"
    return f"{item.code} {item.name}已人工认定为{'要办' if applies else '不用办'}（{officer}）。"
