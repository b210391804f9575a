"""`python -m tests.model.serve MODEL.gguf`: SmolLM2, or another GGUF model, over the OpenAI protocol on loopback.

Prints the base URL when it is ready and serves until it is stopped or its stdin ends, so that it never outlives who started it.
"""

import argparse
import sys
from pathlib import Path

CONTEXT_TOKENS = 8192


def main() -> int:
    """Load, say where, wait."""
    parser = argparse.ArgumentParser(prog="python -m tests.model.serve", description=__doc__)
    parser.add_argument("model", type=Path, help="the .gguf file")
    # Its threads spin while they wait: more of them than free cores make it many times slower.
    parser.add_argument("--threads", type=int, default=1)
    chosen = parser.parse_args()
    # The engine lies beside the weights' package, where tests.model.fetch put both.
    sys.path.insert(0, str(chosen.model.resolve().parent.parent))
    import xllamacpp

    params = xllamacpp.CommonParams()
    params.model.path = str(chosen.model)
    params.n_ctx = CONTEXT_TOKENS
    params.n_parallel = 1
    params.hostnames = ["127.0.0.1"]
    params.port = 0
    params.use_jinja = True
    params.offline = True
    params.cpuparams.n_threads = chosen.threads
    # What it copies from the prompt is drafted from there and checked: the same answer in less time.
    params.speculative.types = [xllamacpp.common_speculative_type.COMMON_SPECULATIVE_TYPE_NGRAM_MAP_K]
    server = xllamacpp.Server(params)
    sys.stdout.write(f"{server.listening_address}/v1\n")
    sys.stdout.flush()
    sys.stdin.read()
    return 0


if __name__ == "__main__":
    sys.exit(main())
