"""The command `openaccord`."""

from openaccord.cli import main

if __name__ == "__main__":
    main()
