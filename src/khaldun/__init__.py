"""Khaldun keeps the record of armed conflict straight."""
