"""`python -m evals.training.train_encoder FOLDER`: tune the encoder that ships with the product.

FOLDER holds the policies' texts.

Every weight of the base but the vocabulary is trained, on the questions in evals/training. One policy in six is held out and
measured, before and after. Two passes of some twenty minutes on two cores. See docs/encoder.md.
"""

import argparse
import json
import random
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from assistant.pipeline import Assistant
from assistant.settings import Settings
from evals.training.encoder_data import Example, Floats, Shelf, held_out, read_shelf
from vectorstore.encoder import BASE_MODEL, BASE_SHA256, BUNDLED_MODEL, base_model_dir, file_sha256
from vectorstore.export import TOKENIZER_FILE
from vectorstore.tuning import ARRAYS_FILE, FACTS_FILE, WEIGHTS, write_tuning

if TYPE_CHECKING:
    import torch

SEED = 0
EPOCHS = 2
RATE, DECAY, WARM_UP, LEAST_RATE = 5e-5, 0.01, 0.1, 0.02
# Questions a step, all of one policy, and the passages they are told apart among: gold ones, the best wrong ones, any others.
QUESTIONS, PASSAGES = 32, 96
GOLD_DRAWN = 5
WRONG_AMONG, WRONG_DRAWN = 16, 4
# Cosine and the product's other scores, as logits: about as much to each other as the product weighs them.
COSINE_LOGITS, FIRST_LOGITS = 20.0, 6.0
# A passage this near to a gold one says much the same: it is not taught as wrong.
TOO_NEAR = 0.9
# Longer passages are cut when they are trained on, never when they are measured.
TOKENS = 112
BATCH_TEXTS = 32
# What the product weighs the cosine with, beside its other scores.
MEASURED_WEIGHT = 2.0
FIRST_FEW = 4


class Network:
    """The base model as sentence-transformers runs it: the mean over all tokens, of length one."""

    def __init__(self, threads: int) -> None:
        import torch  # noqa: PLC0415
        from tokenizers import Tokenizer  # noqa: PLC0415
        from transformers import BertModel  # noqa: PLC0415

        torch.set_num_threads(threads)
        torch.manual_seed(SEED)
        self.bert = BertModel.from_pretrained(str(base_model_dir()), attn_implementation="sdpa", add_pooling_layer=False)
        self.bert.embeddings.requires_grad_(False)
        self._tokenizer = Tokenizer.from_file(str(base_model_dir() / TOKENIZER_FILE))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(256)

    def tokens(self, texts: Sequence[str]) -> list[list[int]]:
        """Ids of each text."""
        return [encoding.ids for encoding in self._tokenizer.encode_batch(list(texts))]

    def encode(self, ids: Sequence[Sequence[int]]) -> "torch.Tensor":
        """(len(ids), X), in bfloat16 but for the mean."""
        import torch  # noqa: PLC0415

        order = sorted(range(len(ids)), key=lambda row: len(ids[row]))
        parts = []
        for first in range(0, len(order), BATCH_TEXTS):
            batch = order[first : first + BATCH_TEXTS]
            width = len(ids[batch[-1]])
            tokens = torch.zeros(len(batch), width, dtype=torch.long)
            mask = torch.zeros(len(batch), width, dtype=torch.long)
            for place, row in enumerate(batch):
                tokens[place, : len(ids[row])] = torch.tensor(ids[row])
                mask[place, : len(ids[row])] = 1
            with torch.autocast("cpu", dtype=torch.bfloat16):
                states = self.bert(input_ids=tokens, attention_mask=mask).last_hidden_state
            shares = mask.unsqueeze(-1).float()
            parts.append(torch.nn.functional.normalize((states.float() * shares).sum(1) / shares.sum(1), dim=-1))
        back = torch.empty(len(order), dtype=torch.long)
        back[torch.tensor(order)] = torch.arange(len(order))
        return torch.cat(parts)[back]


def batches(examples: Sequence[Example], chance: random.Random) -> Iterator[list[Example]]:
    """All examples once, in groups on one policy, shuffled."""
    by_file: dict[str, list[Example]] = {}
    for example in examples:
        by_file.setdefault(example.file, []).append(example)
    groups = []
    for asked in by_file.values():
        shuffled = chance.sample(asked, len(asked))
        groups += [shuffled[first : first + QUESTIONS] for first in range(0, len(shuffled), QUESTIONS)]
    chance.shuffle(groups)
    yield from groups


def drawn(asked: Sequence[Example], passages: int, chance: random.Random) -> tuple[list[tuple[int, ...]], list[int]]:
    """Some gold rows of each question, and the rows of the policy that all of them are told apart among."""
    gold = [tuple(chance.sample(one.gold, min(GOLD_DRAWN, len(one.gold)))) for one in asked]
    among = dict.fromkeys(row for rows in gold for row in rows)
    wrong = []
    for one in asked:
        best = np.argsort(-one.first, kind="stable")[:WRONG_AMONG].tolist()
        wrong += chance.sample(best, min(WRONG_DRAWN, len(best)))
    for row in [*chance.sample(wrong, len(wrong)), *chance.sample(range(passages), passages)]:
        if len(among) >= PASSAGES:
            break
        among.setdefault(row)
    return gold, list(among)


