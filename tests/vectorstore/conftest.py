"""The bundled encoder, and one index of the bundled policies, for all tests of this folder."""

from pathlib import Path

import pytest

from tests.vectorstore.shelf import bundled
from vectorstore.build import build_index
from vectorstore.encoder import OnnxEncoder, load_encoder
from vectorstore.index import PolicyIndex
from vectorstore.search import Searcher


@pytest.fixture(scope="session")
def encoder(encoder_cache: Path) -> OnnxEncoder:
    return load_encoder(cache_dir=encoder_cache)


@pytest.fixture(scope="session")
def indexed_home(encoder: OnnxEncoder, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Shared: tests read it and never change it."""
    home = tmp_path_factory.mktemp("indexed")
    build_index(bundled(), encoder, home)
    return home


@pytest.fixture(scope="session")
def index(encoder: OnnxEncoder, indexed_home: Path) -> PolicyIndex:
    return PolicyIndex.open(indexed_home, bundled(), encoder)


@pytest.fixture(scope="session")
def searcher(index: PolicyIndex, encoder: OnnxEncoder) -> Searcher:
    return Searcher(index, encoder)
