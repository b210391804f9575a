"""The reranker's network in torch, its loss, and its way into an int8 ONNX file."""

import warnings
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from vectorstore.encoder import base_model_dir

if TYPE_CHECKING:
    import torch
    from tokenizers import Tokenizer

INPUTS = ("input_ids", "attention_mask", "token_type_ids")
OPSET = 17


def pair_tokenizer(max_tokens: int) -> "Tokenizer":
    """The base model's tokenizer for pairs; the longer of the two is cut."""
    from tokenizers import Tokenizer  # noqa: PLC0415

    tokenizer = Tokenizer.from_file(str(base_model_dir() / "tokenizer.json"))
    tokenizer.no_padding()
    tokenizer.enable_truncation(max_tokens, strategy="longest_first")
    return tokenizer


def padded(tokenizer: "Tokenizer", pairs: Sequence[tuple[str, str]]) -> "list[np.ndarray]":
    """INPUTS of a batch, int64 (pairs, longest)."""
    encodings = tokenizer.encode_batch(list(pairs))
    width = max(len(encoding.ids) for encoding in encodings)
    tokens, mask, kinds = (np.zeros((len(encodings), width), dtype=np.int64) for _ in INPUTS)
    for row, encoding in enumerate(encodings):
        length = len(encoding.ids)
        tokens[row, :length], mask[row, :length], kinds[row, :length] = encoding.ids, 1, encoding.type_ids
    return [tokens, mask, kinds]


def new_network(layers: int) -> "torch.nn.Module":
    """The base model's first layers, and one number from its first token and the mean of all; the vocabulary stays frozen."""
    import torch  # noqa: PLC0415
    from transformers import BertModel  # noqa: PLC0415

    class CrossEncoder(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.bert = BertModel.from_pretrained(str(base_model_dir()), attn_implementation="sdpa")
            self.bert.encoder.layer = torch.nn.ModuleList(list(self.bert.encoder.layer)[:layers])
            self.bert.config.num_hidden_layers = layers
            self.bert.embeddings.requires_grad_(False)
            self.drop = torch.nn.Dropout(0.1)
            self.head = torch.nn.Linear(2 * self.bert.config.hidden_size, 1)
            torch.nn.init.normal_(self.head.weight, std=0.02)
            torch.nn.init.zeros_(self.head.bias)

        def forward(self, ids: "torch.Tensor", mask: "torch.Tensor", kinds: "torch.Tensor") -> "torch.Tensor":
            states = self.bert(input_ids=ids, attention_mask=mask, token_type_ids=kinds).last_hidden_state
            weights = mask.unsqueeze(-1).to(states.dtype)
            mean = (states * weights).sum(1) / weights.sum(1)
            scores: torch.Tensor = self.head(self.drop(torch.cat([states[:, 0], mean], -1))).squeeze(-1)
            return scores

    return CrossEncoder()


def list_loss(scores: "torch.Tensor", rights: int) -> "torch.Tensor":
    """Softmax over a question's passages, the first `rights` gold, and one more outcome, "not answered", whose score is 0."""
    import torch  # noqa: PLC0415

    everything = torch.logsumexp(torch.cat([scores, scores.new_zeros(1)]), 0)
    if not rights:
        return everything
    gold = scores[:rights]
    return everything - torch.logsumexp(gold, 0) + 0.3 * torch.nn.functional.softplus(-gold).mean()


def export_int8(network: "torch.nn.Module", target: Path) -> None:
    """Write the network as ONNX with int8 weights; the float file beside it is removed."""
    import torch  # noqa: PLC0415
    from onnxruntime.quantization import QuantType, quantize_dynamic  # type: ignore[import-untyped]  # noqa: PLC0415

    network.eval()
    network.bert.set_attn_implementation("eager")  # type: ignore[operator,union-attr]
    example = torch.ones(2, 16, dtype=torch.long)
    axes = {name: {0: "pairs", 1: "tokens"} for name in INPUTS} | {"score": {0: "pairs"}}
    exact = target.with_suffix(".fp32.onnx")
    with warnings.catch_warnings():
        # Tracing warns about Python branches in the transformer.
        warnings.simplefilter("ignore")
        torch.onnx.export(
            network,
            (example, example, example * 0),
            str(exact),
            input_names=list(INPUTS),
            output_names=["score"],
            dynamic_axes=axes,
            opset_version=OPSET,
            dynamo=False,
        )
        quantize_dynamic(str(exact), str(target), weight_type=QuantType.QInt8)
    exact.unlink()
