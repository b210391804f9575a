"""The assistant: a question's way from scope to verified answer, and a policy's way from file to index."""

import os
import time
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from assistant.acts import held
from assistant.answer import Answer, Comparison, Status
from assistant.chat_model import ChatModels
from assistant.domain import Domain
from assistant.evidence import Evidence, weigh
from assistant.followup import standalone
from assistant.japanese import read_in_english
from assistant.name_file import name_book, write_names
from assistant.offline import keep_offline
from assistant.premises import corrected
from assistant.question import Question, read_question
from assistant.quote import draft_of
from assistant.reading import Floats, reading_of
from assistant.rereading import read_together
from assistant.scope import Scope, resolve_scope
from assistant.settings import Settings, load_settings
from assistant.shortlist import shortlisted
from assistant.spelling import Speller
from assistant.superlatives import dated, first_line
from assistant.tracing import tracing_of
from assistant.verify import Asked, verified, without_evidence
from ingest.corpus import BUNDLED, Failure, read_corpus
from ingest.errors import HomeLocked
from ingest.library import Library, writer_lock
from ingest.policy import ClauseTree
from vectorstore.cross_encoder import NamedCrossEncoder
from vectorstore.encoder import load_encoder
from vectorstore.errors import IndexDamaged, IndexMissing
from vectorstore.index import PolicyIndex, ensure_index
from vectorstore.reranker import load_reranker
from vectorstore.search import FIRST_RESULTS, Searcher

if TYPE_CHECKING:
    from assistant.worded import OnClaim
    from vectorstore.build import Progress
    from vectorstore.encoder import Encoder
    from vectorstore.reranker import Reranker
    from vectorstore.retrieval import RetrievedClause
    from vectorstore.search import PassageScores

ENCODER_FOLDER = "encoder"
OUT_OF_SCOPE = "This is not a question about a privacy policy. Ask what a company does with personal data, or how to reach it."


@dataclass(frozen=True, slots=True)
class IngestReport:
    """Ids of policies by what became of them, and the paths that gave none."""

    added: tuple[str, ...] = ()
    updated: tuple[str, ...] = ()
    unchanged: tuple[str, ...] = ()
    failed: tuple[Failure, ...] = ()


