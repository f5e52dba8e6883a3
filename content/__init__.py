"""The content packs and their translations, as data to be read through importlib.resources."""
