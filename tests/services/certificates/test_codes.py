"""Codes: unguessable, and understood however they are typed."""

import math
from collections import Counter

import pytest

from blueprints.certificates import codes


def test_a_code_has_eighty_random_bits_and_no_look_alikes() -> None:
    assert len(codes.ALPHABET) ** codes.LENGTH == 2**80
    assert not set("OIL") & set(codes.ALPHABET)
    made = [codes.new_code() for _ in range(400)]
    assert len(set(made)) == 400
    assert all(codes.normalised(code) == code for code in made)
    counts = Counter("".join(made))  # 6400 letters: 200 of each of the 32, give or take six sigma
    assert set(counts) == set(codes.ALPHABET)
    assert max(abs(count - 200) for count in counts.values()) < 6 * math.sqrt(200)


def test_an_own_key_fits_its_column_and_an_address() -> None:
    keys = {codes.new_own_key() for _ in range(50)}
    assert len(keys) == 50
    assert {len(key) for key in keys} == {32}
    assert all(key.replace("-", "").replace("_", "").isalnum() for key in keys)


@pytest.mark.parametrize(
    "typed",
    [
        "7G2KM4XQ01AB9ZYT",
        "7g2k-m4xq-01ab-9zyt",
        " 7G2K M4XQ 01AB 9ZYT ",
        "７Ｇ２Ｋ－Ｍ４ＸＱ－０１ＡＢ－９ＺＹＴ",
        "7G2K–M4XQ–OIAB–9ZYT",
        "7g2k m4xq olab 9zyt",
        "7G2K　M4XQ\n01AB\t9ZYT",
    ],
)
def test_spellings_of_one_code_are_one(typed: str) -> None:
    assert codes.normalised(typed) == "7G2KM4XQ01AB9ZYT"


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "7G2K",
        "7G2KM4XQ01AB9ZYTT",
        "7G2KM4XQ01AB9ZYU",
        "7G2KM4XQ01AB9ZY!",
        "七G2KM4XQ01AB9ZYT",
        "../../etc/passwd",
        "7G2KM4XQ01AB9ZYT" + " " * 60,
        "\0" * 16,
        "١٢٣٤٥٦٧٨١٢٣٤٥٦٧٨",
    ],
)
def test_what_is_no_code_is_none(typed: str) -> None:
    assert codes.normalised(typed) == ""


def test_a_printed_code_is_read_back() -> None:
    code = codes.new_code()
    printed = codes.grouped(code)
    assert [len(part) for part in printed.split("-")] == [4, 4, 4, 4]
    assert codes.normalised(printed) == code


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("查验码：7G2K-M4XQ-01AB-9ZYT", "7G2KM4XQ01AB9ZYT"),
        ("7G2K-M4XQ\x02\r\n01AB-9ZYT\r\n扫码查验", "7G2KM4XQ01AB9ZYT"),
        ("https://example.org/v/7G2KM4XQ01AB9ZYT, 7G2K-M4XQ-01AB-9ZYT", "7G2KM4XQ01AB9ZYT"),
        ("7G2K-M4XQ-01AB-9ZYT 7G2K-M4XQ-01AB-9ZYV", ""),
        ("7G2K-M4XQ-01AB-9ZYT-7777", ""),
        ("X7G2K-M4XQ-01AB-9ZYT", ""),
        ("7G2KM4XQ01AB9ZYT", ""),
        ("", ""),
    ],
)
def test_of_a_text_the_one_code_on_it_is_read(text: str, code: str) -> None:
    assert codes.printed_in(text) == code
