"""What programs may do, whichever protocol they speak: ask, search, compare, read a policy. Answers are the commands' JSON."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from assistant.answer import Answer
from assistant.answer_json import answer_to_json, comparison_to_json, results_to_json
from assistant.ui.limits import RefusedError
from assistant.ui.page import Page
from assistant.ui.words import Words

MOST_RESULTS = 100
# Earlier questions of a conversation that are looked at; what a follow-up refers to is among the last.
MOST_EARLIER = 10

Admit = Callable[[object], str]
"""Lets a question through as it may be put, or raises RefusedError."""


@dataclass(frozen=True)
class Programs:
    """The operations. Each raises RefusedError, in words, for what cannot be done."""

    page: Page

    def answer(
        self, question: object, companies: Sequence[str] | None, history: Sequence[object] | None, admit: Admit, words: Words
    ) -> Answer:
        """The answer to a question; `history` are earlier questions of the same conversation, oldest first."""
        asked = admit(question)
        limit = self.page.assistant.settings.max_question_chars
        earlier = [one[:limit] for one in (history or ())[-MOST_EARLIER:] if isinstance(one, str) and one.strip()]
        return self.page.ask(asked, earlier, self.known(companies), words)

    def ask(
        self, question: object, companies: Sequence[str] | None, history: Sequence[object] | None, admit: Admit, words: Words
    ) -> dict[str, object]:
        """`answer` as JSON."""
        return answer_to_json(self.answer(question, companies, history, admit, words))

    def search(
        self, query: object, companies: Sequence[str] | None, limit: int, admit: Admit, words: Words
    ) -> dict[str, object]:
        """The clauses nearest to a query, best first."""
        asked = admit(query)
        found = self.page.search(asked, self.known(companies), max(1, min(limit, MOST_RESULTS)), words)
        return results_to_json(asked, found)

    def compare(self, question: object, companies: Sequence[str] | None, admit: Admit, words: Words) -> dict[str, object]:
        """A row a company."""
        return comparison_to_json(self.page.compare(admit(question), self.known(companies), words))

    def policy(self, company: str) -> dict[str, object]:
        """The text of a company's policy in the version that answers are taken from, with its clauses."""
        (known,) = self.known([company])
        record = next(one for one in self.page.assistant.library.current() if one.company == known)
        tree = self.page.tree(record.policy_id)
        policy = tree.policy
        return {
            "policy_id": policy.policy_id,
            "company": policy.company,
            "version": policy.version,
            "title": policy.title,
            "url": policy.url,
            "text": policy.text,
            "clauses": [
                {"clause_id": leaf.clause_id, "label": leaf.label, "start": leaf.start, "end": leaf.end}
                for leaf in tree.leaves()
            ],
        }

    def known(self, companies: Sequence[str] | None) -> tuple[str, ...]:
        """The named companies of the library; an unknown one is refused by name rather than left out in silence."""
        for company in companies or ():
            if company not in self.page.companies:
                raise RefusedError(f"unknown company {company!r}: the library has {', '.join(self.page.companies)}")
        return self.page.chosen(companies or ())
