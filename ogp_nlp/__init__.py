"""Validated records from Arabic meeting minutes."""

__version__ = "0.1.0"
