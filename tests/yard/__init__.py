"""Tests of the yard: what holds for the project's files, whatever they say."""
