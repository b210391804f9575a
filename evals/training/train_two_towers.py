"""`python -m evals.training.train_two_towers FOLDER --policies FOLDER`: train the two towers that ship with the product.

The first folder holds the annotations (evals/training/practice_data.py), the second the policies' texts. Before the weights are
written, everything is measured on policies and questions that were not trained on: policies and questions are each parted in
FOLDS, and each fold is measured by a member that saw neither. See docs/two_towers.md.
"""

import argparse
import json
import random
import sys
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from assistant.pipeline import Assistant
from assistant.settings import Settings
from evals.training.practice_data import AnnotatedPolicy, Floats, PracticeData, read_practice_data
from vectorstore.encoder import BUNDLED_MODEL, BUNDLED_SHA256, file_sha256
from vectorstore.two_towers import ARRAYS_FILE, FACTS_FILE, WEIGHTS

if TYPE_CHECKING:
    import torch

SEED = 0
MEMBERS = 2
HIDDEN, OUTER = 128, 48
DROPOUT = 0.2
EPOCHS = 40
RATE, DECAY = 2e-3, 0.02
WARM_UP_STEPS = 50
# Questions a step, all of one policy.
QUESTIONS = 192
FOLDS = 3
# Weights of the match beside the first stage's score that are measured.
TRIED = (0.0, 0.25, 0.5, 0.75, 1.0)
FIRST_RESULTS = 5


def new_towers(dimension: int) -> "torch.nn.Module":
    """Both towers, untrained, and `first`: how much the first stage's score counts beside them."""
    import torch  # noqa: PLC0415

    def tower(width: int) -> "torch.nn.Module":
        return torch.nn.Sequential(
            torch.nn.Dropout(DROPOUT),
            torch.nn.Linear(width, HIDDEN),
            torch.nn.ReLU(),
            torch.nn.Dropout(DROPOUT),
            torch.nn.Linear(HIDDEN, OUTER),
        )

    class Towers(torch.nn.Module):
        def __init__(self) -> None:
            super().__init__()
            self.question, self.passage = tower(dimension), tower(3 * dimension)
            self.plain = torch.nn.Linear(3 * dimension, 1, bias=False)
            self.first = torch.nn.Parameter(torch.tensor(6.0))

        def forward(self, questions: "torch.Tensor", seen: "torch.Tensor") -> "torch.Tensor":
            matched: torch.Tensor = self.question(questions) @ self.passage(seen).T + self.plain(seen).T
            return matched

    return Towers()


def train(data: PracticeData, policies: Sequence[AnnotatedPolicy], questions: Sequence[int], seed: int) -> "torch.nn.Module":
    """One member, trained on some policies and some questions (by number).

    Loss: the gold passages of a question share its probability evenly; softmax over all passages of a policy, of the first
    stage's score and the match together, so that the towers learn what it lacks.
    """
    import torch  # noqa: PLC0415

    torch.manual_seed(seed)
    chance = random.Random(seed)  # noqa: S311 - nothing here is secret
    towers = new_towers(data.vectors.shape[1])
    optimizer = torch.optim.AdamW(towers.parameters(), lr=RATE, weight_decay=DECAY)
    vectors = torch.from_numpy(data.vectors)
    steps, step = EPOCHS * len(policies), 0
    for _ in range(EPOCHS):
        for policy in chance.sample(policies, len(policies)):
            step += 1
            optimizer.param_groups[0]["lr"] = RATE * min(1.0, step / WARM_UP_STEPS) * (1 - step / (steps + 1))
            drawn = chance.sample(questions, min(QUESTIONS, len(questions)))
            rows = [row for row in drawn if policy.gold[row].any()]
            if not rows:
                continue
            gold = torch.from_numpy(policy.gold[rows])
            first = towers.first * torch.from_numpy(policy.first[rows])  # type: ignore[operator]
            scores = towers(vectors[rows], torch.from_numpy(policy.seen)) + first
            loss = -((gold / gold.sum(1, keepdim=True)) * torch.log_softmax(scores, 1)).sum(1).mean()
            optimizer.zero_grad()
            loss.backward()  # type: ignore[no-untyped-call]
            torch.nn.utils.clip_grad_norm_(towers.parameters(), 1.0)
            optimizer.step()
    return towers.eval()


def matches(towers: "torch.nn.Module", vectors: Floats, seen: Floats) -> Floats:
    """(questions, passages) in units of the first stage's score."""
    import torch  # noqa: PLC0415

    with torch.no_grad():
        matched: Floats = (towers(torch.from_numpy(vectors), torch.from_numpy(seen)) / towers.first).numpy()
        return matched


