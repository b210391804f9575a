"""Policies added and removed through the page, as the commands do it: the same limits, the same messages."""

import json
import shutil
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

from assistant.ui.limits import RefusedError
from assistant.ui.render import notice
from assistant.ui.render_policy import outcome
from ingest.errors import IngestError, one_line
from ingest.loaders import SUFFIXES
from ingest.policies_toml import POLICIES_TOML
from vectorstore.errors import VectorStoreError

if TYPE_CHECKING:
    from gradio import Request

    from assistant.pipeline import IngestReport
    from assistant.ui.page import Page
    from assistant.ui.words import Words

SUFFIXES_TAKEN = (*SUFFIXES, Path(POLICIES_TOML).suffix)
Result = TypeVar("Result")


def add_files(page: "Page", files: Sequence[str], company: str, request: "Request | None", words: "Words") -> str:
    """Read uploaded files into the library as one folder, and say what became of each. The uploads are deleted.

    A company's name may come with a single policy file; several are named by a policies.toml among them.
    """
    uploads = [Path(file) for file in files]
    try:
        page.refuse_change(request, words)
        with tempfile.TemporaryDirectory(prefix="policy-assistant-") as folder:
            for upload in uploads:
                shutil.copyfile(upload, Path(folder) / _name(upload))
            _name_company(Path(folder), uploads, company.strip(), words)
            report = _changing(page, words, lambda: page.assistant.ingest([Path(folder)]))
            return _told(report, words)
    except RefusedError as refused:
        return notice(str(refused))
    finally:
        for upload in uploads:
            shutil.rmtree(upload.parent, ignore_errors=True)


def remove_policy(page: "Page", policy_id: str, request: "Request | None", words: "Words") -> str:
    """Remove a policy with all its versions, and say so."""
    try:
        page.refuse_change(request, words)
        _changing(page, words, lambda: page.assistant.remove(policy_id))
    except RefusedError as refused:
        return notice(str(refused))
    return outcome([words.removed.format(policy=policy_id)], [])


def _changing(page: "Page", words: "Words", change: "Callable[[], Result]") -> "Result":
    """One change at a time; what goes wrong is told as the command would tell it."""
    if not page.changing.acquire(blocking=False):
        raise RefusedError(words.being_changed)
    try:
        return change()
    except (IngestError, VectorStoreError, OSError) as error:
        raise RefusedError(" ".join(str(error).split())) from error
    except Exception as error:
        raise page.defect(error, words) from None
    finally:
        page.changing.release()


def _name(upload: Path) -> str:
    """The name of an upload without leading dots, which would hide it from whoever reads the folder."""
    return upload.name.lstrip(".") or upload.name


def _name_company(folder: Path, uploads: Sequence[Path], company: str, words: "Words") -> None:
    policies = [upload for upload in uploads if upload.name != POLICIES_TOML]
    if not company:
        return
    if len(policies) != 1 or len(uploads) != 1:
        raise RefusedError(words.one_company)
    # JSON's strings are TOML's.
    table = f"[{json.dumps(_name(policies[0]), ensure_ascii=False)}]\ncompany = {json.dumps(company, ensure_ascii=False)}\n"
    (folder / POLICIES_TOML).write_text(table, encoding="utf-8")


def _told(report: "IngestReport", words: "Words") -> str:
    lines = [
        f"{label}: {', '.join(policy_ids)}"
        for label, policy_ids in (
            (words.added, report.added),
            (words.updated, report.updated),
            (words.unchanged, report.unchanged),
        )
        if policy_ids
    ]
    return outcome(lines, [f"{one_line(failure.path.name)}: {failure.error}" for failure in report.failed])
