"""The search as a LangChain retriever, for those who build with LangChain; nothing else here imports it."""

from langchain_core.callbacks import CallbackManagerForRetrieverRun
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from pydantic import Field

from vectorstore.search import Searcher


class ClauseRetriever(BaseRetriever):
    """A `BaseRetriever` over an opened index.

    `policy_ids` limits it to some policies (None: all). Documents hold the matched words, verbatim; their metadata say where
    these stand: policy_id, company, version, clause_id, label, start, end, and score (higher is better) and rank (from 1).
    """

    searcher: Searcher
    policy_ids: tuple[str, ...] | None = None
    limit: int = Field(default=10, ge=1)

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
            for hit in self.searcher.search(query, self.policy_ids, self.limit)
        ]