def loss_of(
    network: Network, asked: Sequence[Example], shelf: Shelf, ids: Sequence[Sequence[int]], chance: random.Random
) -> "torch.Tensor":
    """Softmax over the passages drawn, of the product's other scores and the cosine together: so it learns what they lack.

    A question's gold passages share its probability evenly; what may answer as well is left out.
    """
    import torch  # noqa: PLC0415

    gold, among = drawn(asked, len(ids), chance)
    passages = network.encode([ids[row][:TOKENS] for row in among])
    questions = network.encode(network.tokens([one.question for one in asked]))
    first = torch.from_numpy(np.stack([one.first[among] for one in asked]))
    logits = COSINE_LOGITS * questions @ passages.T + FIRST_LOGITS * first
    base = shelf.vectors[asked[0].file][among]
    near = base @ base.T
    losses = []
    for one, rows, scores in zip(asked, gold, logits, strict=True):
        right = [place for place, row in enumerate(among) if row in rows]
        spared = {*one.also, *one.gold}
        alike = near[right].max(axis=0) > TOO_NEAR
        out = [place not in right and (row in spared or bool(alike[place])) for place, row in enumerate(among)]
        kept = scores.masked_fill(torch.tensor(out), -1e4)
        losses.append(torch.logsumexp(kept, 0) - kept[right].mean())
    return torch.stack(losses).mean()


def train(network: Network, shelf: Shelf, epochs: int) -> None:
    """Seeds are fixed; sums of several threads still differ in the last digits."""
    import torch  # noqa: PLC0415

    chance = random.Random(SEED)  # noqa: S311 - nothing here is secret
    learned = [example for example in shelf.examples if not held_out(example.file)]
    ids = {file: network.tokens(texts) for file, texts in shelf.texts.items()}
    parameters = [value for value in network.bert.parameters() if value.requires_grad]
    optimizer = torch.optim.AdamW(parameters, lr=RATE, weight_decay=DECAY)
    steps = [batch for _ in range(epochs) for batch in batches(learned, chance)]
    began, losses = time.monotonic(), list[float]()
    network.bert.train()
    for number, asked in enumerate(steps):
        share = number / len(steps)
        optimizer.param_groups[0]["lr"] = RATE * max(min(1.0, share / WARM_UP, (1 - share) / (1 - WARM_UP)), LEAST_RATE)
        loss = loss_of(network, asked, shelf, ids[asked[0].file], chance)
        loss.backward()  # type: ignore[no-untyped-call]
        torch.nn.utils.clip_grad_norm_(parameters, 1.0)
        optimizer.step()
        optimizer.zero_grad()
        losses.append(float(loss.detach()))
        if sys.stderr.isatty() or number % 20 == 0:
            pace = (time.monotonic() - began) / (number + 1)
            sys.stderr.write(f"\rstep {number + 1} of {len(steps)}, loss {np.mean(losses[-20:]):.3f}, {pace:.1f} s a step")
    sys.stderr.write("\n")
    network.bert.eval()  # type: ignore[no-untyped-call]


def measured(network: Network, shelf: Shelf, examples: Sequence[Example]) -> dict[str, float]:
    """How often gold is first, and among the FIRST_FEW, by the whole score and by the cosine alone."""
    import torch  # noqa: PLC0415

    with torch.no_grad():
        files = {example.file for example in examples}
        vectors: dict[str, Floats] = {file: network.encode(network.tokens(shelf.texts[file])).numpy() for file in files}
        questions: Floats = network.encode(network.tokens([example.question for example in examples])).numpy()
    found: dict[str, list[bool]] = {}
    for example, question in zip(examples, questions, strict=True):
        cosine = vectors[example.file] @ question
        answers = {*example.gold, *example.also}
        for name, scores in (("", example.first + np.float32(MEASURED_WEIGHT) * cosine), ("cosine_", cosine)):
            best = np.argsort(-scores, kind="stable")[:FIRST_FEW].tolist()
            found.setdefault(f"{name}first", []).append(best[0] in answers)
            found.setdefault(f"{name}first_{FIRST_FEW}", []).append(bool(answers.intersection(best)))
    return {name: round(float(np.mean(values)), 4) for name, values in found.items()}


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure, train, measure again, write the differences."""
    parser = argparse.ArgumentParser(prog="python -m evals.training.train_encoder", description=__doc__)
    parser.add_argument("policies", type=Path, help="folder of the questions' policies")
    parser.add_argument("--home", type=Path, help="keep the library and index here between runs")
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    parser.add_argument("--epochs", type=int, default=EPOCHS)
    parser.add_argument("--threads", type=int, default=2)
    chosen = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as scratch:
        settings = Settings.model_validate({"home": chosen.home or Path(scratch), "encoder_model": BASE_MODEL})
        shelf = read_shelf(Path(__file__).parent, chosen.policies, Assistant.open(settings, bundled=False))
    unseen = [example for example in shelf.examples if held_out(example.file)]
    network = Network(chosen.threads)
    base = {name: value.detach().numpy().copy() for name, value in network.bert.named_parameters()}
    before = measured(network, shelf, unseen)
    train(network, shelf, chosen.epochs)
    after = measured(network, shelf, unseen)
    chosen.out.mkdir(parents=True, exist_ok=True)
    write_tuning(
        base, {name: value.detach().numpy() for name, value in network.bert.named_parameters()}, chosen.out / ARRAYS_FILE
    )
    record = {
        "name": BUNDLED_MODEL,
        "sha256": file_sha256(chosen.out / ARRAYS_FILE),
        "base": BASE_MODEL,
        "base_sha256": BASE_SHA256,
        "seed": SEED,
        "epochs": chosen.epochs,
        "trained_on": {
            "questions": len(shelf.examples) - len(unseen),
            "policies": len({example.file for example in shelf.examples} - {example.file for example in unseen}),
        },
        "held_out": {
            "questions": len(unseen),
            "policies": len({example.file for example in unseen}),
            "before": before,
            "after": after,
        },
        "versions": {name: version(name) for name in ("torch", "transformers", "numpy")},
        "date": datetime.now(UTC).date().isoformat(),
    }
    (chosen.out / FACTS_FILE).write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")
    sys.stdout.write(json.dumps(record["held_out"], indent=1) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
