"""How long reading, checking, judging and asking take.

Goals: everything parsed in 60 ms, all rules analysed in 200 ms, the open questions in 20 ms from any facts.
"""

from __future__ import annotations

import subprocess
import sys

import pytest
from pytest_benchmark.fixture import BenchmarkFixture

from gxq_desktop.catalogue.fact_files import load_facts, load_rules
from gxq_desktop.catalogue.rule_text import RuleReader
from gxq_desktop.domain.facts import Facts
from gxq_desktop.domain.questions import open_questions
from gxq_desktop.domain.rules import analyse
from gxq_desktop.domain.verdicts import judge
from tests.archetypes import ARCHETYPE
from tests.builders_rules import CATALOGUE, dictionary, entries, facts, rules

HALF_WAY = {label: answer for number, (label, answer) in enumerate(ARCHETYPE["N1"].answers.items()) if number % 2 == 0}
STARTS = {"nothing": {}, "built": {"建设性质": "新建", "供地方式": "出让"}, "half way": HALF_WAY}


def texts() -> list[str]:
    found = [entry.rule.text for entry in entries().values()]
    found += [variant.when.text for entry in entries().values() for variant in entry.variants]
    return found + [each.ask_when.text for each in dictionary() if each.ask_when]


def test_reading_all_rule_texts(benchmark: BenchmarkFixture) -> None:
    written = texts()

    benchmark(_read, written)
    assert benchmark.stats.stats.median < 0.060


def _read(written: list[str]) -> None:
    reader = RuleReader(dictionary())
    for text in written:
        reader.read(text)


def test_importing_the_parser_and_building_its_grammar(benchmark: BenchmarkFixture) -> None:
    code = (
        "import time; t = time.perf_counter(); from gxq_desktop.catalogue import rule_text; rule_text._parser(());"
        "print(time.perf_counter() - t)"
    )

    def once() -> float:
        return float(subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout)

    seconds = sorted(benchmark.pedantic(lambda: [once() for _ in range(5)], rounds=1))
    benchmark.extra_info["import_and_grammar_ms"] = round(seconds[2] * 1000, 1)
    assert seconds[2] < 0.200


def test_loading_and_checking_both_files(benchmark: BenchmarkFixture) -> None:
    benchmark(lambda: load_rules(CATALOGUE / "rules.yaml", load_facts(CATALOGUE / "facts.yaml")))
    assert benchmark.stats.stats.median < 0.200


def test_analysing_every_rule(benchmark: BenchmarkFixture) -> None:
    benchmark(lambda: [analyse(rule, dictionary()) for rule in rules().values()])
    assert benchmark.stats.stats.median < 0.200


@pytest.mark.parametrize("start", STARTS)
def test_ordering_the_open_questions(benchmark: BenchmarkFixture, start: str) -> None:
    answers = STARTS[start]

    benchmark(lambda: open_questions(rules(), facts(**answers)))
    assert benchmark.stats.stats.median < 0.020


def test_judging_all_rows_with_reasons(benchmark: BenchmarkFixture) -> None:
    answers = ARCHETYPE["N1"].answers

    benchmark(lambda: judge(rules(), Facts.read(dictionary(), answers)))
    assert benchmark.stats.stats.median < 0.020
