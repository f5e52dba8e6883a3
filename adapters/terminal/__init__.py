"""The bot in a terminal, with no account and no token."""
