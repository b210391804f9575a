"""Companies that a question asks about and the library does not hold: found by how names are written and where they stand."""

import re
from collections.abc import Sequence

from rapidfuzz.distance import OSA

from assistant.everyday import Everyday
from assistant.name_forms import JAPANESE, LEGAL_FORMS, past_dot, words
from assistant.unknown_japanese import UnknownName, unknown_in_japanese
from ingest.policy import Span

# Legal forms nobody writes small for anything else.
_SURE_FORMS = frozenset("inc ltd llc llp corp gmbh plc kk".split())
_SWALLOWED = LEGAL_FORMS - {"as", "company", "group"}
_AUX_SUBJECT = frozenset("does did".split())
_MODALS = frozenset("can could will would should may might must".split())
_AUX = _MODALS | frozenset("is are was has have had do".split())
_OPENERS = frozenset("how what why when where who which whether if and but so or then".split())
_POSSESSIVES = ("'s", "’s")
_TITLES = frozenset("mr ms mrs dr prof".split())
_COORDINATORS = frozenset("and or vs versus than nor".split())
_ABOUT = frozenset("contact reach for of about by with from against like under at than concerning regarding".split())
# Before a name at the question's end, even one that policies mention as a partner's or that is an everyday word too.
_ABOUT_LAST = frozenset("contact reach by for about of".split())
# Before these a capitalised word names a place, a person, a language or a tool.
_NO_COMPANY_AFTER = frozenset(
    "in on to into using use uses used via through mr ms mrs dr named called as the my your a an".split()
)
# "the X app" is the company's own, "my X account" may be anybody's.
_THINGS = frozenset("app policy privacy website site server servers service services".split())
_OWN = frozenset("account accounts data profile subscription app membership".split())
_LEAVING = re.compile(r"\b(?:delet\w+|clos\w+|deactivat\w+|cancel\w*|remov\w+|eras\w+|terminat\w+|download\w*)\b")
_POLICY_WORDS = frozenset("policy privacy policies account accounts app terms".split())
# With one of these verbs before it, the name after with, to, by or from is somebody data goes to or comes from.
_FLOWS = re.compile(
    r"\b(?:shar\w*|sell\w*|sold|disclos\w+ (?!cost)|provid\w+|giv\w+|gave|send\w*|sent|transfer\w*|pass\w*|us(?:e|es|ed|ing)|"
    r"work\w*|partner\w*|integrat\w*|link\w*|connect\w*|sync\w*|combin\w*|monitor\w*|track\w*|access\w*|seen?|view\w*|collect\w*|"
    r"obtain\w*|request\w*|receiv\w*|log\w* in|sign\w* (?:in|up)|export\w*|import\w*|upload\w*|post\w*|host\w*|"
    r"outsourc\w*|entrust\w*)\b"
)
_SELF = re.compile(r"\b(?:i|we|me|us|one|someone|customer|customers|person|people|user|users)\b")
_HELD_BY = re.compile(
    r"\b(?:used|collected|held|stored|processed|kept|handled|managed|provided|offered|charged|required|"
    r"retained|published)$"
)
_GAP_IN_NAME = re.compile(r"^(?:\s|&|-|\.\s?)*$")
_SENTENCE_END = re.compile(r"[.?!:;]\s*$")
_SHORT_WORDS = frozenset(
    "the this that they them then there their your you any are and app its it's has have does what when who how why for from "
    "with can will not but our out use used like also is it in my me we of on or to data some".split()
)


def unknown_names(question: str, taken: Sequence[Span], everyday: Everyday) -> tuple[UnknownName, ...]:
    """Names of companies in a question besides those at `taken`, in order."""
    return _Reading(question, taken, everyday).names()


