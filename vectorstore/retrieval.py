"""What a search returns, and the same as a LangChain retriever for those who build with LangChain."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from ingest.policy import Clause, Policy, Span

if TYPE_CHECKING:
    from langchain_core.retrievers import BaseRetriever

    from vectorstore.search import Searcher


@dataclass(frozen=True, slots=True)
class RetrievedClause:
    """A clause and the part of it that matched: `policy.text[span.start:span.end]`. `rank` counts from 1."""

    clause: Clause
    policy: Policy
    span: Span
    score: float
    rank: int

    @property
    def text(self) -> str:
        """The matched words, verbatim."""
        return self.policy.text[self.span.start : self.span.end]


def clause_retriever(searcher: "Searcher", policy_ids: Sequence[str] | None = None, limit: int = 10) -> "BaseRetriever":
    """A LangChain `BaseRetriever` over a searcher, limited to some policies.

    Documents carry the matched words; their metadata the offsets, clause, policy, version and score.
    """
    from langchain_core.callbacks import CallbackManagerForRetrieverRun  # noqa: PLC0415 - a second to import
    from langchain_core.documents import Document  # noqa: PLC0415
    from langchain_core.retrievers import BaseRetriever  # noqa: PLC0415

    class ClauseRetriever(BaseRetriever):
        """Scope and both legs behind LangChain's interface."""

        def _get_relevant_documents(self, query: str, *, run_manager: CallbackManagerForRetrieverRun) -> list[Document]:
            return [
                Document(
                    page_content=hit.text,
                    metadata={
                        "policy_id": hit.policy.policy_id,
                        "company": hit.policy.company,
                        "version": hit.policy.version,
                        "clause_id": hit.clause.clause_id,
                        "label": hit.clause.label,
                        "start": hit.span.start,
                        "end": hit.span.end,
                        "score": hit.score,
                        "rank": hit.rank,
                    },
                )
                for hit in searcher.search(query, policy_ids, limit)
            ]

    return ClauseRetriever()
