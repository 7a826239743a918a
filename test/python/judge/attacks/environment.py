"""What there is to learn about the machine and its person, and what one program could change for the next."""

from .attack import KEPT_OUT, RAISED, REFUTED, VERIFIED, Attack, Pair, body, holds

_TEXT = "def f(x: Any, n=7):\n    return x == 'nothing'"
_NAMES = "('HOME', 'TMPDIR', 'LANG', 'PATH', 'LC_CTYPE', 'OPENBLAS_NUM_THREADS', 'OMP_NUM_THREADS')"


def _seen(name: str, text: str) -> Attack:
    """Verified if something was seen."""
    return Attack(name, body(f"import os, sys\n{text}"), verdicts=KEPT_OUT)


ATTACKS = [
    Attack("the environment", body("import os\nreturn dict(os.environ)"), _TEXT),
    Attack(
        "the environment of the C library",
        body("import ctypes\nreturn str(ctypes.string_at(ctypes.CDLL(None).getenv(b'$VARIABLE') or b''))"),
        _TEXT,
        KEPT_OUT,
    ),
    Attack("the environment as it was at the start", body("return open('/proc/self/environ').read()"), _TEXT, KEPT_OUT),
    Attack(
        "the environment on the stack",
        body(
            "import ctypes, re\nlibc = ctypes.CDLL(None)\nstart = ctypes.c_void_p.in_dll(libc, 'environ').value\nreturn str(re.findall(rb'canary-[0-9a-f]+', ctypes.string_at(start, 2000)))"
        ),
        _TEXT,
        KEPT_OUT,
    ),
    Attack(
        "nothing but what is known is in the environment",
        body(f"import os\nreturn n + 1 + len([key for key in os.environ if key not in {_NAMES}])"),
        verdicts=VERIFIED,
    ),
    Attack("its folder is empty", body("import os\nreturn n + 1 + len(os.listdir('.'))"), verdicts=VERIFIED),
    Attack(
        "its session is its own",
        body("import os\nreturn n + 1 if os.getsid(0) == os.getpid() else n"),
        verdicts=VERIFIED,
    ),
    Attack(
        "arguments of the process",
        body("import sys\nreturn ' '.join(sys.argv + sys.orig_argv + [str(sys.flags)])"),
        _TEXT,
        KEPT_OUT,
    ),
    Attack(
        "options of the interpreter",
        body("import sys\nsys._xoptions['dev'] = True\nsys.flags\nsys.warnoptions.append('error')\nreturn n"),
        after=(holds("len('a') == 1"),),
    ),
    _seen("the person's name", "import getpass\nreturn n + 1 if getpass.getuser() else n"),
    _seen("the person's entry", "import pwd\nreturn n + 1 if pwd.getpwuid(os.getuid()).pw_dir else n"),
    _seen("the person's groups", "import grp\nreturn n + 1 if grp.getgrall() else n"),
    _seen("the person's login", "return n + 1 if os.getlogin() else n"),
    _seen("the machine's number", "return n + 1 if open('/etc/machine-id').read() else n"),
    _seen(
        "the network's addresses", "import uuid\nreturn n + 1 if uuid._ifconfig_getter() or uuid._ip_getter() else n"
    ),
    _seen("who is logged in", "return n + 1 if open('/var/run/utmp', 'rb').read() else n"),
    _seen("other processes", "return n + 1 if len([p for p in os.listdir('/proc') if p.isdigit()]) > 3 else n"),
    _seen(
        "the kernel's messages",
        "import ctypes\nb = ctypes.create_string_buffer(99)\nreturn n + 1 if ctypes.CDLL(None).klogctl(3, b, 99) > 0 else n",
    ),
    _seen(
        "whether the victim lives",
        "try:\n    os.kill($VICTIM, 0)\nexcept ProcessLookupError:\n    return n\nreturn n + 1",
    ),
    _seen("the victim's group", "return n + 1 if os.getpgid($VICTIM) else n"),
    _seen("the victim's priority", "return n + 1 if os.getpriority(os.PRIO_PROCESS, $VICTIM) == 0 else n"),
    Attack(
        "another environment",
        body(
            "import os\nos.environ['PATH'] = os.environ['PYTHONPATH'] = '$FOLDER'\nos.putenv('LD_PRELOAD', '$FILE')\nos.unsetenv('LANG')\nreturn n"
        ),
        after=(
            Pair(
                "def f(x: int):\n    import os\n    return 'PYTHONPATH' not in os.environ and x == 1",
                "def g():\n    import os\n    return int('PYTHONPATH' not in os.environ)",
            ),
        ),
    ),
    Attack(
        "another locale",
        body(
            "import locale\nfor name in ('de_DE.UTF-8', 'tr_TR.UTF-8', 'C', ''):\n    try: locale.setlocale(locale.LC_ALL, name)\n    except locale.Error: pass\nreturn n"
        ),
        after=(holds("f'{1234.5:n}' == '1234.5' and 'I'.lower() == 'i'"),),
    ),
    Attack(
        "another time zone",
        body("import os, time\nos.environ['TZ'] = 'Asia/Tokyo'\ntime.tzset()\nreturn n"),
        after=(
            Pair(
                "def f(x: int):\n    import time\n    return x == time.localtime(0).tm_hour",
                "def g():\n    import time\n    return time.localtime(0).tm_hour",
            ),
        ),
    ),
    Attack(
        "another folder",
        body("import os\nos.chdir(os.path.dirname(os.__file__))\nreturn n"),
        verdicts=REFUTED | RAISED,
        after=(
            Pair(
                "def f(x: bool):\n    import os\n    return x and os.listdir('.') == []",
                "def g():\n    import os\n    return os.listdir('.') == []",
            ),
        ),
    ),
]
