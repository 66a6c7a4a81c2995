"""The model that reads: windows of text in, scored spans, pairs of spans and values out; it knows no event and no statement."""
