"""The command line: a thin layer over `khaldun.pipeline.archive`."""
