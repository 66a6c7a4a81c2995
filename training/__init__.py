"""Reproduces the weights of Khaldun's reader from the data; not part of the package that users install."""