class _Reading:
    """One question, its words, and which of them stand where a company's name stands."""

    def __init__(self, question: str, taken: Sequence[Span], everyday: Everyday) -> None:
        self.question = question
        self.taken = taken
        self.everyday = everyday
        self.tokens = words(question)
        self.covered = [any(span.start <= token.start < span.end for span in taken) for token in self.tokens]
        plain = [
            token
            for index, token in enumerate(self.tokens)
            if index and not self.covered[index] and token.key != "i" and everyday.english(token.key)
        ]
        raised = sum(token.raw[:1].isupper() for token in plain)
        # Where most words are capitalised, capitals say nothing.
        self.capitals_tell = not (plain and raised > 0.5 * len(plain) and (len(plain) > 1 or question.isupper()))

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
                if kept > index and self._is_company(index, kept):
                    end = self._with_legal_form(kept)
                    span = (self.tokens[index].start, past_dot(self.tokens, end, self.question))
                    text = re.sub(r"['’]s?$", "", self.question[slice(*span)])
                    found.append(UnknownName(*span, text))
                # A name of several words is taken or left as a whole.
                elif self._raised(index):
                    end = kept
                else:
                    end = index + 1
            index = max(end, index + 1)
        return tuple(sorted(found, key=lambda name: name.start))

    def _odd(self, index: int) -> bool:
        """Neither a known company nor an everyday word: what a name looks like however it is written."""
        key = self.tokens[index].key
        return (
            not self.covered[index]
            and len(key) >= 2
            and key.isascii()
            and not key[0].isdigit()
            and key not in LEGAL_FORMS
            and not self.everyday.english(key)
            and not self.everyday.term(key)
        )

    def _raised(self, index: int) -> bool:
        token = self.tokens[index]
        return (
            self.capitals_tell
            and not self.covered[index]
            and token.raw[:1].isupper()
            and token.key not in LEGAL_FORMS
            and token.key not in {"i", "i'm", "i'd", "i've", "i'll"}
            and not self.everyday.term(token.key)
            and not self._opens(index)
        )

    def _opens(self, index: int) -> bool:
        return index == 0 or bool(_SENTENCE_END.search(self.question[: self.tokens[index].start]))

    def _adjacent(self, index: int) -> bool:
        return bool(_GAP_IN_NAME.match(self.question[self.tokens[index - 1].end : self.tokens[index].start]))

    def _named_lower(self, index: int) -> bool:
        key = self.tokens[index].key
        return not self.covered[index] and self.everyday.also_name(key) and not self.everyday.in_library(key)

    def _run(self, start: int) -> int:
        """Where a possible name that begins at `start` ends; `start` when none begins there."""
        following = start + 1 < len(self.tokens) and self.tokens[start + 1].key in _SURE_FORMS and not self.covered[start]
        if not (self._odd(start) or self._raised(start) or self._named_lower(start) or following):
            return start
        end = start + 1
        while (
            end < len(self.tokens)
            and self._adjacent(end)
            and not self.tokens[end - 1].raw.endswith(_POSSESSIVES)
            and (self._raised(end) or (self._odd(end) and not self.everyday.slip(self.tokens[end].key)))
        ):
            end += 1
        return end

    def _trim(self, start: int, end: int) -> int:
        """Without the everyday words of the library at the end: "Toyota Privacy Policy" is Toyota."""
        while end - 1 > start and not self._odd(end - 1) and self.everyday.in_library(self.tokens[end - 1].key):
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
        if self._third_party(start, left) or left in _TITLES or right.isdigit():
            return False
        strong = (
            left == "at" or self._subject(start, end) or run[-1].raw.endswith(_POSSESSIVES) or self._before_colon(start, end)
        )
        if self._has_legal_form(start, end):
            return strong or not all(self.everyday.mentioned(token.key) for token in run)
        if not odd:
            return self._everyday_company(start, end)
        if all(self.everyday.in_library(token.key) or self.everyday.mentioned(token.key) for token in odd):
            acronym = run[0].raw.isupper() and self.capitals_tell
            last = left in _ABOUT_LAST and end == len(self.tokens) and self._raised(start)
            if self._raised(start) and self._own_account(start, right):
                return True
            opens = start == 0 and self._fragment() and all(self.everyday.only_name(token.key) for token in odd)
            return (strong or last or opens) and (left == "at" or not acronym) and left not in _NO_COMPANY_AFTER
        raised = self._raised(start) or self._raised(end - 1)
        if not raised and (len(odd[0].key) < 3 or (left != "at" and all(self._slip(token.key, strong) for token in odd))):
            return False
        if (strong and left not in _NO_COMPANY_AFTER) or self._beside_a_company(start, end):
            return True
        if (left == "the" and right in _THINGS) or self._own_account(start, right):
            return True
        if left in _NO_COMPANY_AFTER or self._person(start):
            return left == "to" and bool(_SELF.search(self._before(start)))
        if left in _ABOUT or right in _POLICY_WORDS or (left in _COORDINATORS and start == 1):
            return True
        # Capitals alone make a name of a word, not of an abbreviation such as CCTV.
        name = raised and not (end - start == 1 and run[0].raw.isupper())
        return name or (self._fragment() and (start == 0 or end == len(self.tokens)))

    def _before(self, index: int) -> str:
        return self.question[: self.tokens[index].start].casefold()

    def _before_colon(self, start: int, end: int) -> bool:
        return start == 0 and self.question[self.tokens[end - 1].end :].lstrip().startswith((":", "："))

    def _own_account(self, start: int, right: str) -> bool:
        """ "Delete my X account": the account is at X."""
        return right in _OWN and self.tokens[start - 1].key == "my" and bool(_LEAVING.search(self._before(start)))

    def _everyday_company(self, start: int, end: int) -> bool:
        """Whether everyday words stand as a name: capitalised inside a sentence, or also names (Ford) in a name's place."""
        run = self.tokens[start:end]
        if all(self.everyday.in_library(token.key) for token in run):
            return False
        left = self.tokens[start - 1].key if start else ""
        subject = self._subject(start, end)
        possessive = run[-1].raw.endswith(_POSSESSIVES)
        if self._raised(start):
            right = self.tokens[end].key if end < len(self.tokens) else ""
            last = left in _ABOUT_LAST and end == len(self.tokens) and self.everyday.also_name(run[-1].key)
            placed = last or left == "at" or subject or possessive or self._before_colon(start, end)
            return (placed and left not in _NO_COMPANY_AFTER) or self._own_account(start, right)
        ends = end == len(self.tokens) or self.tokens[end].key in _COORDINATORS
        named = all(self.everyday.also_name(token.key) for token in run)
        return named and (
            (left == "at" and ends) or (possessive and left not in _NO_COMPANY_AFTER) or (left in _AUX_SUBJECT and subject)
        )

    def _has_legal_form(self, start: int, end: int) -> bool:
        if end == len(self.tokens) or self.tokens[end].key not in LEGAL_FORMS:
            return False
        form = self.tokens[end]
        return form.key in _SURE_FORMS or (form.raw[:1].isupper() and self.tokens[start].raw[:1].isupper())

    def _person(self, start: int) -> bool:
        """After "who is": a person."""
        return start >= 2 and self.tokens[start - 2].key == "who" and self.tokens[start - 1].key in {"is", "was", "are"}

    def _slip(self, key: str, subject: bool) -> bool:
        if self.everyday.only_name(key):
            return False
        if len(key) < 5:
            return any(OSA.distance(key, word, score_cutoff=1) <= 1 for word in _SHORT_WORDS)
        return self.everyday.slip(key, 1 if subject else 2)

    def _subject(self, start: int, end: int) -> bool:
        """After a helping verb that opens its clause, with the main verb behind: "how does X handle …"."""
        if not start or end >= len(self.tokens):
            return False
        left = self.tokens[start - 1].key
        if left in _AUX_SUBJECT:
            return True
        before = self.tokens[start - 2].key if start > 1 else ""
        right = self.tokens[end].key
        return (
            left in _AUX and (not before or before in {"how", "why", "when", "and", "but", "whether"}) and right not in _ABOUT
        )

    def _third_party(self, start: int, left: str) -> bool:
        """Whether the name is somebody data goes to or comes from, not the company asked about."""
        before = self._before(start)
        if left in {"use", "uses", "using", "via", "through"}:
            return True
        if left == "by":
            return bool(_FLOWS.search(before)) and not _HELD_BY.search(before[: before.rfind("by")].rstrip())
        if left in {"with", "to", "from", "into", "on", "and", "or"}:
            return bool(_FLOWS.search(before)) and not _SELF.search(before) and not (left in {"and", "or"} and self.taken)
        return False

    def _beside_a_company(self, start: int, end: int) -> bool:
        """Joined by and, or, a comma to a company of the library: "Maple or X"."""
        before = start >= 2 and self.covered[start - 2] and self.tokens[start - 1].key in _COORDINATORS
        after = end + 1 < len(self.tokens) and self.covered[end + 1] and self.tokens[end].key in _COORDINATORS
        return before or after

    def _fragment(self) -> bool:
        """A few words without a verb or a pronoun: "x deletion fee"."""
        return len(self.tokens) <= 4 and not any(
            token.key in _OPENERS | _AUX | _AUX_SUBJECT | _SHORT_WORDS for token in self.tokens[:1]
        )
