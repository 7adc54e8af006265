import pytest
from hypothesis import given
from hypothesis import strategies as st

from gxq_desktop.domain.credit_code import ALPHABET, check_letter, parse_credit_code
from gxq_desktop.domain.errors import DomainError


@pytest.mark.parametrize(
    "code", ["91110000600037341L", "914403001922038216", "91350100M000100Y43", "91511700MA00TEXT1X"]
)
def test_the_examples_of_the_dossier_are_accepted(code: str) -> None:
    assert parse_credit_code(f" {code.lower()} ") == code


@given(st.text(ALPHABET, min_size=17, max_size=17), st.integers(0, 17), st.sampled_from(ALPHABET))
def test_one_wrong_letter_is_always_noticed(body: str, position: int, letter: str) -> None:
    code = body + check_letter(body)
    wrong = code[:position] + letter + code[position + 1 :]

    if wrong == code:
        assert parse_credit_code(wrong) == code
    else:
        with pytest.raises(DomainError, match="校验位"):
            parse_credit_code(wrong)


@pytest.mark.parametrize(
    ("letter", "hint"), [("O", "是不是 0"), ("I", "是不是 1"), ("Z", "是不是 2"), ("S", "是不是 5")]
)
def test_a_confusable_letter_is_pointed_out_and_not_corrected(letter: str, hint: str) -> None:
    with pytest.raises(DomainError, match=f"第 3 位“{letter}”.*{hint}"):
        parse_credit_code("91" + letter + "11700MA00TEXT1X"[:15])


def test_a_short_code_is_refused_with_its_length() -> None:
    with pytest.raises(DomainError, match="有 3 位，应为 18 位"):
        parse_credit_code("911")


def test_full_width_letters_of_an_input_method_are_the_same_letters() -> None:
    assert parse_credit_code("９１５１１７００ＭＡ６１ＴＡＭＰ１８") == "91511700MA61TAMP18"
