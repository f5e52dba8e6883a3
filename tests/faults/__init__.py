"""Tests that kill, freeze and starve the real program, and count every effect it has."""
