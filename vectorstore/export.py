"""Turns a sentence-transformers model into ONNX files, once; the only module that imports torch.

It does so in a process of its own (`python -m vectorstore.export`): torch takes some 500 MB, which a server that has started
on an empty home would otherwise hold for as long as it runs.
"""

import json
import logging
import os
import shutil
import subprocess
import sys
import tempfile
import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from vectorstore.errors import EncoderError
from vectorstore.tuning import read_tuning

ENCODER_FILE = "encoder.json"
TOKENIZER_FILE = "tokenizer.json"
OPSET = 17
# How the process says that what it wrote on stderr is meant for people.
TOLD = 3
log = logging.getLogger(__name__)


def model_file(precision: str) -> str:
    """File name of the exported model at a precision."""
    return f"model.{precision}.onnx"


def export_encoder(source: str, name: str, sha256: str, target: Path, tuning: Path | None = None) -> None:
    """Write `target`/{encoder.json, tokenizer.json, model.fp32.onnx, model.int8.onnx}, whole or not at all.

    The graph is the sentence-transformers pipeline itself (transformer, pooling, normalisation) and L2-normalises its output;
    the differences in the file `tuning` are added to its weights first.
    EncoderError when the model cannot be loaded, has no fast tokenizer, or the process that exports it ends before it is done.
    """
    target.parent.mkdir(parents=True, exist_ok=True)
    scratch = Path(tempfile.mkdtemp(prefix=".export-", dir=target.parent))
    try:
        _export_apart(source, name, sha256, scratch, tuning)
        for file in scratch.iterdir():
            with file.open("rb") as handle:
                os.fsync(handle.fileno())
        try:
            scratch.rename(target)
        except OSError:
            # Another process published the same export first, or a broken one is in the way.
            if not (target / ENCODER_FILE).is_file():
                shutil.rmtree(target, ignore_errors=True)
                scratch.rename(target)
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


def _export_apart(source: str, name: str, sha256: str, scratch: Path, tuning: Path | None) -> None:
    """Export in another process, which sees the same packages; it ends with this one's Ctrl-C."""
    # -P: a folder that one happens to stand in may hold something of the same name.
    command = [
        sys.executable,
        "-P",
        "-m",
        __name__,
        source,
        name,
        sha256,
        str(scratch),
        *([] if tuning is None else [str(tuning)]),
    ]
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(path or str(Path.cwd()) for path in sys.path)}
    # The arguments are files and names, and no shell reads them.
    done = subprocess.run(  # noqa: S603
        command, env=environment, stdin=subprocess.DEVNULL, capture_output=True, text=True, errors="replace", check=False
    )
    if done.returncode == 0:
        return
    said = done.stderr.strip()
    if done.returncode == TOLD:
        raise EncoderError(said)
    log.debug("exporting %s: %s", source, said)
    if done.returncode < 0:
        reason = f"signal {-done.returncode} ended it; it needs 1 GB of memory for ten seconds, once"
    else:
        reason = (
            f"{said.splitlines()[-1] if said else f'exit code {done.returncode}'}; check encoder_model and the installation"
        )
    raise EncoderError(f"{source}: cannot be prepared for ONNX Runtime: {reason}")


def _export(source: str, name: str, sha256: str, scratch: Path, tuning: Path | None) -> None:
    with warnings.catch_warnings():
        # Tracing warns about Python branches in the transformer; the export is compared with the original in a test.
        warnings.simplefilter("ignore")
        import torch  # noqa: PLC0415 - seconds to import, needed only here
        from sentence_transformers import SentenceTransformer  # noqa: PLC0415
        from transformers.utils.logging import disable_progress_bar  # noqa: PLC0415

        disable_progress_bar()  # type: ignore[no-untyped-call,unused-ignore]

        try:
            model = SentenceTransformer(source, device="cpu", model_kwargs={"attn_implementation": "eager"})
        except (OSError, ValueError) as error:
            raise EncoderError(f"{source}: not a sentence-transformers model ({error}); check encoder_model") from error
        model.eval()
        if tuning is not None:
            # Names of a sentence-transformers model begin with its module's, "0.model.".
            own = {parameter.split(".", 2)[-1]: value for parameter, value in model.named_parameters()}
            with torch.no_grad():
                for parameter, difference in read_tuning(tuning).items():
                    own[parameter].add_(torch.from_numpy(difference))
        fast = getattr(model.tokenizer, "backend_tokenizer", None)
        if fast is None:
            raise EncoderError(f"{source}: has no fast tokenizer; choose another encoder_model")
        fast.no_padding()
        fast.no_truncation()
        fast.save(str(scratch / TOKENIZER_FILE))
        inputs = [key for key in model.tokenizer.model_input_names if key in ("input_ids", "attention_mask", "token_type_ids")]

        class Pipeline(torch.nn.Module):  # type: ignore[misc,unused-ignore]
            def __init__(self) -> None:
                super().__init__()
                self.model = model

            def forward(self, *tensors: Any) -> Any:
                features = dict(zip(inputs, tensors, strict=True))
                embedding = self.model(features)["sentence_embedding"]
                return torch.nn.functional.normalize(embedding, p=2, dim=-1)

        example = model.tokenizer(["a first sentence", "another, somewhat longer sentence"], padding=True, return_tensors="pt")
        fp32 = scratch / model_file("fp32")
        with torch.no_grad():
            torch.onnx.export(
                Pipeline(),
                tuple(example[key] for key in inputs),
                str(fp32),
                input_names=inputs,
                output_names=["embedding"],
                dynamic_axes={key: {0: "batch", 1: "tokens"} for key in inputs} | {"embedding": {0: "batch"}},
                opset_version=OPSET,
                dynamo=False,
            )
        from onnxruntime.quantization import (  # type: ignore[import-untyped]  # noqa: PLC0415
            QuantType,
            quantize_dynamic,
        )

        # It recommends a pre-processing that changes nothing for this kind of model, by the root logger, which it sets up.
        handlers = logging.root.handlers.copy()
        logging.root.handlers = [logging.NullHandler()]
        try:
            # A scale a channel loses a fifth of what one scale a matrix does; seven bits do not saturate on older processors.
            quantize_dynamic(
                str(fp32),
                str(scratch / model_file("int8")),
                weight_type=QuantType.QInt8,
                per_channel=True,
                reduce_range=True,
            )
        finally:
            logging.root.handlers = handlers
    pad = getattr(model.tokenizer, "pad_token_id", 0) or 0
    facts = {
        "name": name,
        "sha256": sha256,
        "dimension": int(model.get_embedding_dimension() or 0),
        "max_tokens": int(model.max_seq_length or 256),
        "pad_id": int(pad),
        "pad_token": str(model.tokenizer.pad_token or "[PAD]"),
        "inputs": inputs,
        "bytes": {precision: (scratch / model_file(precision)).stat().st_size for precision in ("fp32", "int8")},
    }
    (scratch / ENCODER_FILE).write_text(json.dumps(facts, indent=2), encoding="utf-8")


def main(arguments: Sequence[str]) -> int:
    """Export SOURCE NAME SHA256 into the folder SCRATCH, with TUNING if given; 3 and a line on stderr for what one can mend."""
    source, name, sha256, scratch, *tuning = arguments
    try:
        _export(source, name, sha256, Path(scratch), Path(tuning[0]) if tuning else None)
    except EncoderError as error:
        sys.stderr.write(f"{error}\n")
        return TOLD
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
