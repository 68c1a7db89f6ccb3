"""One module a step; the newest is what this version works with."""
