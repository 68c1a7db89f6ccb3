"""Learning the models under ``models/`` from the corpus."""
