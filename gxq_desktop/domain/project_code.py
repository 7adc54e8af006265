"""Code of an investment project (投资项目统一代码), GB/T 40058-2021 and the older form still in circulation."""

from __future__ import annotations

import re
import unicodedata

from gxq_desktop.domain.errors import DomainError

_SHAPE = re.compile(r"(\d{4})-(\d{6})-(\d{2})-(\d{2})-(\d{6})", re.ASCII)
_PROVINCE_TENS = {
    "1": "12345",
    "2": "123",
    "3": "1234567",
    "4": "123456",
    "5": "01234",
    "6": "123456",
    "7": "1",
    "8": "12",
}
_PROVINCES = frozenset(["00", *(tens + unit for tens, units in _PROVINCE_TENS.items() for unit in units)])
"""First two digits of GB/T 2260; 00 stands for the central government."""


def parse_project_code(text: str) -> str:
    """Return TEXT as a project code "2302-511700-04-01-123456" without blanks, in half-width digits.

    The first group is YYMM since 2020-11 (month 01–12), a year 20YY before. The check digit of clause 4.7 is not
    verified: the algorithm is not public.
    """
    code = unicodedata.normalize("NFKC", "".join(text.split())).translate(str.maketrans("—–‐−", "----"))
    match = _SHAPE.fullmatch(code)
    if match is None:
        raise DomainError(
            f"项目代码“{text}”的格式不对。",
            "应为 2302-511700-04-01-123456 这样的 24 个字符，请从投资项目在线审批监管平台复制。",
        )
    when, region = match[1], match[2]
    is_month = 1 <= int(when[2:]) <= 12
    is_old_year = 2013 <= int(when) <= 2020
    if not is_month and not is_old_year:
        raise DomainError(
            f"项目代码“{code}”的第一段“{when}”既不是年月（如 2302），也不是早期的年份（如 2019）。", "请核对第一段。"
        )
    if region[:2] not in _PROVINCES:
        raise DomainError(f"项目代码“{code}”的地区段“{region}”不是行政区划代码。", "达州市为 511700，请核对第二段。")
    return code
