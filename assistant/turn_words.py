"""The words by which a turn of a conversation shows how it follows the earlier ones."""

import re

# Older questions are no longer what a follow-up refers to.
TURNS_REMEMBERED = 20
LONGEST_FRAGMENT = 7
LONGEST_NAME = 3
# More companies than these are asked about as "each company".
MOST_NAMED = 12
ELSE = re.compile(r"\b(?:others?|else|elsewhere|rest)\b|他|ほか", re.IGNORECASE)

CONNECTIVE = re.compile(
    r"^\s*(?:(?:and|or|but|also|ok(?:ay)?|so|then|now|please|thanks|yes|no|well|hmm|oh|alright|right|great|cool|"
    r"got it)\b[\s,.!;:-]*)*"
    r"(?:(?:what|how)\s+about\b|(?:is\s+)?(?:it\s+)?the\s+same\b(?:\s+(?:question|thing|one))?|\bsame\b(?:\s+(?:question|thing))?)?"
    r"[\s,]*",
    re.IGNORECASE,
)
# A question that goes on with what was asked before it.
GOES_ON = re.compile(
    r"^\W*(?:and |but )?(?:so|then)\b|\b(?:still|then|in that case|afterwards|beforehand|before that|after that|meanwhile)\b",
    re.IGNORECASE,
)
SUPERLATIVE = re.compile(r"\b(?:\w+est|most|least|expensive|best|which|one)\b", re.IGNORECASE)
# A question after the supposition: "if I am not happy with that, where can I complain?".
ASKS_AFTER = re.compile(
    r",\s*(?:(?:and|then|to|with|by|from|in)\s+)*(?:which|who|whom|what|where|how|when|why|can|may|do|does|is|are|will|must|should)\b",
    re.IGNORECASE,
)
SUPPOSED = re.compile(
    r"^\s*(?:(?:and|or|but|ok(?:ay)?|so|even)\b[\s,]*)*(?:what\s+(?:if|when)|if)\s+(.+?)[\s?.!]*$", re.IGNORECASE
)
LEADING = re.compile(r"^\s*(?:(?:and|or|but|also|ok(?:ay)?|so|then|now|please|hmm|well|oh)\b[\s,.!;:-]*)+", re.IGNORECASE)
# What may stand around a company's name without adding anything to the topic.
FILLER = re.compile(
    r"\b(?:and|or|but|also|ok|okay|so|then|now|what|how|about|the|same|question|thing|for|at|with|by|of|in|from|please|too|as|well|"
    r"instead|"
    r"is|it|does|do|that|this|case|to|company|there|compare|compared|vs|versus|let's|say|try|look|check|again|"
    r"applies?|apply|in the)\b"
    r"|どう(?:ですか|でしょうか|なりますか)|の場合|では|じゃあ|それでは|[はもでのとにか、？?。.!！,\s:;\-—]",
    re.IGNORECASE,
)
ADDS = re.compile(r"^\s*(?:compared?|vs\.?|versus)\b", re.IGNORECASE)
SENTENCE = re.compile(
    r"\b(?:is|are|was|were|does|do|did|can|could|will|would|should|may|must|have|has|had|tell|show|list|give|explain|describe|compare|"
    r"summari[sz]e|find|who|what|what's|who's|when|where|why|which|how|whom|whose|i|you|they|we)\b",
    re.IGNORECASE,
)
BARE_QUESTION = re.compile(
    r"^\W*(?:and\s+|but\s+)?(?:why|who|when|where|how|how\s+much|how\s+long|how\s+many|how\s+soon|how\s+come|why\s+not|which\s+ones?|"
    r"what\s+for|what\s+else|anything\s+else|since\s+when|until\s+when|by\s+when|to\s+whom|for\s+how\s+long|(?:in|to|under|for|from|by|on)\s+(?:which|what)(?:\s+\w+)?|いつ|なぜ|いくら|誰|どこ)(?:ですか)?\W*$",
    re.IGNORECASE,
)
PERSON_PRONOUN = re.compile(r"\b(?:he|she|him|his|her|hers)\b", re.IGNORECASE)
# What belongs to making a request: "what about the fee?" after a question about a right asks for that right's fee.
OTHERS = re.compile(
    r"\b(?:(?:all|any|each|every)\s+(?:of\s+)?)?(?:the\s+)?(?:others?|other\s+(?:(?:two|three|four|five|six|\d+)(?:\s+\w+)?|ones|compan\w+|firm\w*|polic\w+)|"
    r"rest|everyone(?:\s+else)?|everybody(?:\s+else)?|everywhere(?:\s+else)?|elsewhere|all\s+of\s+(?:them|these))"
    r"\s*[?.!]*$|(?:他|ほか)の会社",
    re.IGNORECASE,
)
# Whom a question is about: "what about job applicants?" keeps what was asked.
PEOPLE = re.compile(
    r"^(?:(?:job|former|potential|new|existing|business|deceased|foreign|our|my)\s+)*"
    r"(?:employees?|staff|applicants?|candidates?|customers?|clients?|minors?|child(?:ren)?|kids?|parents?|guardians?|users?|visitors?|shareholders?|suppliers?|partners?|residents?|members?|students?|"
    r"instructors?|contractors?|relatives?|agents?|prox(?:y|ies)|representatives?|deputies|lawyers?|seekers?|recruits?|retirees?"
    r"|some(?:one|body)|any(?:one|body)|people|persons?|those|teenagers?|teens?|subscribers?|buyers?|patients?)"
    r"(?:\s+(?:under|over|of|from|in|below|above|who|with|living|outside|without)\b.*)?$",
    re.IGNORECASE,
)
OF_A_REQUEST = re.compile(
    r"\b(?:fees?|costs?|price|charges?|payment|deadlines?|time|period|documents?|paperwork|forms?|procedures?|process|steps|identification|"
    r"proof|id|reply|response|refund|pay|paid|channel|requirements?|enclose|attach|submit|application)\b"
    r"|手数料|費用|料金|書類|期間|期限|方法|手続",
    re.IGNORECASE,
)
# What people do with the papers and the money of a request.
NEEDS = re.compile(
    r"\bwhat\s+(?:else\s+)?(?:do|must|should|would|can)\s+(?:i|we)\s+(?:also\s+)?(?:need|send|bring|provide|have\s+to\s+\w+|need\s+to\s+\w+)\W*$",
    re.IGNORECASE,
)
HANDLING = frozenset(
    "send fill bring include included add put write get find download use mail post letter envelope stamp stamps cash "
    "card credit bank transfer online person must any additional extra else copy copies original originals accept "
    "accepted there".split()
)
NOUN_OF = re.compile(
    r"^(?P<opening>\W*(?:what)(?:['’]s|\s+is)\s+the\s+)(?P<noun>(?:[\w-]+\s+){0,2}?[\w-]+)(?P<rest>\s+(?:of|at|for)\s.*)$",
    re.IGNORECASE,
)
DIALLED = re.compile(r"^(?:fax|phone|telephone|mobile|cell|toll[- ]free|direct)$", re.IGNORECASE)
LONGEST_NOUN = 4
ENDING = re.compile(r"[\s?.!？。！]+$")
