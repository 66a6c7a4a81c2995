"""Prunes the encoder's vocabulary to the pieces that the six languages, and some more for safety, use.

Pieces are kept that tokenize the frequent words of a language (`wordfreq`) or the training texts; and every piece of
one character of an alphabet. The rest would be 175,000 rows of the embedding table that few texts look up.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

from tokenizers import Tokenizer
from wordfreq import top_n_list

SIX = ("en", "fr", "ar", "es", "ru", "uk")
MORE = ("de", "it", "pt", "tr", "fa", "he", "pl", "id", "hi", "nl", "ur", "bn")
WORDS_OF_SIX, WORDS_OF_MORE = 20_000, 1_500
FIRST_OF_EAST_ASIA = 0x2E80
SPECIAL = ("<s>", "<pad>", "</s>", "<unk>")


def frequent_words() -> Iterable[str]:
    """Yield the frequent words of each language as they stand and capitalized."""
    for language in (*SIX, *MORE):
        wanted = WORDS_OF_SIX if language in SIX else WORDS_OF_MORE
        for word in top_n_list(language, wanted):
            yield word
            yield word.capitalize()


def used_pieces(tokenizer: Tokenizer, texts: Iterable[str]) -> Counter[str]:
    """Count the pieces that tokenize the texts."""
    found: Counter[str] = Counter()
    for encoding in tokenizer.encode_batch(list(texts), add_special_tokens=False):
        found.update(encoding.tokens)
    return found


def is_letter(piece: str) -> bool:
    """Tell whether a piece is one character, of a script that has an alphabet."""
    return len(piece) <= 1 and (not piece or ord(piece) < FIRST_OF_EAST_ASIA or piece in "“”…–—’‘")


def prune(source: Path, texts: Iterable[str], target: Path) -> list[int]:
    """Write the pruned tokenizer to `target` and return the row of the whole embedding table for each of its pieces."""
    whole = json.loads(source.read_text(encoding="utf-8"))
    tokenizer = Tokenizer.from_file(str(source))
    keep = set(used_pieces(tokenizer, frequent_words())) | set(used_pieces(tokenizer, texts)) | set(SPECIAL)
    rows = [
        number
        for number, (piece, _) in enumerate(whole["model"]["vocab"])
        if piece in keep or is_letter(piece.lstrip("▁"))
    ]
    whole["model"]["vocab"] = [whole["model"]["vocab"][row] for row in rows]
    whole["model"]["unk_id"] = [piece for piece, _ in whole["model"]["vocab"]].index("<unk>")
    whole["added_tokens"] = [token for token in whole["added_tokens"] if token["content"] in SPECIAL]
    target.write_text(json.dumps(whole, ensure_ascii=False), encoding="utf-8")
    return rows
