"""A short text is a text: the HTML parser would read a file of that name."""

from pathlib import Path

from documents import markup


def test_the_name_of_a_file_is_only_words(tmp_path: Path) -> None:
    secret = tmp_path / "secret"
    secret.write_text("<p>never shown</p>")
    assert markup.parse(str(secret)) == [str(secret)]


def test_a_text_too_long_for_a_file_name_is_parsed() -> None:
    [_lead, paragraph] = markup.parse(f"<p>{'长' * 190}</p>")
    assert paragraph.text == "长" * 190
