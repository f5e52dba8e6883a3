"""Tests of what the faces draw."""
