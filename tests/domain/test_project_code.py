import pytest

from gxq_desktop.domain.errors import DomainError
from gxq_desktop.domain.project_code import parse_project_code


@pytest.mark.parametrize(
    "code", ["2302-511700-04-01-123456", "2019-510113-39-03-345678", " 2302－511700－04－01－123456 "]
)
def test_both_forms_in_circulation_are_accepted(code: str) -> None:
    assert parse_project_code(code).count("-") == 4


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("2302-511700-04-01-12345", "格式不对"),
        ("2313-511700-04-01-123456", "第一段“2313”"),
        ("2302-991700-04-01-123456", "地区段“991700”"),
        ("٢٣٠٢-511700-04-01-123456", "格式不对"),
        ("", "格式不对"),
    ],
)
def test_a_wrong_code_is_refused_in_words(code: str, words: str) -> None:
    with pytest.raises(DomainError, match=words):
        parse_project_code(code)


def test_full_width_digits_of_an_input_method_are_the_same_digits() -> None:
    assert parse_project_code("２６１１—５１１７００－０４—０１—１１１１１１") == "2611-511700-04-01-111111"
