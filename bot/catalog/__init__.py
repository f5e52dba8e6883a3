"""The content packs as typed records: models, loader, linter, index and search."""
