"""`python -m evals.training.train_reranker FOLDER --policies FOLDER`: train the reranker that ships with the product.

FOLDER holds *.jsonl, a line {"file", "question", "answerable", "spans": [{"start", "end"}]}; `file` is a policy in the other
folder. One policy in six is held out and measured, one in six chooses the weight; see docs/reranker.md.
"""

import argparse
import json
import random
import sys
import tempfile
import time
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from assistant.pipeline import Assistant
from assistant.settings import Settings
from evals.training.reranker_data import CANDIDATES, Example, bucket, read_examples
from evals.training.reranker_network import export_int8, list_loss, new_network, padded, pair_tokenizer
from vectorstore.encoder import BASE_MODEL, BASE_SHA256, file_sha256
from vectorstore.reranker import FACTS_FILE, MODEL_FILE, WEIGHTS, OnnxReranker, Relevance, RerankerFacts, reordered, standing

if TYPE_CHECKING:
    import torch

SEED = 0
LAYERS = 3
MAX_TOKENS = 64
RATE, HEAD_RATE = 1e-4, 1e-3
WARM_UP = 0.1
# Whether a question can be answered must be read in the passages, not guessed from its wording: in this share of its turns an
# answerable question is shown without its gold passages, and only this share of the unanswerable ones is taught.
WITHOUT_GOLD, UNANSWERABLE = 0.35, 0.15
# Questions a step, and gold and wrong passages of each.
QUESTIONS, RIGHTS, PASSAGES = 8, 2, 6
# Weights of the reranker tried on the policies that choose it.
TRIED = (0.01, 0.02, 0.03, 0.05, 0.08, 0.12, 0.2)


