"""``python -m pwc``."""

from pwc.cli import main

main()
