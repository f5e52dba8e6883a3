"""Whole stories through the real program, as somebody who uses it."""
