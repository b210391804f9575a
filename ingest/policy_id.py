"""Policy ids: made of a file's name, safe as a folder's name."""

import re
from pathlib import Path

from ingest.errors import UnreadableFile
from ingest.wording import slug

# In UTF-8 a letter has up to four bytes, a folder's name at most 255.
LONGEST_ID = 60
_ID = re.compile(r"[^\W_]+(?:-[^\W_]+)*")


def policy_id_of(path: Path) -> str:
    """The id of a file's policy: its name without suffix, in lower case, words joined by hyphens.

    Raises UnreadableFile when the name has no letter or digit.
    """
    policy_id = slug(path.stem, limit=LONGEST_ID)
    if not is_policy_id(policy_id):
        raise UnreadableFile(path, "its name has no letter or digit to make an id of; rename the file")
    return policy_id


def is_policy_id(policy_id: str) -> bool:
    """True for letters and digits joined by single hyphens: never a path, hidden or empty."""
    return len(policy_id) <= LONGEST_ID and _ID.fullmatch(policy_id) is not None
