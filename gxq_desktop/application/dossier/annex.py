"""The why / why-not annex over all 105 rows, the open questions, the policies."""

from __future__ import annotations

from collections.abc import Mapping

from gxq_desktop.application.item_listing import basis_of
from gxq_desktop.application.views import PolicyView, QuestionView, VerdictRow
from gxq_desktop.domain.catalogue import Catalogue
from gxq_desktop.domain.items import ItemCode
from gxq_desktop.domain.project import Project
from gxq_desktop.domain.questions import open_questions
from gxq_desktop.domain.verdicts import ItemVerdict, Verdict


def override_text(verdict: ItemVerdict) -> str:
    """ "人工认定要办：理由（姓名，日期）", or "" if no officer decided."""
    return "" if verdict.override is None else verdict.override.text


def verdict_rows(catalogue: Catalogue, verdicts: Mapping[ItemCode, ItemVerdict]) -> tuple[VerdictRow, ...]:
    rows = []
    for item in catalogue.items:
        verdict = verdicts[item.code]
        rows.append(
            VerdictRow(
                code=item.code,
                name=item.name,
                short_name=item.short_name,
                item_list=item.list,
                verdict=verdict.verdict,
                sentence=verdict.explanation.sentence,
                project_fact=verdict.explanation.project_fact,
                threshold=verdict.explanation.when_it_applies,
                rule_text=item.rule.text,
                basis="；".join(basis_of(item)),
                override_text=override_text(verdict),
            )
        )
    return tuple(rows)


def question_views(catalogue: Catalogue, project: Project) -> tuple[QuestionView, ...]:
    views = []
    for question in open_questions(catalogue.rules, project.facts, project.overrides, catalogue.variants):
        fact = catalogue.facts[question.fact]
        views.append(QuestionView(fact.key, fact.label, fact.question, fact.help, question.settles, question.touches))
    return tuple(views)


def policy_views(catalogue: Catalogue, project: Project) -> tuple[PolicyView, ...]:
    """Policies that match or may match; those whose rule says no are left out."""
    views = []
    for policy in catalogue.policies:
        verdict, sentence = Verdict.UNDECIDED, "条件不在本次所问的事实里，请向窗口咨询。"
        if policy.when is not None:
            explanation = policy.when.explain(project.facts)
            verdict, sentence = Verdict.of(explanation.truth), explanation.sentence
        if verdict is not Verdict.NOT_APPLICABLE:
            views.append(
                PolicyView(
                    policy.name,
                    policy.stage,
                    policy.summary,
                    policy.nature,
                    verdict,
                    sentence,
                    policy.provenance.source + ("（样例，以本地文件为准）" if policy.provenance.template else ""),
                )
            )
    return tuple(views)