class Assistant:
    """Answers questions from the policies of one home. Safe to ask from several threads; one thread ingests."""

    def __init__(self, settings: Settings, library: Library, encoder: "Encoder", index: PolicyIndex) -> None:
        self.settings = settings
        self.library = library
        self._encoder = encoder
        self._reranker = _reranker_of(settings)
        self.models = ChatModels(settings)
        self._tracing = tracing_of(settings)
        self._serve(index)

    def _serve(self, index: PolicyIndex) -> None:
        self._book = name_book(self.library, {entry.policy_id for entry in index.policies}, index.folder)
        self._speller = Speller(self._book.everyday.library_words, self._book.everyday)
        self.searcher = Searcher(index, self._encoder)
        self._domain = Domain(self._encoder, self.searcher.vector, self.searcher.topic_nearness)

    @classmethod
    def open(cls, settings: Settings | None = None, *, progress: "Progress | None" = None, bundled: bool = True) -> "Assistant":
        """Open a home. An empty one gets the bundled policies first, unless `bundled` is false.

        SettingsError, IngestError or VectorStoreError when it cannot be done; each names the remedy.
        """
        keep_offline(os.environ)
        settings = settings or load_settings()
        settings.home.mkdir(parents=True, exist_ok=True)
        library = Library(settings.home)
        encoder = _encoder_of(settings, progress)
        if bundled and not library.current():
            with writer_lock(settings.home):
                _put_all(library, [BUNDLED], settings.max_file_bytes, progress)
        return cls(settings, library, encoder, _open_index(settings, library, encoder, progress))

    def close(self) -> None:
        """Let go of the index's files; send what is left of traces."""
        self._tracing.close()
        self.searcher.index.close()

    @property
    def companies(self) -> tuple[str, ...]:
        """The companies of the library, in the order of their policies' ids."""
        return tuple(name.company for name in self._book.names)

    def tree(self, policy_id: str) -> ClauseTree:
        """The clauses of the policy version that answers are taken from. UnknownPolicy for an id that is not indexed."""
        return self.searcher.index.partition(policy_id).tree

    def ingest(self, paths: Sequence[Path], *, progress: "Progress | None" = None) -> IngestReport:
        """Read files and folders into the library and index them; the assistant answers from them at once."""
        with writer_lock(self.settings.home):
            report = _put_all(self.library, paths, self.settings.max_file_bytes, progress)
            index = _indexed(self.settings, self.library, self._encoder, progress)
        self._serve(index)
        return report

    def remove(self, policy_id: str) -> None:
        """Remove a policy with all its versions and answer without it at once. UnknownPolicyId for no policy's id."""
        with writer_lock(self.settings.home):
            self.library.remove(policy_id)
            index = ensure_index(self.library, self._encoder, self.settings.home, chroma_url=self.settings.chroma_url)
        self._serve(index)

    def search(self, query: str, *, companies: Sequence[str] | None = None, limit: int = 10) -> "list[RetrievedClause]":
        """The clauses nearest to a query, best first; of the companies named in it or given, else of all."""
        scope = self._scope(query, companies)
        if scope.kind == "unknown" and not scope.policy_ids:
            return []
        everything = scope.kind in ("all", "clarify")
        asked = self._read(query, scope)
        few = len(scope.policy_ids or self._book.names) <= self.settings.few_companies

        def weighed(found: "Sequence[PassageScores]") -> list[Floats]:
            # Only those of a few policies are worth the time of reading passages again.
            if few:
                return [self._judged(asked, scores).total for scores in found]
            return shortlisted(asked, found, [reading_of(scores.partition) for scores in found], FIRST_RESULTS)

        return self.searcher.search(asked.topic, None if everything else scope.policy_ids, limit, weigh=weighed)

    def compare(self, question: str, *, companies: Sequence[str] | None = None, model: str | None = None) -> Comparison:
        """Put one question to each policy in scope (of the library, unless companies are named or given).

        `model` is a chat model that words the rows; each is checked against its own policy and falls back by itself.
        """
        scope = self._scope(question, companies)
        policy_ids = scope.policy_ids or tuple(name.policy_id for name in self._book.names)
        rows = []
        for policy_id in policy_ids:
            began = time.perf_counter()
            company = self._book.company(policy_id)
            alone = replace(scope, policy_ids=(policy_id,), companies=(company,), kind="named")
            rows.append(_timed(self._answer(question, question, alone, model or self.settings.chat_model), began))
        return Comparison(question, tuple(rows))

    def ask(
        self,
        question: str,
        *,
        history: Sequence[str] = (),
        companies: Sequence[str] | None = None,
        model: str | None = None,
        on_claim: "OnClaim | None" = None,
    ) -> Answer:
        """Answer a question. `history` are earlier questions of the same person, oldest first; `companies` limits the scope.

        `model` is a chat model that words the answer, ChatModelError when it cannot be set up; `on_claim` hears its claims as
        they come.
        """
        began = time.perf_counter()
        name = model or self.settings.chat_model
        with self._tracing.question(question) as told:
            by_rules, tokens = standalone(question, history, self._book), 0
            asked = by_rules.question
            if name and history:
                from assistant.model_followup import followed  # noqa: PLC0415 - only models need it

                put = followed(question, history, by_rules, self._book, self.models.open(name))
                asked, tokens = put.question, put.tokens
            # Claims that another answer may take the place of are not told as they come.
            heard = None if by_rules.leans else on_claim
            answer = self._answer(question, asked, self._scope(asked, companies), name, on_claim=heard)
            silent = answer.status in (Status.NOT_STATED, Status.OUT_OF_SCOPE)
            if by_rules.leaning and asked == by_rules.question and (silent or by_rules.leans):
                # Alone it finds nothing, or something else: beside what was asked before it may.
                scope = self._scope(by_rules.leaning, companies)
                leaning = self._answer(question, by_rules.leaning, scope, name)
                tokens += answer.tokens if _answers_itself(leaning, scope.topic) else leaning.tokens
                answer = leaning if _answers_itself(leaning, scope.topic) else answer
            answer = _timed(replace(answer, tokens=answer.tokens + tokens), began)
            told(answer)
        return answer

    def _scope(self, question: str, companies: Sequence[str] | None) -> Scope:
        return resolve_scope(question, self._book, given=companies or None, few=self.settings.few_companies)

    def _answer(self, question: str, asked: str, scope: Scope, model: str = "", *, on_claim: "OnClaim | None" = None) -> Answer:
        about = Asked(question, asked, scope.companies, scope.policy_ids)
        notes = [f"There is no policy of {', '.join(scope.unknown)} in the library."] if scope.unknown else []
        if not scope.policy_ids:
            if scope.kind == "clarify":
                text = (
                    f"Which company do you mean? The library holds {len(self._book.names)} policies; name one or more of them."
                )
                return without_evidence(about, Status.CLARIFY, text)
            if scope.outside:
                notes.append(f"{', '.join(scope.outside)} is outside the companies that the question was limited to.")
            known = _some([name.company for name in self._book.names], self.settings.few_companies)
            return without_evidence(about, Status.UNKNOWN_COMPANY, f"{' '.join(notes)} The library holds: {known}.")
        taken_apart = self._read(asked, scope)
        evidence = [self._weighed(taken_apart, policy_id) for policy_id in scope.policy_ids]
        trees = {found.partition.policy.policy_id: found.partition.tree for found in evidence}
        # Companies that are named are asked one by one; all of a library are asked in the hope that some answer.
        among = 1 if scope.kind in ("named", "given") or scope.each else len(evidence)
        drafts = [
            corrected(
                taken_apart,
                self._speller.corrected(scope.topic),
                draft_of(found, among, beside=len(evidence) > 1),
                partial(self._weighed, policy_id=policy_id),
            )
            for found, policy_id in zip(evidence, scope.policy_ids, strict=True)
        ]
        drafts = dated(taken_apart, drafts, trees)
        silent = all(draft.status is Status.NOT_STATED for draft in drafts)
        if self._domain.is_foreign(taken_apart, evidence, named=bool(scope.mentions) or scope.kind == "given", silent=silent):
            return without_evidence(replace(about, companies=()), Status.OUT_OF_SCOPE, OUT_OF_SCOPE)
        line = first_line(taken_apart, drafts, trees)
        notes += [line] if line else []
        if not model:
            return verified(about, drafts, trees, notes)
        from assistant.worded import worded  # noqa: PLC0415 - only models need it

        told = worded(
            taken_apart,
            evidence,
            drafts,
            model=self.models.open(model),
            book=self._book,
            budget_tokens=self.settings.chat_context_tokens,
            on_claim=on_claim,
            encode=self._encoder.encode,
        )
        named = replace(about, answerer=told.answerer, prompt_sha256=told.prompt_sha256)
        return told.noted_in(verified(named, told.drafts, trees, notes))

    def _read(self, question: str, scope: Scope) -> Question:
        """A self-contained question taken apart, its slips set right, in the words of English policies."""
        return read_in_english(read_question(question, self._speller.corrected(scope.topic)))

    def _weighed(self, question: Question, policy_id: str) -> Evidence:
        return self._judged(question, self.searcher.score(question.topic, policy_id))

    def _judged(self, question: Question, scores: "PassageScores") -> Evidence:
        evidence = self._measured(question, scores)
        return evidence if self._reranker is None else read_together(evidence, self._reranker)

    def _measured(self, question: Question, scores: "PassageScores") -> Evidence:
        return weigh(question, scores, reading_of(scores.partition))

    def evidence(self, question: str, policy_id: str) -> Evidence:
        """A question measured against every passage of one policy. UnknownPolicy for an id that is not indexed."""
        return self._weighed(self._read(question, self._scope(question, None)), policy_id)


