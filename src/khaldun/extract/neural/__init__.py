"""The model: windows of text in, scored spans, pairs and values out; it knows no event and no statement."""
