"""The version of Khaldun."""

__version__ = "0.1.0"
