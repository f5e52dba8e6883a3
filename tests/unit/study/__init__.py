"""Tests of the pure rules of studying."""
