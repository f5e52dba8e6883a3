"""Tests of the content's models, loader, linter, index and search."""
