"""`python -m tests.model.run MODULE…`: run a Python module while the real chat model is served and set as its server.

For instance: python -m tests.model.run evals run --model openai:SmolLM2-135M-Instruct --kind fact
"""

import os
import subprocess
import sys
from pathlib import Path

from tests.model.fetch import fetch
from tests.model.server import ANSWER_TOKENS, CONTEXT_TOKENS, smollm2


def main() -> int:
    """The module's exit code; 1 when there is no model."""
    try:
        weights = fetch(Path(".cache/model"))
        with smollm2(weights) as url:
            chat = {"BASE_URL": url, "CONTEXT_TOKENS": str(CONTEXT_TOKENS), "ANSWER_TOKENS": str(ANSWER_TOKENS)}
            environ = os.environ | {f"POLICY_ASSISTANT_CHAT_{name}": value for name, value in chat.items()}
            return subprocess.run([sys.executable, "-m", *sys.argv[1:]], env=environ, check=False).returncode
    except RuntimeError as error:
        sys.stderr.write(f"no real chat model to run with: {error}\n")
        return 1


if __name__ == "__main__":
    sys.exit(main())
