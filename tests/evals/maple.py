"""A small policy with questions about it, for tests of the machinery."""

import json
from pathlib import Path

from evals.shelf import Shelf
from ingest.policy import Policy

TEXT = """# Privacy Policy

Maple Trading Co., Ltd. protects personal information.

## 1. Fee

A fee of 500 yen is charged for each request for disclosure.

## 2. Third parties

We will not provide personal information to third parties without consent.

## 3. Contact

Maple Trading Co., Ltd. Privacy Desk
TEL: 03-1234-5678
"""
FEE = "A fee of 500 yen is charged for each request for disclosure."
SHARING = "We will not provide personal information to third parties without consent."
POLICY = Policy("maple", "Maple", TEXT, legal_name="Maple Trading Co., Ltd.")
OAK = Policy("oak", "Oak", TEXT.replace("Maple", "Oak").replace("500", "700").replace("5678", "9999"))


def shelf() -> Shelf:
    return Shelf([POLICY, OAK])


def gold(text: str, policy: Policy = POLICY) -> dict[str, object]:
    start = policy.text.index(text)
    return {
        "policy_id": policy.policy_id,
        "version": policy.version,
        "start": start,
        "end": start + len(text),
        "text": text,
    }


def row(case_id: str, question: str, *, kind: str = "fact", **expected: object) -> dict[str, object]:
    wanted = {"status": ["stated"], "companies": ["Maple"], "gold": [], "required": [], "forbidden": [], "max_chars": 400}
    return {"id": case_id, "kind": kind, "question": question, "expected": {**wanted, **expected}}


def fee_row(
    case_id: str = "maple-fee", question: str = "What does disclosure cost at Maple?", **expected: object
) -> dict[str, object]:
    wanted = {
        "gold": [[gold(FEE)]],
        "required": [{"type": "money", "value": "500 yen"}],
        "forbidden": [{"type": "money", "value": "700 yen"}],
    }
    return row(case_id, question, **{**wanted, **expected})


def silence_row(case_id: str = "maple-cookies", question: str = "Does Maple use cookies?") -> dict[str, object]:
    return row(case_id, question, kind="silence", status=["not_stated"])


def write_cases(path: Path, *rows: dict[str, object]) -> Path:
    path.write_text("".join(json.dumps(one, ensure_ascii=False) + "\n" for one in rows), encoding="utf-8")
    return path


def write_policies(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "maple.md").write_text(TEXT, encoding="utf-8")
    (folder / "policies.toml").write_text(
        '[maple]\ncompany = "Maple"\nlegal_name = "Maple Trading Co., Ltd."\n', encoding="utf-8"
    )
    return folder
