"""What can be asked: data only, so that any card may link to any feature."""
