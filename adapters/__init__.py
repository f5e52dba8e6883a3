"""The faces of the bot, one package per platform, independent of each other."""
