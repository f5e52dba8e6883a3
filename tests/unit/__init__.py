"""Tests of one part at a time, without I/O beyond files of their own."""
