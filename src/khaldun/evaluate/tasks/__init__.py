"""One module for each corpus: what a predictor sees of a row, and how its answer is scored."""
