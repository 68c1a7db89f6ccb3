"""Repair of extraction damage: the order of runs, glue, cuts, marks and signs out of place."""
