"""Script knowledge: pure functions over text, without files and without spaCy."""
