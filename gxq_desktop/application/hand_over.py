"""Write down that papers were handed over (登记移交), and take that back."""

from __future__ import annotations

from collections.abc import Sequence

from gxq_desktop.application.ports import Services
from gxq_desktop.domain.editions import HandedPaper, HandOver
from gxq_desktop.domain.errors import DomainError
from gxq_desktop.domain.project import ProjectNumber


class NobodyNamed(DomainError):
    """A hand-over says who gave and who took."""

    def __init__(self, who: str) -> None:
        super().__init__(f"没有写{who}。", f"请写上{who}的姓名，再登记移交。")


def require_people(officer: str, receiver: str) -> None:
    """Raise NobodyNamed unless both are given; to be asked before anything is printed."""
    for who, name in (("接收人", receiver), ("经手人", officer)):
        if not name.strip():
            raise NobodyNamed(who)


def record_hand_over(
    number: str,
    edition: int,
    papers: Sequence[HandedPaper],
    officer: str,
    receiver: str,
    services: Services,
    note: str = "",
) -> HandOver:
    """Keep that OFFICER gave PAPERS of EDITION to RECEIVER today, and return it as kept.

    Keeps nothing and raises NobodyNamed, EditionNotFound, ChangedElsewhere, StoreError; ValueError without papers.
    """
    require_people(officer, receiver)
    with services.unit_of_work() as uow:
        before = [each.number for each in uow.editions.hand_overs(ProjectNumber(number)) if each.edition == edition]
        kept = HandOver(
            project_number=ProjectNumber(number),
            edition=edition,
            number=max(before, default=0) + 1,
            handed_on=services.clock.today(),
            recorded_at=services.clock.now(),
            officer=officer.strip(),
            receiver=receiver.strip(),
            papers=tuple(papers),
            note=note.strip(),
        )
        uow.editions.add_hand_over(kept)
        uow.commit()
    return kept


def take_back_hand_over(hand_over: HandOver, services: Services) -> None:
    """Remove HAND_OVER, written down by mistake; nothing if it is gone. Raises StoreError."""
    with services.unit_of_work() as uow:
        uow.editions.remove_hand_over(hand_over.project_number, hand_over.edition, hand_over.number)
        uow.commit()


def keep_again(hand_over: HandOver, services: Services) -> None:
    """Put HAND_OVER back as it was (redo). Raises EditionNotFound, ChangedElsewhere if its number was given again."""
    with services.unit_of_work() as uow:
        uow.editions.add_hand_over(hand_over)
        uow.commit()
