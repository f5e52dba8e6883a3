"""Tests of the core, of the bot around it, and of what an operator sets and reads."""
