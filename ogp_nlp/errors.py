"""The errors that reach a user: one root, each child with a stable code and one clear line."""

from __future__ import annotations


class OgpNlpError(Exception):
    """Root of all errors that this package raises on purpose.

    ``code`` is stable and meant for programs; the message is one line for people and names the way out.
    """

    code = "error"


class InputError(OgpNlpError):
    """The input cannot be read: missing, empty, binary, not Arabic, too large, of an unknown kind."""

    code = "input"

    def __init__(self, source: str, reason: str, *, code: str | None = None) -> None:
        super().__init__(f"{source}: {reason}")
        self.source = source
        self.reason = reason
        if code is not None:
            self.code = code


class ConfigError(OgpNlpError):
    """A pipeline, a cue file or a setting is missing or malformed."""

    code = "config"


class OutputError(OgpNlpError):
    """The result cannot be written: no rights, no space, no such folder."""

    code = "output"


class StoreError(OgpNlpError):
    """The store cannot be opened, read or written: locked, full, gone, or made by a later version."""

    code = "store"


class EngineError(OgpNlpError):
    """The machines that were to do the work are not there or went away."""

    code = "engine"


class MissingExtraError(OgpNlpError):
    """A feature needs an optional dependency that is not installed."""

    code = "missing_extra"

    def __init__(self, feature: str, extra: str) -> None:
        super().__init__(f"{feature} needs an optional dependency: pip install 'ogp-nlp[{extra}]'")
        self.extra = extra


class DefectError(OgpNlpError):
    """Something went wrong that should not; named with its input, so that the others go on."""

    code = "defect"

    def __init__(self, source: str, error: Exception) -> None:
        reason = " ".join(f"{type(error).__name__}: {error}".split())
        super().__init__(f"{source}: a defect in ogp-nlp: {reason} (set OGP_NLP_DEBUG=1 and report the traceback)")
        self.source = source


class UsageError(OgpNlpError):
    """The command was called in a way that has no meaning."""

    code = "usage"
