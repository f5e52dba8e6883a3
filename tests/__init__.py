"""Tests, by what they need: rules alone, one port, a whole story, a built package."""
