"""Many documents: found in folders, extracted by engines, kept in a store that survives whatever happens."""
