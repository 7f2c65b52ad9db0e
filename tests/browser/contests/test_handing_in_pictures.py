"""A photograph of a phone is made light before it is sent, and arrives as the entrant's work."""

import io
import random
from datetime import datetime
from pathlib import Path

from flask import Flask
from PIL import Image

from blueprints.contests.services.works import work_of
from store import db
from store.files import files
from tests.services.contests.test_works import hall_with_gallery, token
from tests.support.browser import NewBrowser
from tests.support.processes import wait_until
from tests.support.server import Server

FIELD = "input[type=file]"
CHOSEN = f"""
const field = document.querySelector("{FIELD}");
const still = field.form.querySelector("[type=submit]").disabled;
return still ? [] : [...field.files].map((file) => [file.name, file.type, file.size]);
"""


def test_a_heavy_photograph_is_sent_light_and_upright(
    app: Flask, now: datetime, serving: Server, new_browser: NewBrowser, tmp_path: Path
) -> None:
    hall = hall_with_gallery(now)
    heavy, light = tmp_path / "IMG_0001.jpg", tmp_path / "small.png"
    exif = Image.Exif()
    exif[0x0112] = 6  # held upright: the pixels lie on their side
    grains = random.Random(1).randbytes(1800 * 1200 * 3)
    Image.frombytes("RGB", (1800, 1200), grains).save(heavy, "JPEG", quality=95, exif=exif)
    Image.new("RGB", (200, 100), "#884422").save(light)
    driver = new_browser(390, 844)
    driver.get(f"{serving.url}/work/{token(hall, 0)}")
    driver.find_element("css selector", FIELD).send_keys(f"{heavy}\n{light}")

    def chosen() -> list[list[object]]:
        files: list[list[object]] = driver.execute_script(CHOSEN)
        return files if files and int(str(files[0][2])) < heavy.stat().st_size else []

    wait_until(chosen, "the photograph made light", 60)
    first, second = chosen()
    assert first[:2] == ["IMG_0001.jpg", "image/jpeg"]
    assert second == ["small.png", "image/png", light.stat().st_size]
    driver.find_element("name", "title").send_keys("清晨的车间")
    driver.execute_script("document.querySelector('form.form').requestSubmit()")

    def kept() -> bool:
        db.session.rollback()
        work = work_of(hall.round_id, hall.entry(0).id)
        return work is not None and len(work.pictures) == 2

    wait_until(kept, "the work with both pictures", 60)
    work = work_of(hall.round_id, hall.entry(0).id)
    assert work is not None
    picture = Image.open(io.BytesIO(files().read(work.pictures[0].file)))
    assert picture.size == (800, 1200)
