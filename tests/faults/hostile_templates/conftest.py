"""One renderer for the attacks of a module; after each it still works for somebody else."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from documents import Made
from documents.renderer import Renderer
from tests.support.certificates import OPTIONS, certificate, person
from tests.support.hostile_templates import SECRET
from tests.support.processes import DEADLINE_S


@pytest.fixture(scope="module")
def renderer(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Renderer]:
    renderer = Renderer(tmp_path_factory.mktemp("hostile"), 1, seconds=5)
    yield renderer
    renderer.close()


@pytest.fixture(autouse=True)
def _others_go_on(renderer: Renderer) -> Iterator[None]:
    before = _honest(renderer)
    yield
    assert _honest(renderer) == before


def _honest(renderer: Renderer) -> list[Made]:
    """A certificate like any other, in whatever time a busy machine takes for it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(renderer, "_seconds", DEADLINE_S)
        return renderer.separate(certificate(), [person()], OPTIONS)


@pytest.fixture
def secret(tmp_path: Path) -> Path:
    path = tmp_path / "secret.txt"
    path.write_text(SECRET)
    return path
