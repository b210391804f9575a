"""Companies that a question asks about and the library does not hold: found by how names are written and where they stand."""

import re
from collections.abc import Sequence

from rapidfuzz.distance import OSA

from assistant.everyday import Everyday
from assistant.name_forms import JAPANESE, LEGAL_FORMS, past_dot
from assistant.name_places import (
    ABOUT,
    ABOUT_LAST,
    AFTER_NAMES,
    AUX,
    AUX_SUBJECT,
    COORDINATORS,
    FLOWS,
    HELD_BY,
    LEAVING,
    NO_COMPANY_AFTER,
    OPENERS,
    OWN,
    POLICY_WORDS,
    POSSESSIVES,
    SELF,
    SHORT_WORDS,
    SURE_FORMS,
    THINGS,
    TITLES,
)
from assistant.name_reading import Reading, like_does
from assistant.persons import is_person
from assistant.unknown_japanese import UnknownName, unknown_in_japanese
from ingest.policy import Span


def unknown_names(question: str, taken: Sequence[Span], everyday: Everyday) -> tuple[UnknownName, ...]:
    """Names of companies in a question besides those at `taken`, in order."""
    return _Reading(question, taken, everyday).names()


class _Reading(Reading):
    """One question, its words, and which of them stand where a company's name stands."""

    def names(self) -> tuple[UnknownName, ...]:
        found: list[UnknownName] = []
        if JAPANESE.search(self.question):
            odd = [token for index, token in enumerate(self.tokens) if self._odd(index)]
            found += unknown_in_japanese(self.question, odd, self.taken, self.everyday)
        index = 0
        while index < len(self.tokens):
            end = self._run(index)
            if end > index:
                kept = self._trim(index, end)
                placed = self._placed(index, kept)
                if kept > index and self._is_company(index, kept):
                    end = self._with_legal_form(kept)
                    span = (self.tokens[index].start, past_dot(self.tokens, end, self.question))
                    text = re.sub(r"['’]s?$", "", self.question[slice(*span)])
                    found.append(UnknownName(*span, text, placed))
                # A name of several words is taken or left as a whole.
                elif self._raised(index):
                    end = kept
                else:
                    end = index + 1
            index = max(end, index + 1)
        return tuple(sorted(found, key=lambda name: name.start))

    def _placed(self, start: int, end: int) -> bool:
        """Whether a name stands where nothing but a company does: "at X", "X's policy", "X Inc.", "Y or X", "X: …"."""
        right = self.tokens[end].key if end < len(self.tokens) else ""
        possessive = self.tokens[end - 1].raw.endswith(POSSESSIVES)
        return (
            (start > 0 and self.tokens[start - 1].key == "at")
            or (possessive and right in POLICY_WORDS | THINGS)
            or right in POLICY_WORDS
            or self._has_legal_form(start, end)
            or self._beside_a_company(start, end)
            or self._before_mark(start, end)
            or self._subject(start, end)
        )

    def _run(self, start: int) -> int:
        """Where a possible name that begins at `start` ends; `start` when none begins there."""
        following = start + 1 < len(self.tokens) and self.tokens[start + 1].key in SURE_FORMS and not self.covered[start]
        if start == 0 and (end := self._leading()):
            return end
        if not (self._odd(start) or self._raised(start) or self._named_lower(start) or following):
            return start
        end = start + 1
        while (
            end < len(self.tokens)
            and self._adjacent(end)
            and not self.tokens[end - 1].raw.endswith(POSSESSIVES)
            and (self._raised(end) or (self._odd(end) and not self.everyday.slip(self.tokens[end].key)))
        ):
            end += 1
        return end

    def _trim(self, start: int, end: int) -> int:
        """Without the everyday words of the library at the end: "Toyota Privacy Policy" is Toyota, "Sakura Bank" a bank."""
        while end - 1 > start and not self._odd(end - 1) and self.tokens[end - 1].key in AFTER_NAMES:
            end -= 1
        return end

    def _with_legal_form(self, end: int) -> int:
        while (
            end < len(self.tokens)
            and self.tokens[end].key in LEGAL_FORMS - {"as", "company", "group"}
            and not self.covered[end]
        ):
            end += 1
        return end

    def _is_company(self, start: int, end: int) -> bool:
        run = self.tokens[start:end]
        left = self.tokens[start - 1].key if start else ""
        odd = [token for index, token in enumerate(run, start) if self._odd(index)]
        right = self.tokens[end].key if end < len(self.tokens) else ""
        if self._something_else(start, end, left, right):
            return False
        if start == 0 and end > 1 and self._leading() >= end:
            return True
        strong = left == "at" or self._subject(start, end) or run[-1].raw.endswith(POSSESSIVES) or self._before_mark(start, end)
        if self._has_legal_form(start, end):
            return strong or not all(self.everyday.mentioned(token.key) for token in run)
        if not odd:
            return self._everyday_company(start, end)
        if all(self.everyday.in_library(token.key) or self.everyday.mentioned(token.key) for token in odd):
            acronym = run[0].raw.isupper() and self.capitals_tell
            last = left in ABOUT_LAST and end == len(self.tokens) and self._raised(start)
            if self._raised(start) and self._own_account(start, right):
                return True
            opens = start == 0 and self._fragment() and all(self.everyday.only_name(token.key) for token in odd)
            return (strong or last or opens) and (left == "at" or not acronym) and left not in NO_COMPANY_AFTER
        raised = self._raised(start) or self._raised(end - 1)
        if not raised and (len(odd[0].key) < 3 or (left != "at" and all(self._slip(token.key, strong) for token in odd))):
            return False
        if (strong and left not in NO_COMPANY_AFTER) or self._beside_a_company(start, end):
            return True
        if (left == "the" and right in THINGS) or self._own_account(start, right):
            return True
        if left in NO_COMPANY_AFTER or self._person(start):
            return left == "to" and bool(SELF.search(self._before(start)))
        if left in ABOUT or right in POLICY_WORDS or (left in COORDINATORS and start == 1):
            return True
        # Capitals alone make a name of a word, not of an abbreviation such as CCTV.
        name = raised and not (end - start == 1 and run[0].raw.isupper())
        return name or (self._fragment() and (start == 0 or end == len(self.tokens)))

    def _before(self, index: int) -> str:
        return self.question[: self.tokens[index].start].casefold()

    def _of_a_thing(self, start: int, end: int) -> bool:
        """ "Rooibos tea": a word in small letters that names no maker, with a noun right behind it that no policy uses."""
        if end >= len(self.tokens) or any(token.raw[:1].isupper() for token in self.tokens[start:end]):
            return False
        right = self.tokens[end].key
        known = right in LEGAL_FORMS | AUX | AUX_SUBJECT | COORDINATORS | ABOUT | OPENERS | SHORT_WORDS | POLICY_WORDS
        plain = self.everyday.english(right) and not self.everyday.in_library(right) and not self.everyday.slip(right)
        closes = end + 1 == len(self.tokens)
        makers = any(
            self.everyday.only_name(token.key) or self.everyday.also_name(token.key) for token in self.tokens[start:end]
        )
        return closes and plain and not known and not makers and self._adjacent(end)

    def _something_else(self, start: int, end: int, left: str, right: str) -> bool:
        """A partner, a person, a numbered or everyday thing."""
        run = self.tokens[start:end]
        return (
            self._third_party(start, left)
            or left in TITLES
            or right.isdigit()
            or self._of_a_thing(start, end)
            or is_person(self.question, run[0].start, run[-1].end)
            or (end - start > 1 and left not in {"at", "the"} and all(self._everyday_here(token.key) for token in run))
        )

    def _own_account(self, start: int, right: str) -> bool:
        """ "Delete my X account": the account is at X."""
        return right in OWN and self.tokens[start - 1].key == "my" and bool(LEAVING.search(self._before(start)))

    def _everyday_company(self, start: int, end: int) -> bool:
        """Whether everyday words stand as a name: capitalised inside a sentence, or also names (Ford) in a name's place."""
        run = self.tokens[start:end]
        left = self.tokens[start - 1].key if start else ""
        following = self.tokens[end].key if end < len(self.tokens) else ""
        if left == "the" and self._raised(start) and self._several(start, end, following):
            return True
        if all(self.everyday.in_library(token.key) for token in run):
            return False
        subject = self._subject(start, end)
        possessive = run[-1].raw.endswith(POSSESSIVES)
        if self._raised(start):
            last = left in ABOUT_LAST and end == len(self.tokens) and self.everyday.also_name(run[-1].key)
            placed = (
                last
                or left == "at"
                or subject
                or self._several(start, end, following)
                or possessive
                or self._before_mark(start, end)
            )
            return (placed and left not in NO_COMPANY_AFTER) or self._own_account(start, following)
        ends = end == len(self.tokens) or self.tokens[end].key in COORDINATORS
        named = all(self.everyday.also_name(token.key) for token in run)
        return named and (
            (left == "at" and ends) or (possessive and left not in NO_COMPANY_AFTER) or (left in AUX_SUBJECT and subject)
        )

    def _several(self, start: int, end: int, right: str) -> bool:
        """Several capitalised words as a subject or with a policy of their own: "how State Farm handles", "the X Y policy"."""
        left = self.tokens[start - 1].key
        if end - start < 2:
            return False
        verb = right.endswith("s") and self.everyday.english(right)
        return (left in OPENERS | {"that"} and verb) or right in POLICY_WORDS

    def _has_legal_form(self, start: int, end: int) -> bool:
        if end == len(self.tokens) or self.tokens[end].key not in LEGAL_FORMS:
            return False
        form = self.tokens[end]
        return form.key in SURE_FORMS or (form.raw[:1].isupper() and self.tokens[start].raw[:1].isupper())

    def _person(self, start: int) -> bool:
        """After "who is": a person."""
        return start >= 2 and self.tokens[start - 2].key == "who" and self.tokens[start - 1].key in {"is", "was", "are"}

    def _slip(self, key: str, subject: bool) -> bool:
        if self.everyday.only_name(key):
            return False
        if len(key) < 5:
            return any(OSA.distance(key, word, score_cutoff=1) <= 1 for word in SHORT_WORDS)
        return self.everyday.slip(key, 1 if subject else 2)

    def _subject(self, start: int, end: int) -> bool:
        """After a helping verb that opens its clause, with the main verb behind: "how does X handle …"."""
        if not start or end >= len(self.tokens):
            return False
        left = self.tokens[start - 1].key
        if left in AUX_SUBJECT or (start == 1 and like_does(left)):
            return True
        before = self.tokens[start - 2].key if start > 1 else ""
        right = self.tokens[end].key
        return left in AUX and (not before or before in {"how", "why", "when", "and", "but", "whether"}) and right not in ABOUT

    def _third_party(self, start: int, left: str) -> bool:
        """Whether the name is somebody data goes to or comes from, not the company asked about."""
        before = self._before(start)
        if left in {"use", "uses", "using", "via", "through"}:
            return True
        if left == "by":
            return bool(FLOWS.search(before)) and not HELD_BY.search(before[: before.rfind("by")].rstrip())
        if left in {"with", "to", "from", "into", "on", "and", "or"}:
            return bool(FLOWS.search(before)) and not SELF.search(before) and not (left in {"and", "or"} and self.taken)
        return False

    def _beside_a_company(self, start: int, end: int) -> bool:
        """Joined by and, or, a comma to a company of the library: "Maple or X"."""
        before = start >= 2 and self.covered[start - 2] and self.tokens[start - 1].key in COORDINATORS
        after = end + 1 < len(self.tokens) and self.covered[end + 1] and self.tokens[end].key in COORDINATORS
        return before or after

    def _fragment(self) -> bool:
        """A few words without a verb or a pronoun: "x deletion fee"."""
        return len(self.tokens) <= 4 and not any(
            token.key in OPENERS | AUX | AUX_SUBJECT | SHORT_WORDS for token in self.tokens[:1]
        )
