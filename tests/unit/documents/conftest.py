"""One renderer for all of these tests: static faces take some seconds to make."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from documents.renderer import Renderer


@pytest.fixture(scope="session")
def faces_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("documents")


@pytest.fixture(scope="session")
def renderer(faces_folder: Path) -> Iterator[Renderer]:
    renderer = Renderer(faces_folder, 2)
    yield renderer
    renderer.close()
