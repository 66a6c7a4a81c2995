"""The suite reads by the lexicons alone: int8 results differ between instruction sets, and golden files must not.

Tests of the model say so themselves (tests/extract/neural).
"""

from __future__ import annotations

import os

os.environ.setdefault("KHALDUN_MODEL", "none")