def measured(scores: Floats, gold: Floats) -> list[tuple[float, float]]:
    """P@1 and the share of gold among the first FIRST_RESULTS, for every question that the policy answers."""
    found = []
    for row in np.flatnonzero(gold.any(axis=1)):
        best = gold[row][np.argsort(-scores[row], kind="stable")[:FIRST_RESULTS]]
        found.append((float(best[0]), float(best.mean())))
    return found


def held_out(data: PracticeData) -> tuple[dict[str, dict[str, float]], int]:
    """The figures by weight, over the pairs of policy and question whose member saw neither; and how many pairs."""
    chance = random.Random(SEED)  # noqa: S311 - nothing here is secret
    shuffled = chance.sample(range(len(data.questions)), len(data.questions))
    figures: dict[float, list[tuple[float, float]]] = {weight: [] for weight in TRIED}
    for fold in range(FOLDS):
        unseen = shuffled[fold::FOLDS]
        seen = sorted(set(shuffled) - set(unseen))
        learned = [policy for number, policy in enumerate(data.policies) if number % FOLDS != fold]
        towers = train(data, learned, seen, SEED)
        for policy in data.policies[fold::FOLDS]:
            matched = matches(towers, data.vectors[unseen], policy.seen)
            for weight in TRIED:
                figures[weight] += measured(policy.first[unseen] + np.float32(weight) * matched, policy.gold[unseen])
        sys.stderr.write(f"fold {fold + 1} of {FOLDS}\n")
    means = {weight: np.mean(found, axis=0) for weight, found in figures.items()}
    rounded = {str(weight): {"p1": round(float(p1), 4), "first5": round(float(p5), 4)} for weight, (p1, p5) in means.items()}
    return rounded, len(figures[0.0])


def write_arrays(members: Sequence["torch.nn.Module"], target: Path) -> None:
    """All members as one: their match is the mean of theirs, in units of the first stage's score."""
    states = [{name: value.detach().numpy() for name, value in member.state_dict().items()} for member in members]
    shares = [1 / (float(state["first"]) * len(states)) for state in states]
    arrays = {
        "question_in": np.concatenate([state["question.1.weight"].T for state in states], axis=1),
        "question_in_bias": np.concatenate([state["question.1.bias"] for state in states]),
        "question_out": np.stack([share * state["question.4.weight"].T for share, state in zip(shares, states, strict=True)]),
        "question_out_bias": np.stack([share * state["question.4.bias"] for share, state in zip(shares, states, strict=True)]),
        "passage_in": np.concatenate([state["passage.1.weight"].T for state in states], axis=1),
        "passage_in_bias": np.concatenate([state["passage.1.bias"] for state in states]),
        "passage_out": np.stack([state["passage.4.weight"].T for state in states]),
        "passage_out_bias": np.stack([state["passage.4.bias"] for state in states]),
        "plain": np.sum([share * state["plain.weight"][0] for share, state in zip(shares, states, strict=True)], axis=0),
    }
    np.savez_compressed(target, **{name: values.astype(np.float16) for name, values in arrays.items()})


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure on what was not trained on, train on everything, write the weights."""
    import torch  # noqa: PLC0415

    parser = argparse.ArgumentParser(prog="python -m evals.training.train_two_towers", description=__doc__)
    parser.add_argument("annotations", type=Path, help="folder of policies.jsonl and questions.jsonl")
    parser.add_argument("--policies", type=Path, required=True, help="folder of the policies' texts")
    parser.add_argument("--home", type=Path, help="keep the library and index here between runs")
    parser.add_argument("--out", type=Path, default=WEIGHTS)
    parser.add_argument("--threads", type=int, default=1)
    chosen = parser.parse_args(arguments)
    torch.set_num_threads(chosen.threads)
    with tempfile.TemporaryDirectory() as scratch:
        product = Assistant.open(Settings.model_validate({"home": chosen.home or Path(scratch)}), bundled=False)
        data = read_practice_data(chosen.annotations, chosen.policies, product)
    figures, pairs = held_out(data)
    sys.stdout.write(json.dumps(figures, indent=1) + "\n")
    members = [train(data, data.policies, range(len(data.questions)), SEED + member) for member in range(MEMBERS)]
    chosen.out.mkdir(parents=True, exist_ok=True)
    write_arrays(members, chosen.out / ARRAYS_FILE)
    record = {
        "sha256": file_sha256(chosen.out / ARRAYS_FILE),
        "encoder": BUNDLED_MODEL,
        "encoder_sha256": BUNDLED_SHA256,
        "members": MEMBERS,
        "hidden": HIDDEN,
        "outer": OUTER,
        "seed": SEED,
        "epochs": EPOCHS,
        "trained_on": {"questions": len(data.questions), "policies": len(data.policies)},
        "held_out": {"pairs": pairs, "by_weight": figures},
        "versions": {name: version(name) for name in ("torch", "numpy")},
        "date": datetime.now(UTC).date().isoformat(),
    }
    (chosen.out / FACTS_FILE).write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
