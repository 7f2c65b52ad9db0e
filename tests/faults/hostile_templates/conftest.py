"""One renderer for the attacks of a module; after each it still works for somebody else."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from documents.renderer import Renderer
from tests.support.certificates import OPTIONS, certificate, person
from tests.support.hostile_templates import SECRET


@pytest.fixture(scope="module")
def renderer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Renderer]:
    renderer = Renderer(tmp_path_factory.mktemp("hostile"), 1, seconds=5)
    yield renderer
    renderer.close()


@pytest.fixture(autouse=True)
def _others_go_on(renderer: Renderer) -> Iterator[None]:
    before = renderer.separate(certificate(), [person()], OPTIONS)
    yield
    assert renderer.separate(certificate(), [person()], OPTIONS) == before


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    path = tmp_path / "secret.txt"
    path.write_text(SECRET)
    return path
