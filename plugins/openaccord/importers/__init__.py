"""Spreadsheets in, records out: what a mapping file says is done, and nothing else."""
