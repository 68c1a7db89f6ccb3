"""Minutes written by a grammar, with their gold: for load, and for training at scale. Never for a test split.

The words stand in ``pipelines/generator/*.toml``; the same seed gives the same minutes. Every gold says
``meta.generated``, every file name begins with ``generated-``, and :mod:`ogp_nlp.samples` refuses both as a test.
"""

from ogp_nlp.training.generate.minutes import PREFIX, Generated, generate, write

__all__ = ["PREFIX", "Generated", "generate", "write"]
