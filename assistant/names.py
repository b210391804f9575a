"""Where a text names companies of the library: exact, misspelt, as everyday words used as names, inside Japanese."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz.distance import OSA

from assistant.everyday import Everyday
from assistant.name_forms import (
    CJK,
    LEGAL_FORMS,
    SHORTEST_FUZZY,
    Word,
    misspelling,
    name_keys,
    past_dot,
    without_domain,
    word_key,
    words,
)


@dataclass(frozen=True, slots=True)
class CompanyName:
    """One policy's company and every way its name is known to be written."""

    policy_id: str
    company: str
    forms: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Mention:
    """A company named in a text at `start:end`. `exact` is false for a misspelling, `form` the normalised form matched."""

    policy_id: str
    start: int
    end: int
    form: str
    exact: bool
    cased: bool


class NameBook:
    """The names of the library's companies. A first word alone stands for the longer names that begin with it."""

    def __init__(self, names: Sequence[CompanyName], everyday: Everyday | None = None) -> None:
        self.names = tuple(names)
        self.everyday = everyday or Everyday()
        self._by_id = {name.policy_id: name for name in self.names}
        self._forms: dict[str, set[str]] = {}
        for name in self.names:
            for form in name.forms:
                self._forms.setdefault(form, set()).add(name.policy_id)
        self._heads: set[str] = set()
        # First words that a policy uses as its company's name.
        self._alone: set[str] = set()
        self._near_by_head: dict[str, list[str]] = {}
        for form, owners in list(self._forms.items()):
            head, _, rest = form.partition(" ")
            if head == "the" and rest:
                # Nobody says the article of every name that has one.
                if " " not in rest and rest not in self._forms:
                    self._heads.add(rest)
                self._forms.setdefault(rest, set()).update(owners)
                continue
            long = len(head) >= SHORTEST_FUZZY or (len(head) == SHORTEST_FUZZY - 1 and not self.everyday.word(head))
            if rest and self._forms.get(head) == owners:
                self._alone.add(head)
            if rest and long and (head not in self._forms or head in self._heads or self._forms[head] == owners):
                self._heads.add(head)
                self._near_by_head.setdefault(head, []).append(form)
                self._forms.setdefault(head, set()).update(owners)
        self._longest = max((form.count(" ") + 1 for form in self._forms), default=0)
        self._joined: dict[str, set[str]] = {}
        self._near: dict[tuple[int, str], list[str]] = {}
        self._cjk: dict[str, list[str]] = {}
        for form in sorted(self._forms, key=lambda form: (-len(form), form)):
            joined = _in_one(form)
            self._joined.setdefault(joined, set()).update(self._forms[form])
            self._near.setdefault((form.count(" ") + 1, form[0]), []).append(form)
            if " " in form:
                self._near.setdefault((1, form[0]), []).append(joined)
            if len(form) >= 2 and re.match(rf"[{CJK}]", form):
                self._cjk.setdefault(form[:2], []).append(form)

    def __contains__(self, policy_id: str) -> bool:
        return policy_id in self._by_id

    def company(self, policy_id: str) -> str:
        """The company of a policy, as written in the library."""
        return self._by_id[policy_id].company

    def with_name(self, name: str) -> tuple[str, ...]:
        """Policies whose company is called `name`: policy id, any form, or the one company it misspells."""
        if name.strip() in self._by_id:
            return (name.strip(),)
        form = " ".join(name_keys(name))
        if not form:
            return ()
        owners = self._forms.get(form) or self._joined.get(_in_one(form))
        if owners:
            return tuple(sorted(owners))
        owner = self._misspelt(words(form))
        return (owner,) if owner else tuple(sorted({mention.policy_id for mention in self.mentions(form)}))

    def mentions(self, text: str) -> tuple[Mention, ...]:
        """Companies named in a text, in order, the longest form winning where two overlap.

        A name that is also an everyday word counts only where it is written or used as a name.
        """
        tokens = words(text)
        found: list[Mention] = []
        index = 0
        while index < len(tokens):
            mention, used = self._at(tokens, index, text)
            found.extend(mention)
            index += max(used, 1)
        return tuple(found)

    def _at(self, tokens: Sequence[Word], index: int, text: str) -> tuple[list[Mention], int]:
        for length in range(min(max(self._longest, 3), len(tokens) - index), 0, -1):
            run = tokens[index : index + length]
            form = " ".join(token.key for token in run)
            owners = self._forms.get(form) or (self._joined.get(_in_one(form)) if length <= 3 else None)
            if not owners and length == 1:
                form = self._bare(run[0])
                owners = self._forms.get(form)
            if not owners or (
                form in self._heads
                and self._swallow_rest(tokens, index + length, form) == index + length
                and self._is_another(tokens, index + length, text)
            ):
                continue
            everyday = all(self.everyday.name(token.key) for token in run)
            part = form in self._heads and form not in self._alone
            # "Rev content" for Revcontent: two words that are one name, in its place or with its capital.
            apart = (
                length > 1 and form not in self._forms and (run[0].raw[:1].isupper() or _before(tokens, index) in _BEFORE_NAME)
            )
            if everyday and not apart and not (_as_part if part else self._as_name)(tokens, index, index + length):
                continue
            cased = any(token.raw[:1].isupper() for token in run)
            end = self._swallow_legal_form(tokens, self._swallow_rest(tokens, index + length, form))
            span = (run[0].start, past_dot(tokens, end, text))
            return [Mention(owner, *span, form, True, cased) for owner in sorted(owners)], end - index
        embedded = self._inside_cjk(tokens[index])
        if embedded:
            return embedded, 1
        for length in range(min(self._longest, len(tokens) - index), 0, -1):
            run = tokens[index : index + length]
            owner = self._misspelt(run)
            if owner:
                end = self._swallow_legal_form(tokens, index + length)
                form = " ".join(token.key for token in run)
                span = (run[0].start, past_dot(tokens, end, text))
                return [Mention(owner, *span, form, False, run[0].raw[:1].isupper())], end - index
        return [], 0

    def _bare(self, token: Word) -> str:
        """A word without what people add to a name: the ending of its web address, an s without its apostrophe."""
        bare = word_key(without_domain(token.raw.casefold()))
        if bare != token.key:
            return bare
        plural = token.key.endswith("s") and len(token.key) > 3 and not self.everyday.word(token.key)
        return token.key[:-1] if plural and not self.everyday.name(token.key[:-1]) else token.key

    def _is_another(self, tokens: Sequence[Word], end: int, text: str) -> bool:
        """Whether a name's first word alone is rather an everyday word, or begins another company's name."""
        following = tokens[end] if end < len(tokens) else None
        if (
            following is None
            or text[tokens[end - 1].end : following.start].strip()
            or not following.raw[:1].isupper()
            or tokens[end - 1].raw.endswith(("'s", "’s"))
        ):
            return False
        return not self.everyday.in_library(following.key) and following.key not in LEGAL_FORMS

    def _swallow_rest(self, tokens: Sequence[Word], end: int, head: str) -> int:
        """Past the rest of a name whose first word was found, one letter wrong or not: "Maple Trdaing"."""
        if head not in self._heads:
            return end
        rests = [form.split()[1:] for form in self._near_by_head.get(head, ())]
        for rest in rests:
            run = tokens[end : end + len(rest)]
            if len(run) == len(rest) and all(
                len(token.key) >= 3 and OSA.distance(token.key, part, score_cutoff=1) <= 1
                for part, token in zip(rest, run, strict=True)
            ):
                return end + len(rest)
        return end

    def _as_name(self, tokens: Sequence[Word], start: int, end: int) -> bool:
        """Whether everyday words stand as a company's name, which "an X account" tells of no word that policies use."""
        beside = start > 1 and tokens[start - 1].key in _BESIDE_NAME and tokens[start - 2].key in self._forms
        # "On reddit and x": one letter beside a name is one.
        return (
            _as_name(tokens, start, end)
            or (beside and len(tokens[start].key) == 1 and tokens[start].key != "a" != tokens[start].raw)
            or (
                end < len(tokens)
                and tokens[end].key in _AFTER_NAME
                and not any(self.everyday.in_library(token.key) for token in tokens[start:end])
            )
        )

    @staticmethod
    def _swallow_legal_form(tokens: Sequence[Word], end: int) -> int:
        while end < len(tokens) and tokens[end].key in LEGAL_FORMS and tokens[end].key not in {"as", "company", "group"}:
            end += 1
        return end

    def _inside_cjk(self, token: Word) -> list[Mention]:
        """Names inside a run of Japanese, which has no spaces: アルーの手数料."""
        if not self._cjk or not re.match(rf"[{CJK}]", token.raw) or len(token.key) != len(token.raw):
            return []
        hits: list[Mention] = []
        at = 0
        while at < len(token.key):
            form = next((form for form in self._cjk.get(token.key[at : at + 2], ()) if token.key.startswith(form, at)), None)
            if form:
                span = (token.start + at, token.start + at + len(form))
                hits += [Mention(owner, *span, form, True, True) for owner in sorted(self._forms[form])]
            at += len(form) if form else 1
        return hits

    def _misspelt(self, run: Sequence[Word]) -> str | None:
        """The one company these words misspell: every word close, at least one a name's long enough word."""
        if len(run) == 1 and self.everyday.word(run[0].key):
            return None
        fewest = 0
        owners: set[str] = set()
        for form in self._near.get((len(run), run[0].key[:1]), ()):
            total = 0
            for part, token in zip(form.split(), run, strict=True):
                errors = misspelling(token.key, part)
                if errors is None:
                    total = 0
                    break
                total += errors
            named = self._forms.get(form) or self._joined[form]
            if total and (not fewest or total < fewest):
                fewest, owners = total, set(named)
            elif total and total == fewest:
                owners |= named
        return next(iter(owners)) if len(owners) == 1 else None