def _answers_itself(answer: Answer, topic: str) -> bool:
    """Whether a follow-up that leans on an earlier question is answered, by a quote with a word of its own."""
    own = frozenset(read_question(topic).own)
    answered = answer.status in (Status.STATED, Status.UNSPECIFIED)
    return answered and any(held(citation.quote, own) for citation in answer.citations)


def ingest_into(settings: Settings, paths: Sequence[Path], *, progress: "Progress | None" = None) -> IngestReport:
    """Read files and folders into a home's library and index them, without answering from it: a damaged policy is repaired."""
    keep_offline(os.environ)
    settings.home.mkdir(parents=True, exist_ok=True)
    encoder = _encoder_of(settings, progress)
    library = Library(settings.home)
    with writer_lock(settings.home):
        report = _put_all(library, paths, settings.max_file_bytes, progress)
        _indexed(settings, library, encoder, progress).close()
    return report


def _reranker_of(settings: Settings) -> "Reranker | None":
    if settings.rerank and settings.reranker_model:
        return NamedCrossEncoder(settings.reranker_model)
    return load_reranker() if settings.rerank else None


def _encoder_of(settings: Settings, progress: "Progress | None") -> "Encoder":
    return load_encoder(settings.encoder_model, settings.home / ENCODER_FOLDER, settings.encoder_precision, progress)


