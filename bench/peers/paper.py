"""What every way of making certificates is given: the same people, words, pictures and fonts."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from documents import Options, Row, Template
from documents.fonts.faces import faces
from documents.gallery import find
from documents.qr import qr_png
from documents.seals import seal_svg

SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林罗高梁郑谢宋唐许邓冯韩曹曾彭萧蔡潘田董袁于余叶蒋杜苏魏程"
)
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰红建国文辉志鹏飞宇浩然子轩梓涵欣怡"
UNITS = [
    "第一机械制造有限公司",
    "市政设施养护中心",
    "城东供电分公司",
    "纺织工业集团总公司",
    "第二人民医院",
]
AWARDS = ["一等奖", "二等奖", "三等奖", "优秀奖"]
SITE = "zs.example.org"
HINT = f"扫码或登录 {SITE}/verify 查验"
ISSUER, DAY, DAY_WORDS = "市总工会", "2026-11-21", "二〇二六年十一月二十一日"
OCCASION = "二〇二六年全市职工职业技能竞赛（数控车工）决赛"


@dataclass(frozen=True)
class Person:
    name: str
    unit: str
    award: str
    number: str
    url: str

    @property
    def secret(self) -> str:
        """What can be typed instead of scanning."""
        return self.url[-8:].upper()

    @property
    def code(self) -> bytes:
        """The QR code as PNG, one pixel a module."""
        return qr_png(self.url)


def people(count: int) -> Iterator[Person]:
    """The same people each time."""
    chance = random.Random(7)
    for number in range(count):
        given = "".join(chance.choice(GIVEN) for _ in range(chance.choice((1, 2, 2))))
        yield Person(
            name=chance.choice(SURNAMES) + given,
            unit=chance.choice(UNITS),
            award=chance.choice(AWARDS),
            number=f"示工证字〔2026〕第{number:05d}号",
            url=f"https://{SITE}/v/{chance.getrandbits(48):012x}",
        )


@dataclass(frozen=True)
class Paper:
    """A folder with the pictures (frame.svg, flourish.svg, seal.svg) and the static faces."""

    folder: Path

    @property
    def faces(self) -> Path:
        return self.folder / "faces"


def paper(folder: Path) -> Paper:
    """Prepare the folder."""
    faces(folder / "faces")
    for name, path in find("honor-landscape-red").assets.items():
        (folder / name).write_bytes(path.read_bytes())
    (folder / "seal.svg").write_text(seal_svg(ISSUER), "utf-8")
    return Paper(folder)


def template(made: Paper) -> Template:
    ready = find("honor-landscape-red")
    return replace(ready, assets={**ready.assets, "seal": made.folder / "seal.svg"})


def row(person: Person) -> Row:
    return Row(values(person))


def values(person: Person) -> dict[str, Any]:
    return {
        "name": person.name,
        "honorific": "同志",
        "unit": person.unit,
        "reason": "",
        "award": person.award,
        "number": person.number,
        "verify_url": person.url,
        "verify_code": person.secret,
    }


def options() -> Options:
    common = {
        "issuer": ISSUER,
        "issued_on": DAY,
        "occasion": OCCASION,
        "seal": True,
        "lang": "zh",
        "verify_base": f"https://{SITE}",
    }
    return Options(title="荣誉证书", created=f"{DAY}T10:00:00+08:00", common=common)
