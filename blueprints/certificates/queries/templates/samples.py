"""A template with made-up values: whose certificate it is, from whom, with which seal."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from blueprints.certificates import studio
from config import ROOT
from documents import Options, Row, Template, seals
from store.files import files

ISSUED_ON = "2026-05-01"
AT_ISSUE = ("number", "verify_url", "verify_code")
PORTRAIT = ROOT / "static" / "img" / "portrait.png"
_ISSUERS = {"zh": "示例市总工会", "en": "Example City Federation of Trade Unions"}
_OCCASIONS = {"zh": "2026年示例市职工技能大赛", "en": "the 2026 Example City Skills Contest"}


def sample_common(lang: str) -> dict[str, Any]:
    """The batch-wide values of a sample in `zh` or `en`."""
    return {
        "issuer": _ISSUERS[lang],
        "issued_on": ISSUED_ON,
        "occasion": _OCCASIONS[lang],
        "seal": True,
        "lang": lang,
        "verify_base": "https://example.org",
    }


def sample_options(
    lang: str, *, text_only: bool = False, sample: bool = False, **common: Any
) -> Options:
    """Options for showing a template; `common` takes the place of made-up values."""
    return Options(
        text_only=text_only,
        sample=sample,
        common={**sample_common(lang), **common},
        fonts=studio.fonts(),
    )


def with_seal(template: Template) -> Template:
    """The template with a seal for trying, which no body owns."""
    name = files().put(seals.seal_svg(_ISSUERS["zh"]).encode())
    return replace(template, assets={**template.assets, "seal": files().path(name)})


def example_row(template: Template, lang: str) -> Row:
    """The examples of a template's fields, with an outline for a picture."""
    values = {
        one.name: one.example_en if lang == "en" else one.example_zh
        for one in template.fields
        if one.kind != "image"
    }
    return Row(values, dict.fromkeys(_images(template), PORTRAIT))


def real_row(template: Template, values: Mapping[str, Any], photo: str | None, lang: str) -> Row:
    """Values of somebody on a list; number and address, known at issue, are the examples."""
    made_up = example_row(template, lang).values
    given = {name: made_up[name] for name in AT_ISSUE if name in made_up}
    empty = {one.name: "" for one in template.fields if one.kind != "image"}
    images = dict.fromkeys(_images(template), files().path(photo)) if photo else {}
    return Row({**empty, **values, **given}, images)


def _images(template: Template) -> list[str]:
    return [one.name for one in template.fields if one.kind == "image"]
