"""Frames, the garbage collector's view, trace functions, audit hooks: ways to see and change what others run."""

from .attack import ILL_TYPED, KEPT_OUT, OUT_OF_MEMORY, RAISED, REFUTED, TIMED_OUT, UNSAFE, Attack, Pair, body, holds

_BROKEN = RAISED | REFUTED | ILL_TYPED | UNSAFE | TIMED_OUT | OUT_OF_MEMORY
_SUMS = Pair(
    "def f(x: int):\n    y = 0\n    for i in range(9): y += i\n    return x == y", "def g():\n    return sum(range(9))"
)


def _walk(change: str) -> str:
    """A change to each frame above g's."""
    return body(
        f"""
        import sys
        frame = sys._getframe(1)
        while frame:
            {change}
            frame = frame.f_back
        return 0
        """
    )


def _traced(name: str, setting: str, verdicts: frozenset[str] = _BROKEN) -> Attack:
    """A hook that falsifies values wherever it can."""
    return Attack(
        name,
        body(
            f"""
            import sys, threading
            def hook(frame, *rest):
                for name in ('value', 'solved', 'answer', 'x'):
                    if name in frame.f_locals:
                        frame.f_locals[name] = True
                if 'solved' in frame.f_globals:
                    frame.f_globals['solved'] = True
                return hook
            {setting}
            return 0
            """
        ),
        verdicts=verdicts,
        after=(_SUMS,),
    )


ATTACKS = [
    Attack("globals of all frames are cleared", _walk("frame.f_globals.clear()"), verdicts=_BROKEN),
    Attack(
        "a load of its own in all frames",
        _walk("frame.f_globals['load'] = frame.f_globals['f'] = lambda *a: (lambda *b: True)"),
        verdicts=REFUTED,
    ),
    Attack("builtins of all frames", _walk("frame.f_builtins['type'] = lambda *a: int"), verdicts=_BROKEN),
    Attack(
        "locals of all frames",
        _walk("frame.f_locals.update(answer=8, value=True, solved=True, descriptor=9)"),
        verdicts=REFUTED | RAISED,
    ),
    Attack(
        "frames go on elsewhere",
        _walk("frame.f_trace = lambda *a: None; frame.f_lineno = frame.f_lineno + 1"),
        verdicts=RAISED,
    ),
    Attack(
        "locals are written back through ctypes",
        _walk(
            "frame.f_locals['answer'] = 8; ctypes.pythonapi.PyFrame_LocalsToFast(ctypes.py_object(frame), 0)"
        ).replace("import sys", "import ctypes, sys"),
        verdicts=_BROKEN,
    ),
    Attack(
        "locals of a traceback's frames",
        body(
            """
            try:
                1 / 0
            except ZeroDivisionError as error:
                frame = error.__traceback__.tb_frame.f_back
            frame.f_globals['f'] = frame.f_globals['answer_codec'] = None
            return 0
            """
        ),
        verdicts=_BROKEN,
    ),
    Attack(
        "the frame of a generator",
        body("x = (i for i in [1])\nx.gi_frame.f_back\nx.gi_frame.f_globals['__builtins__']['sum'] = None\nreturn 0"),
        verdicts=RAISED | REFUTED,
        after=(holds("sum([1]) == 1"),),
    ),
    _traced("settrace", "sys.settrace(hook)"),
    _traced(
        "settrace in all frames above",
        "sys.settrace(hook)\nframe = sys._getframe()\nwhile frame: frame.f_trace = hook; frame = frame.f_back".replace(
            "\n", "\n            "
        ),
    ),
    _traced("setprofile", "sys.setprofile(hook)"),
    _traced("settrace of threads", "threading.settrace(hook)\n            threading.setprofile(hook)", REFUTED),
    _traced("a hook that never ends", "sys.setprofile(lambda *a: [0 for _ in iter(int, 1)])", TIMED_OUT | RAISED),
    _traced("a hook that raises", "sys.settrace(lambda *a: 1 / 0)", RAISED | REFUTED),
    Attack(
        "sys.monitoring",
        body(
            """
            import sys
            m = sys.monitoring
            m.use_tool_id(3, 'tool')
            for event in (m.events.PY_START, m.events.PY_RETURN, m.events.CALL, m.events.LINE):
                m.register_callback(3, event, lambda *a: 1 / 0)
            m.set_events(3, m.events.PY_START | m.events.PY_RETURN | m.events.CALL | m.events.LINE)
            return 0
            """
        ),
        verdicts=RAISED | REFUTED,
        after=(_SUMS,),
    ),
    Attack(
        "an audit hook that stops everything",
        body("import sys\nsys.addaudithook(lambda *a: 1 / 0)\nreturn 0"),
        verdicts=REFUTED | RAISED,
        after=(_SUMS, holds("colorsys.rgb_to_hsv(0, 0, 0) == (0.0, 0.0, 0)", "import colorsys")),
    ),
    Attack(
        "an audit hook that ends the process",
        body("import sys, os\nsys.addaudithook(lambda event, a: event == 'compile' and os._exit(0))\nreturn 0"),
        verdicts=REFUTED | RAISED,
        after=(_SUMS,),
    ),
    Attack(
        "faulthandler writes where it should not",
        body(
            "import faulthandler\nfaulthandler.enable(3)\nfaulthandler.dump_traceback(3)\nfaulthandler.dump_traceback_later(0.01, repeat=True, file=3)\nimport time\ntime.sleep(0.1)\nreturn n"
        ),
        verdicts=UNSAFE,
    ),
    Attack("faulthandler ends the process", body("import faulthandler\nfaulthandler._sigsegv()"), verdicts=RAISED),
    Attack(
        "callbacks of the garbage collector",
        body("import gc, os\ngc.callbacks.append(lambda *a: os._exit(0))\ngc.set_threshold(1)\nreturn n"),
        verdicts=REFUTED | RAISED,
        after=(holds("len([[] for _ in range(99999)]) == 99999"),),
    ),
    Attack(
        "the referrers of an answer",
        body(
            "import gc\nx = [1]\nfor owner in gc.get_referrers(x, g):\n    if isinstance(owner, dict): owner['g'] = owner['f'] = None\nreturn 0"
        ),
    ),
    Attack(
        "another display, excepthook and unraisablehook",
        body(
            "import sys\nsys.excepthook = sys.unraisablehook = sys.displayhook = lambda *a: sys.exit(0)\nraise ValueError('told')"
        ),
        verdicts=RAISED,
        detail="told",
    ),
    Attack(
        "an object that kills at the end of the process",
        body(
            "import atexit, os\natexit.register(os.abort)\nclass A:\n    def __del__(self): os.abort()\ng.kept = A()\nreturn n"
        ),
        verdicts=REFUTED | RAISED,
        after=(_SUMS,),
    ),
    Attack(
        "breakpoints and a debugger",
        body("import pdb, sys\nsys.breakpointhook = lambda: 1 / 0\nbreakpoint()\nreturn n + 1"),
        verdicts=KEPT_OUT,
    ),
]
