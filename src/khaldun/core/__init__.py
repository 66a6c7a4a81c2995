"""The types that all stages share; no input or output happens here."""
