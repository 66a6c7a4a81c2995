"""One module for each corpus: what the reader of this package answers, from text and its metadata alone."""
