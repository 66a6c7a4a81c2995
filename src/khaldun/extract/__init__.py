"""Extraction: a document in, event mentions and grounded readings out."""

from khaldun.extract.extractor import LexiconExtractor

__all__ = ["LexiconExtractor"]
