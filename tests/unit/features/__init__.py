"""Tests of what features do where no journey passes."""
