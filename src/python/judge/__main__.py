"""Starts the judge: `python -I -S -B judge --workers N [--packages FOLDER]… [--isolate]`.

See `supervisor` for what it speaks.
"""

import os
import sys

if sys.version_info < (3, 10):
    sys.exit("The judge needs Python 3.10 or newer; this is Python %d.%d." % sys.version_info[:2])
if not hasattr(os, "fork"):
    sys.exit("The judge cannot run on this system yet: it needs a POSIX system (Linux or macOS), because it forks.")

# The folder above is importable for the judge's own start only, so that no puzzle can import from it.
_ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
sys.path[0] = _ROOT

if __name__ == "__main__":
    if sys.argv[1] == "--zygote":
        import json

        from judge.zygote import serve

        sys.path.remove(_ROOT)
        serve(int(sys.argv[2]), sys.argv[3], json.loads(sys.argv[4]), sys.argv[5:])
    else:
        from judge.options import parse_options
        from judge.starting import run

        run(parse_options(sys.argv[1:]))
