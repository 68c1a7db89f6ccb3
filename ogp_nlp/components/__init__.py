"""spaCy factories, one module a kind of record: they read the Doc and add spans; they never touch files of a user."""
