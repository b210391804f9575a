"""The words around names: which go before or behind a company's, and which before other names."""

import re

# Legal forms nobody writes small for anything else.
SURE_FORMS = frozenset("inc ltd llc llp corp gmbh plc kk".split())
AUX_SUBJECT = frozenset("does did".split())
MODALS = frozenset("can could will would should may might must".split())
AUX = MODALS | frozenset("is are was has have had do".split())
OPENERS = frozenset("how what why when where who which whether if and but so or then".split())
POSSESSIVES = ("'s", "’s")
TITLES = frozenset("mr ms mrs dr prof".split())
COORDINATORS = frozenset("and or vs versus than nor".split())
ABOUT = frozenset("contact reach for of about by with from against like under at than concerning regarding".split())
# Before a name at the question's end, even one that policies mention as a partner's or that is an everyday word too.
ABOUT_LAST = frozenset("contact reach by for about of".split())
# Before these a capitalised word names a place, a person, a language or a tool.
NO_COMPANY_AFTER = frozenset(
    "in on to into using use uses used via through mr ms mrs dr named called as the my your a an".split()
)
# "the X app" is the company's own, "my X account" may be anybody's.
THINGS = frozenset("app policy privacy website site server servers service services".split())
OWN = frozenset("account accounts data profile subscription app membership".split())
LEAVING = re.compile(r"\b(?:delet\w+|clos\w+|deactivat\w+|cancel\w*|remov\w+|eras\w+|terminat\w+|download\w*)\b")
POLICY_WORDS = frozenset("policy privacy policies account accounts app terms".split())
# With one of these verbs before it, the name after with, to, by or from is somebody data goes to or comes from.
FLOWS = re.compile(
    r"\b(?:shar\w*|sell\w*|sold|disclos\w+ (?!cost)|provid\w+|giv\w+|gave|send\w*|sent|transfer\w*|pass\w*|us(?:e|es|ed|ing)|"
    r"work\w*|partner\w*|integrat\w*|link\w*|connect\w*|sync\w*|combin\w*|monitor\w*|track\w*|access\w*|seen?|view\w*|collect\w*|"
    r"obtain\w*|request\w*|receiv\w*|log\w* in|sign\w* (?:in|up)|export\w*|import\w*|upload\w*|post\w*|host\w*|"
    r"outsourc\w*|entrust\w*)\b"
)
SELF = re.compile(r"\b(?:i|we|me|us|one|someone|customer|customers|person|people|user|users)\b")
HELD_BY = re.compile(
    r"\b(?:used|collected|held|stored|processed|kept|handled|managed|provided|offered|charged|required|"
    r"retained|published)$"
)
GAP_IN_NAME = re.compile(r"^(?:\s|&|-|\.\s?)*$")
AFTER_NAMES = (
    POLICY_WORDS
    | THINGS
    | frozenset(
        "data protection personal information fee fees cost disclosure deletion correction access request requests cookie "
        "cookies phone address email contact officer office customers customer users user employees".split()
    )
)
MARK = re.compile(r"^\s*(?:[:：]|\s[-–—]+\s|—|,\s)")
NO_NAME_OPENS = frozenset(
    "i a an the this that these those my your our their his her its if in on at by for from with without to of as since "
    "when while after before under about regarding concerning please hi hello hey dear thanks thank ok okay yes no so and "
    "or but also then now how what what's which who who's whom whose when why where whether is are was were do does did has "
    "have had can could will would should may might must shall am let tell give show list name explain describe find "
    "compare summarize summarise write make good not all any each every some both".split()
)
SENTENCE_END = re.compile(r"[.?!:;]\s*$")
SHORT_WORDS = frozenset(
    "the this that they them then there their your you any are and app its it's has have does what when who how why for from "
    "with can will not but our out use used like also is it in my me we of on or to data some".split()
)
