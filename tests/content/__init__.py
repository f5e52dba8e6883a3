"""Tests of the pack that comes with the bot."""
