"""What the libraries read from the environment, set before they are loaded."""

import os
import sys
from typing import Any


def prepare_environment(request: Any) -> None:
    """No network but for a model of the hub, no telemetry, no spinning threads."""
    if not _names_hub(request):
        os.environ["HF_HUB_OFFLINE"] = "1"
    for name in ("HF_HUB_DISABLE_TELEMETRY", "DISABLE_TELEMETRY", "DO_NOT_TRACK", "TRL_EXPERIMENTAL_SILENCE"):
        os.environ[name] = "1"
    os.environ["HF_HUB_DISABLE_PROGRESS_BARS"] = "1"
    os.environ["TOKENIZERS_PARALLELISM"] = "true"
    # Rows of unlike length leave gaps in a GPU's memory, a fifth of it, unless its pieces can grow.
    if sys.platform == "linux" and "PYTORCH_CUDA_ALLOC_CONF" not in os.environ:
        os.environ.setdefault("PYTORCH_ALLOC_CONF", "expandable_segments:True")
    os.environ.setdefault("CUBLAS_WORKSPACE_CONFIG", ":4096:8")  # Without it matrix products may differ between runs.
    # Threads that wait by spinning make two programs on one machine slow each other down many times over.
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")


def _names_hub(request: Any) -> bool:
    return isinstance(request, dict) and "hub" in request