def _some(names: Sequence[str], most: int) -> str:
    left = f" and {len(names) - most} more" if len(names) > most else ""
    return ", ".join(names[:most]) + left


def _timed(answer: Answer, began: float) -> Answer:
    return replace(answer, elapsed_ms=1000 * (time.perf_counter() - began))


def _put_all(library: Library, paths: Sequence[Path], max_bytes: int, progress: "Progress | None") -> IngestReport:
    outcome: dict[str, list[str]] = {"added": [], "updated": [], "unchanged": []}
    failed: list[Failure] = []
    for done, found in enumerate(read_corpus(paths, max_bytes), start=1):
        if isinstance(found, Failure):
            failed.append(found)
        else:
            outcome[library.put(found)].append(found.policy_id)
        if progress is not None:
            progress("reading", done, done)
    return IngestReport(tuple(outcome["added"]), tuple(outcome["updated"]), tuple(outcome["unchanged"]), tuple(failed))


def _indexed(settings: Settings, library: Library, encoder: "Encoder", progress: "Progress | None") -> PolicyIndex:
    """The library's index and what makes opening it quick, all up to date. The caller holds the writer lock."""
    library.write_catalog()
    index = ensure_index(library, encoder, settings.home, progress, settings.chroma_url)
    write_names(library, {entry.policy_id for entry in index.policies}, index.folder)
    return index


def _open_index(settings: Settings, library: Library, encoder: "Encoder", progress: "Progress | None") -> PolicyIndex:
    """The library's index; built under the writer lock when it is missing or damaged.

    While somebody else holds the lock, policies being brought in or an index being built, the index before serves.
    """
    try:
        index = PolicyIndex.open(settings.home, library, encoder)
        if index.manifest.chroma_url == settings.chroma_url:
            return index
        index.close()
    except (IndexMissing, IndexDamaged):
        pass
    try:
        with writer_lock(settings.home):
            return _indexed(settings, library, encoder, progress)
    except HomeLocked:
        earlier = PolicyIndex.latest(settings.home, library, encoder)
        if earlier is None:
            raise
        return earlier
