import pytest
from langchain_core.documents import Document
from langchain_core.retrievers import BaseRetriever
from langchain_core.runnables import RunnableLambda
from pydantic import ValidationError

from vectorstore.retriever import ClauseRetriever
from vectorstore.search import Searcher


def test_it_is_a_langchain_retriever_that_returns_verbatim_words(searcher: Searcher) -> None:
    retriever = ClauseRetriever(searcher=searcher, policy_ids=("alj",), limit=4)
    assert isinstance(retriever, BaseRetriever)
    documents = retriever.invoke("how much does disclosure cost?")
    assert len(documents) == 4
    text = searcher.index.partition("alj").policy.text
    for rank, document in enumerate(documents, start=1):
        facts = document.metadata
        assert isinstance(document, Document)
        assert document.page_content == text[facts["start"] : facts["end"]]
        assert (facts["policy_id"], facts["rank"]) == ("alj", rank)
        assert facts["label"]
        assert facts["clause_id"].startswith("alj/")


def test_without_policies_it_searches_all(searcher: Searcher) -> None:
    documents = ClauseRetriever(searcher=searcher).batch(["complaints", "cookies"])
    assert [len(found) for found in documents] == [10, 10]
    assert len({document.metadata["policy_id"] for found in documents for document in found}) > 1


def test_it_composes_with_other_runnables(searcher: Searcher) -> None:
    chain = ClauseRetriever(searcher=searcher, limit=2) | RunnableLambda(len)
    assert chain.invoke("fee") == 2


def test_a_limit_below_one_is_refused(searcher: Searcher) -> None:
    with pytest.raises(ValidationError, match="greater than or equal to 1"):
        ClauseRetriever(searcher=searcher, limit=0)
