"""Whole stories on Discord: the real face, the real library, a loopback Discord."""
