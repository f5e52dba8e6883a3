"""Keeps schedules: plans what is due, sends it once, and goes on by itself."""
