"""spaCy factories, one module a kind of record: they read the Doc and add spans; they never touch files of a user."""

from ogp_nlp.lean import import_spacy

import_spacy()
