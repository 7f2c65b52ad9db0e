"""A batch's page shows a certificate as it will look, drawn anew for each look."""

import io
import re
from collections.abc import Iterator
from datetime import datetime

import pytest
from flask.testing import FlaskClient
from PIL import Image

from blueprints.certificates.studio import studio
from tests.support.issuing import made, passed, people
from tests.support.people import World, make_world, sign_in


@pytest.fixture
def world(app: object, now: datetime) -> Iterator[World]:
    yield make_world(now)
    studio().close()


def test_the_page_keeps_room_of_the_samples_form_while_it_is_drawn(
    world: World, client: FlaskClient, now: datetime
) -> None:
    """Else the rows below would move away under a finger."""
    sign_in(client, "qian")
    batch = passed(made(world.west, people(1), now), now)
    page = client.get(f"/certificates/batches/{batch}").text
    address, width, height = re.search(  # type: ignore[union-attr]
        rf'<img src="(/certificates/batches/{batch}/[^"]+)"[^>]* width="(\d+)" height="(\d+)"', page
    ).groups()
    drawn = Image.open(io.BytesIO(client.get(address).data))
    assert drawn.width / drawn.height == pytest.approx(int(width) / int(height), rel=0.005)
