"""One module a corpus: each reads its files and yields examples."""
