"""Khaldun's own data: codebook, lexicons, catalogues and tables, with the one way to read them."""
