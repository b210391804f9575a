"""The best passages read once more, each together with the question, where the first reading leaves them close."""

from dataclasses import replace

from assistant.evidence import Evidence
from vectorstore.passages import embedded_text
from vectorstore.reranker import Reranker, reordered

# Passages nearer to each other than this are told apart by reading them; more than these cost more time than they mend.
CLOSE_CALL = 0.07
READ_AGAIN = 4


def read_together(evidence: Evidence, reranker: Reranker) -> Evidence:
    """The evidence with its best passages reordered; unchanged where the first is clearly ahead, or a value decides."""
    order = evidence.order
    if len(order) < 2:
        return evidence
    rows = [int(row) for row in order[:READ_AGAIN]]
    lead = float(evidence.total[rows[0]] - evidence.total[rows[1]])
    if lead >= CLOSE_CALL or evidence.valued[rows[0]]:
        return evidence
    partition = evidence.partition
    texts = [embedded_text(partition.tree, partition.passages[row]) for row in rows]
    relevance = reranker.scores(evidence.question.topic, texts)
    return replace(evidence, total=reordered(evidence.total, rows, relevance, reranker.weight))