def _in_one(form: str) -> str:
    """A name in one word: "O'Reilly" and a file O_Reilly.md are both "oreilly"."""
    return form.translate(_APART)


_APART = str.maketrans("", "", " '’")
# Words after which a name is expected even where it is also an everyday word written small, and words that follow a name.
_BEFORE_NAME = frozenset("at with contact reach by from for of does did about against vs versus than on via".split())
_BEFORE_PART = frozenset("at does did can will has is by contact".split())
_BESIDE_NAME = frozenset("and or vs versus than".split())
_AFTER_NAME = frozenset("account accounts app data privacy policy policies terms user users".split())
# An everyday word that opens a sentence and has one of these behind it is the sentence's verb: "match my data".
_AFTER_VERB = frozenset(
    "a an the my your our their his her its it me us them this that these those all any in out up off on to".split()
)


def _before(tokens: Sequence[Word], index: int) -> str:
    return tokens[index - 1].key if index else ""


def _as_part(tokens: Sequence[Word], start: int, end: int) -> bool:
    """Whether an everyday word stands for the longer name it is part of: alone in capitals in a company's place."""
    raised = tokens[start].raw[:1].isupper() and not (end < len(tokens) and tokens[end].raw[:1].isupper())
    placed = start > 0 and tokens[start - 1].key in _BEFORE_PART and not tokens[start - 1].raw.isupper()
    return raised and (placed or tokens[end - 1].raw.endswith(("'s", "’s")))


def _as_name(tokens: Sequence[Word], start: int, end: int) -> bool:
    """Whether everyday words stand as a company's name: by capitals inside a sentence, a possessive, or their place."""
    first, last = tokens[start], tokens[end - 1]
    before = tokens[start - 1].key if start else ""
    after = tokens[end].key if end < len(tokens) else ""
    if last.raw.endswith(("'s", "’s")):
        return True
    if last.raw[:1].isupper() and (start > 0 or end - start > 1 or (len(last.raw) > 1 and last.raw.isupper())):
        return True
    if not start:
        return after not in _AFTER_VERB
    if before in _BEFORE_NAME or (before in {"and", "or"} and start == 1):
        return after not in _AFTER_VERB or first.raw[:1].isupper()
    return after in _AFTER_NAME and before not in {"the", "a", "this", "that"}
