"""`python -m assistant` is the `policy-assistant` command."""

from assistant.cli import main

if __name__ == "__main__":
    main()
