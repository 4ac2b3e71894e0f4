"""Publish who shares what information about whom, why, and under which law."""

__version__ = "0.1.0"
