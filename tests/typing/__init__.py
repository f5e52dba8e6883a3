"""Tests of what the type checker refuses."""
