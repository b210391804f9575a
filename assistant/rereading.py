"""The best passages read once more, each together with the question, where the first reading leaves them close."""

from dataclasses import replace

from assistant.evidence import Evidence
from vectorstore.passages import embedded_text
from vectorstore.reranker import Reranker, reordered

# Passages nearer to each other than this are told apart by reading them; more than these cost more time than they mend.
CLOSE_CALL = 0.07
# A passage farther behind the best is seldom brought before it: without them none of 917 cases passed or failed otherwise.
IN_REACH = 0.12
READ_AGAIN = 4


def read_together(evidence: Evidence, reranker: Reranker) -> Evidence:
    """The evidence with its best passages reordered; unchanged where the first is clearly ahead, or a value decides."""
    order = evidence.order
    if len(order) < 2:
        return evidence
    best = float(evidence.total[order[0]])
    if best - float(evidence.total[order[1]]) >= CLOSE_CALL or evidence.valued[order[0]]:
        return evidence
    rows = [int(row) for row in order[:READ_AGAIN] if best - float(evidence.total[row]) < IN_REACH]
    partition = evidence.partition
    texts = [embedded_text(partition.tree, partition.passages[row]) for row in rows]
    relevance = reranker.scores(evidence.question.topic, texts)
    return replace(evidence, total=reordered(evidence.total, rows, relevance, reranker.weight))
