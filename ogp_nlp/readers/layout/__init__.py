"""From glyphs on a page to logical text: one module a step, each a function from arrays to arrays or lines."""
