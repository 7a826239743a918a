"""The phases, each a process of its own: a request in, events out, and one `done` or `failed` at the end."""

from collections.abc import Callable
from importlib import import_module
from typing import Any

from .events import Events
from .requests import read_request

PHASES = {
    "check": ("check", "CheckRequest", "check"),
    "inspect": ("inspect_model", "InspectRequest", "inspect_model"),
    "fetch": ("fetch", "FetchRequest", "fetch"),
    "match": ("match", "MatchRequest", "match"),
    "prepare": ("prepare", "PrepareRequest", "prepare"),
    "measure": ("measure", "MeasureRequest", "measure"),
    "train": ("train", "TrainRequest", "train"),
    "export": ("export", "ExportRequest", "export"),
}
"""Module, request and function of each. Loaded by name, since the libraries of one phase take seconds to load."""


def run_phase(name: str, fields: object, events: Events) -> dict[str, Any]:
    """Runs a phase to its end; returns the fields of `done`. Raises `Failure`."""
    module_name, kind, function = PHASES[name]
    module = import_module(f".{module_name}", __package__)
    phase: Callable[[Any, Events], dict[str, Any]] = getattr(module, function)
    return phase(read_request(getattr(module, kind), fields), events)
