"""`python -m evals.training.fit_answerability QUESTIONS.jsonl… --policies FOLDER`: learn when a policy answers a question.

A line is {"file", "question", "answerable"}; `file` is a policy in FOLDER. Logistic regression on standardised features,
classes weighed equally. Printed are AUC and balanced accuracy under cross-validation by policy; the weights go to
assistant/answerability.json.
"""

import argparse
import json
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

import assistant
from assistant.answerability import WEIGHTS_FILE, measure
from assistant.pipeline import Assistant
from assistant.settings import load_settings

FOLDS = 8
SEED = 0
# Regularisation strength (inverse): the features overlap, and weights that lean on one of them do not carry over.
C = 0.02
THRESHOLDS = (0.2, 0.25, 0.3, 0.4, 0.5)


def measured(
    questions: Sequence[Path], policies: Path, home: Path
) -> tuple[list[str], NDArray[np.float64], NDArray[np.bool_], list[str]]:
    """Feature names, (n, features) measurements, (n,) answerable, and the policy of each question."""
    product = Assistant.open(load_settings(home=home), bundled=False)
    lines = [json.loads(line) for path in questions for line in path.read_text(encoding="utf-8").splitlines()]
    product.ingest(sorted({policies / line["file"] for line in lines}))
    ids = {record.company: record.policy_id for record in product.library.current()}
    rows = [line for line in lines if Path(line["file"]).stem in ids]
    found = [measure(product.evidence(line["question"], ids[Path(line["file"]).stem])) for line in rows]
    names = list(found[0])
    values = np.array([[entry[name] for name in names] for entry in found])
    return names, values, np.array([bool(line["answerable"]) for line in rows], dtype=np.bool_), [line["file"] for line in rows]


def main(arguments: Sequence[str] | None = None) -> int:
    """Fit, print the held-out figures, write the weights."""
    from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]  # noqa: PLC0415
    from sklearn.metrics import roc_auc_score  # type: ignore[import-untyped]  # noqa: PLC0415
    from sklearn.model_selection import GroupKFold, cross_val_predict  # type: ignore[import-untyped]  # noqa: PLC0415
    from sklearn.pipeline import make_pipeline  # type: ignore[import-untyped]  # noqa: PLC0415
    from sklearn.preprocessing import StandardScaler  # type: ignore[import-untyped]  # noqa: PLC0415

    parser = argparse.ArgumentParser(prog="python -m evals.training.fit_answerability", description=__doc__)
    parser.add_argument("questions", type=Path, nargs="+")
    parser.add_argument("--policies", type=Path, required=True, help="folder of the questions' policies")
    parser.add_argument("--home", type=Path, help="keep the library and index here between runs")
    chosen = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as scratch:
        names, values, answerable, groups = measured(chosen.questions, chosen.policies, chosen.home or Path(scratch))
    pipeline = make_pipeline(
        StandardScaler(), LogisticRegression(C=C, class_weight="balanced", max_iter=2000, random_state=SEED)
    )
    held_out = cross_val_predict(pipeline, values, answerable, groups=groups, cv=GroupKFold(FOLDS), method="predict_proba")[
        :, 1
    ]
    balanced = float(np.mean([(held_out[answerable] >= 0.5).mean(), (held_out[~answerable] < 0.5).mean()]))
    auc = float(roc_auc_score(answerable, held_out))
    # Where most held-out questions come out right: people ask more that a policy answers than that it does not.
    threshold = max(THRESHOLDS, key=lambda value: float(((held_out >= value) == answerable).mean()))
    pipeline.fit(values, answerable)
    scaler, regression = pipeline[0], pipeline[1]
    out = Path(assistant.__file__).with_name(WEIGHTS_FILE)
    model = {
        "features": names,
        "mean": [round(float(value), 6) for value in scaler.mean_],
        "scale": [round(float(value), 6) for value in scaler.scale_],
        "weights": [round(float(value), 6) for value in regression.coef_[0]],
        "bias": round(float(regression.intercept_[0]), 6),
        "threshold": threshold,
        "questions": len(answerable),
        "policies": len(set(groups)),
        "held_out_auc": round(auc, 4),
        "held_out_balanced_accuracy": round(balanced, 4),
    }
    out.write_text(json.dumps(model, indent=1) + "\n", encoding="utf-8")
    figures = f"AUC {auc:.3f}, balanced accuracy {balanced:.3f}"
    sys.stdout.write(f"{len(answerable)} questions on {len(set(groups))} policies, held out by policy: {figures}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