def train(examples: Sequence[Example], epochs: float, threads: int) -> "torch.nn.Module":
    """The trained network. Seeds are fixed; sums of several threads still differ in the last digits."""
    import torch  # noqa: PLC0415

    torch.set_num_threads(threads)
    torch.manual_seed(SEED)
    chance = random.Random(SEED)  # noqa: S311 - nothing here is secret
    network, tokenizer = new_network(LAYERS), pair_tokenizer(MAX_TOKENS)
    body = [value for name, value in network.named_parameters() if value.requires_grad and not name.startswith("head.")]
    head = [value for name, value in network.named_parameters() if name.startswith("head.")]
    optimizer = torch.optim.AdamW([{"params": body}, {"params": head}], weight_decay=0.01)
    steps, order, losses, began = int(epochs * len(examples) / QUESTIONS), list[int](), list[float](), time.monotonic()
    network.train()
    for step in range(steps):
        share = step / steps
        factor = max(min(1.0, share / WARM_UP) * min(1.0, (1 - share) / (1 - WARM_UP)), 0.02)
        optimizer.param_groups[0]["lr"], optimizer.param_groups[1]["lr"] = RATE * factor, HEAD_RATE * factor
        if len(order) < QUESTIONS:
            order = list(range(len(examples)))
            chance.shuffle(order)
        batch = [examples[order.pop()] for _ in range(QUESTIONS)]
        drawn = []
        for example in batch:
            gold, wrong = example.draw(chance, RIGHTS, PASSAGES - max(1, min(RIGHTS, len(example.gold))))
            drawn.append((example, [] if chance.random() < WITHOUT_GOLD else gold, wrong))
        pairs = [(example.question, text) for example, gold, wrong in drawn for text in (*gold, *wrong)]
        # Short and long pairs apart: padding is computed like anything else.
        by_length = sorted(range(len(pairs)), key=lambda row: len(pairs[row][1]))
        parts = []
        for half in (by_length[: len(pairs) // 2], by_length[len(pairs) // 2 :]):
            feed = [torch.from_numpy(values) for values in padded(tokenizer, [pairs[row] for row in half])]
            with torch.autocast("cpu", dtype=torch.bfloat16):
                parts.append(network(*feed).float())
        scores = torch.cat(parts)[torch.from_numpy(np.argsort(by_length))]
        loss, taken = scores.new_zeros(()), 0
        for _, gold, wrong in drawn:
            loss = loss + list_loss(scores[taken : taken + len(gold) + len(wrong)], len(gold)) / len(drawn)
            taken += len(gold) + len(wrong)
        optimizer.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(body + head, 1.0)
        optimizer.step()
        losses.append(loss.item())
        if (step + 1) % 25 == 0:
            minutes = (time.monotonic() - began) / 60
            sys.stderr.write(f"step {step + 1} of {steps}, {minutes:.1f} min, loss {np.mean(losses[-100:]):.3f}\n")
    return network


def ranked(examples: Sequence[Example], scores: Sequence[Relevance]) -> tuple[float, float]:
    """P@1 and the share of gold passages among the first four, over questions that have gold."""
    first, among = [], []
    for example, values in zip(examples, scores, strict=True):
        if example.gold:
            order = np.argsort(-values, kind="stable").tolist()
            first.append(order[0] in example.gold)
            among.append(np.mean([row in order[:4] for row in example.gold]))
    return float(np.mean(first)), float(np.mean(among))


def area(answerable: Sequence[bool], values: Sequence[float]) -> float:
    """Area under the ROC curve."""
    from sklearn.metrics import roc_auc_score  # type: ignore[import-untyped]  # noqa: PLC0415

    return float(roc_auc_score(answerable, values))


def moved(examples: Sequence[Example], relevance: Sequence[Relevance], weight: float, candidates: int) -> list[Relevance]:
    """First-stage scores with the best passages reordered."""
    return [
        reordered(example.score, example.best[:candidates], found[:candidates], weight)
        for example, found in zip(examples, relevance, strict=True)
    ]


def main(arguments: Sequence[str] | None = None) -> int:
    """Train, choose the weight, measure on held-out policies, write the weights."""
    parser = argparse.ArgumentParser(prog="python -m evals.training.train_reranker", description=__doc__)
    parser.add_argument("questions", type=Path, help="folder of *.jsonl")
    parser.add_argument("--policies", type=Path, required=True, help="folder of the questions' policies")
    parser.add_argument("--without", nargs="*", default=[], metavar="FILE", help="policies kept for other measurements")
    parser.add_argument("--home", type=Path, help="keep the library and index here between runs")
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    parser.add_argument("--epochs", type=float, default=2.0)
    parser.add_argument("--candidates", type=int, default=8, help=f"passages reranked for a question, at most {CANDIDATES}")
    parser.add_argument("--threads", type=int, default=2)
    chosen = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as scratch:
        home = chosen.home or Path(scratch)
        product = Assistant.open(Settings.model_validate({"home": home, "encoder_precision": "int8"}), bundled=False)
        examples = read_examples(sorted(chosen.questions.glob("*.jsonl")), chosen.policies, product)
    examples = [example for example in examples if example.file not in chosen.without]
    chance = random.Random(SEED)  # noqa: S311 - nothing here is secret
    learned = [one for one in examples if bucket(one.file) > 1 and (one.gold or chance.random() < UNANSWERABLE)]
    network = train(learned, chosen.epochs, chosen.threads)
    chosen.out.mkdir(parents=True, exist_ok=True)
    export_int8(network, chosen.out / MODEL_FILE)
    digest = file_sha256(chosen.out / MODEL_FILE)
    facts = RerankerFacts(digest, BASE_SHA256, LAYERS, MAX_TOKENS, SEED, chosen.candidates, TRIED[0])
    reranker = OnnxReranker(chosen.out, facts)
    figures: dict[str, dict[str, float]] = {}
    weight = TRIED[0]
    for name, side in (("choosing", 1), ("held_out", 0)):
        asked = [example for example in examples if bucket(example.file) == side]
        relevance = [reranker.scores(one.question, [one.texts[row] for row in one.best]) for one in asked]
        if name == "choosing":
            weight = max(TRIED, key=lambda tried: sum(ranked(asked, moved(asked, relevance, tried, chosen.candidates))))
        before, after = (
            ranked(asked, [one.score for one in asked]),
            ranked(asked, moved(asked, relevance, weight, chosen.candidates)),
        )
        answerable = [bool(one.gold) for one in asked]
        figures[name] = {
            "policies": len({one.file for one in asked}),
            "questions": len(asked),
            "p1_before": before[0],
            "p1_after": after[0],
            "recall4_before": before[1],
            "recall4_after": after[1],
            "answerable_auc_before": area(answerable, [float(one.score.max()) for one in asked]),
            "answerable_auc_after": area(
                answerable, [standing(found[: chosen.candidates])["rerank_over_mean"] for found in relevance]
            ),
        }
    record = {
        "sha256": digest,
        "base": BASE_MODEL,
        "base_sha256": BASE_SHA256,
        "layers": LAYERS,
        "max_tokens": MAX_TOKENS,
        "seed": SEED,
        "epochs": chosen.epochs,
        "candidates": chosen.candidates,
        "weight": weight,
        "trained_on": {"questions": len(learned), "policies": len({one.file for one in learned})},
        "figures": {name: {key: round(value, 4) for key, value in row.items()} for name, row in figures.items()},
        "versions": {name: version(name) for name in ("torch", "transformers", "onnx", "onnxruntime")},
        "date": datetime.now(UTC).date().isoformat(),
    }
    (chosen.out / FACTS_FILE).write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")
    sys.stdout.write(json.dumps(record["figures"], indent=1) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
