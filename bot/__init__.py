"""Milepost, a study-group bot: the code behind every platform."""

__version__ = "0.1.0"
