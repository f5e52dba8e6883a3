"""The catalogues of the interface: what they must hold, and how to bring one up to date."""
