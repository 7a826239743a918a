"""Files read, written, renamed, removed: of all the machine's files only the interpreter's own are to be in sight."""

from .attack import KEPT_OUT, MALFORMED, RAISED, REFUTED, UNSAFE, Attack, body, holds

_TEXT = "def f(x: Any, n=7):\n    return x == 'nothing'"


def _read(name: str, expression: str) -> Attack:
    """The answer is what was read, so that a secret would be told."""
    return Attack(name, body(f"import os\nreturn {expression}"), _TEXT, KEPT_OUT)


def _seen(name: str, expression: str) -> Attack:
    """Verified if the expression is true: if something was seen."""
    return Attack(name, body(f"import glob, os, pathlib\nreturn n + 1 if {expression} else n"), verdicts=KEPT_OUT)


def _write(name: str, text: str, verdicts: frozenset[str] = KEPT_OUT) -> Attack:
    return Attack(name, body(f"import os, pathlib, shutil, tempfile\n{text}\nreturn n"), verdicts=verdicts)


ATTACKS = [
    _read("open", "open('$FILE').read()"),
    Attack("open when loaded", "text = open('$FILE').read()\n" + body("return text"), _TEXT, KEPT_OUT),
    _read("open by a descriptor", "os.read(os.open('$FILE', os.O_RDONLY), 99).decode()"),
    _read("io.FileIO", "__import__('io').FileIO('$FILE').read().decode()"),
    _read(
        "the C library",
        "[lib := __import__('ctypes').CDLL(None), b := bytes(99), lib.read(lib.open(b'$FILE', 0), b, 99)] and b.decode()",
    ),
    _read("pathlib", "__import__('pathlib').Path('$FILE').read_text()"),
    _read("linecache", "__import__('linecache').getline('$FILE', 1)"),
    _read(
        "a folder's descriptor",
        "os.read(os.open('secret.txt', 0, dir_fd=os.open('$FOLDER/..', os.O_RDONLY)), 99).decode()",
    ),
    _read("a path with steps up", "open('/usr/lib/../../../../..$FILE').read()"),
    _read("a path from its folder", "open('../' * 40 + '$FILE'[1:]).read()"),
    _read("a path through /proc", "open('/proc/self/root$FILE').read()"),
    _read("a path through the parent", "open(f'/proc/{os.getppid()}/root$FILE').read()"),
    _read("a path through the first process", "open('/proc/1/root$FILE').read()"),
    _read("mmap", "__import__('mmap').mmap(os.open('$FILE', 0), 0, access=1).read().decode()"),
    _read(
        "sendfile", "(lambda r, w: (os.sendfile(w, os.open('$FILE', 0), 0, 99), os.read(r, 99).decode()))(*os.pipe())"
    ),
    _read(
        "an import of the file",
        "__import__('importlib.util').util.spec_from_file_location('m', '$FILE').loader.get_data('$FILE').decode()",
    ),
    _read("a module's text that names it", "__import__('runpy').run_path('$FILE')"),
    _read("sqlite", "__import__('sqlite3').connect('file:$FILE?immutable=1', uri=True).execute('select 1').fetchall()"),
    _read("an archive of it", "__import__('fileinput').input('$FILE').readline()"),
    _read("an error that shows a line of it", "compile('(', '$FILE', 'exec')"),
    _read(
        "a handle of it",
        "[lib := __import__('ctypes').CDLL(None), b := bytes([128]) + bytes(135), lib.name_to_handle_at(-100, b'$FILE', b, bytes(4), 0), lib.open_by_handle_at(0, b, 0)][3]",
    ),
    _read("a URL of it", "__import__('urllib.request').request.urlopen('file://$FILE').read().decode()"),
    _seen("the list of users", "open('/etc/passwd').read()"),
    _seen("the list of passwords", "open('/etc/shadow').read()"),
    _seen("the home folder", "os.listdir(os.path.expanduser('~root')) or os.listdir('/home')"),
    _seen("the root folder", "os.listdir('/')"),
    _seen("the temp folder", "glob.glob('/tmp/*') or glob.glob('/var/tmp/*')"),
    _seen("whether the file is there", "os.path.exists('$FILE') or os.access('$FILE', os.R_OK)"),
    _seen("the state of the file", "os.stat('$FILE').st_size"),
    _seen("whether the folder is there", "os.path.isdir('$FOLDER')"),
    _seen(
        "the interpreter's packages",
        "[p for p in __import__('sys').path for q in glob.glob(p + '/../python3*/site-packages/*')]",
    ),
    _seen("the judge's own text", "__import__('inspect').getsource(__import__('sys').modules['judge.worker'])"),
    _seen("the machine's devices", "[d for d in glob.glob('/dev/*') + glob.glob('/sys/*') if d]"),
    _seen("the machine's disks", "open('/proc/mounts').read()"),
    _seen("the terminal", "os.ttyname(0) or open('/dev/tty')"),
    _seen(
        "descriptors left open",
        "[d for d in range(5, 256) if not __import__('contextlib').suppress(OSError).__exit__(*([None] * 3)) and os.path.exists(f'/proc/self/fd/{d}')]",
    ),
    _write("a file", "open('$FOLDER/x', 'w').write('x')"),
    _write("the file itself", "open('$FILE', 'w').write('x')"),
    _write("more in the file", "open('$FILE', 'a').write('x')"),
    _write("the file emptied", "os.truncate('$FILE', 0)"),
    _write("the file removed", "os.unlink('$FILE')"),
    _write("the file renamed", "os.rename('$FILE', '$FOLDER/moved')"),
    _write("the file copied", "shutil.copy('$FILE', '$FOLDER/copy')"),
    _write("another mode of the file", "os.chmod('$FILE', 0o777)"),
    _write("another owner of the file", "os.chown('$FILE', 65534, 65534)"),
    _write("another time of the file", "os.utime('$FILE', (0, 0))"),
    _write("an attribute of the file", "os.setxattr('$FILE', 'user.attacked', b'x')\nos.chmod('$FILE', 0o600)"),
    _write("a folder", "os.makedirs('$FOLDER/a/b')"),
    _write("the folder removed", "os.rmdir('$FOLDER')"),
    _write("all removed", "shutil.rmtree('$FOLDER')"),
    _write("a link", "os.link('$FILE', '$FOLDER/link')"),
    _write("a symbolic link", "os.symlink('$FILE', '$FOLDER/link')"),
    _write("a named pipe", "os.mkfifo('$FOLDER/pipe')"),
    _write("a device", "os.mknod('$FOLDER/device', 0o020666, os.makedev(1, 8))"),
    _write("a temporary file", "tempfile.NamedTemporaryFile(dir='$FOLDER', delete=False).write(b'x')"),
    _write(
        "a file without a name",
        "os.write(os.open('$FOLDER', os.O_TMPFILE | os.O_RDWR), b'x')\nos.chmod('$FOLDER', 0o700)",
    ),
    _write("a file by odd flags", "os.open('$FOLDER/x', os.O_CREAT | os.O_EXCL | os.O_SYNC | os.O_NOCTTY)"),
    _write("a file by a descriptor of the folder", "os.open('x', os.O_CREAT, dir_fd=os.open('$FOLDER', os.O_PATH))"),
    _write("a file through mmap", "import mmap\nmmap.mmap(os.open('$FILE', os.O_RDWR), 0)[:1] = b'x'"),
    _write("a database", "import sqlite3\nsqlite3.connect('$FOLDER/db').execute('create table t (x)')"),
    _write("a database of another kind", "import dbm.dumb\ndbm.dumb.open('$FOLDER/db', 'n').close()"),
    _write("a shelf", "import shelve\nshelve.open('$FOLDER/db')['x'] = 1"),
    _write("a log", "import logging\nlogging.basicConfig(filename='$FOLDER/log')\nlogging.error('x')"),
    _write("a trace", "import tracemalloc, gc\ntracemalloc.start()\ntracemalloc.take_snapshot().dump('$FOLDER/trace')"),
    _write("a profile", "import cProfile\ncProfile.runctx('1', {}, {}, '$FOLDER/profile')"),
    _write("a file by an interface of old", "import ctypes\nassert ctypes.CDLL(None).creat(b'$FOLDER/x', 0o600) < 0"),
    _write("a file in its own folder", "open('x', 'w').close()", RAISED | UNSAFE | REFUTED),
    _write("a file for the next one", "open(os.path.join(tempfile.gettempdir(), 'x'), 'w').close()"),
    _write(
        "a module for the next one",
        "open(os.path.join(os.path.dirname(os.__file__), 'left_behind.py'), 'x').close()\nos.unlink(os.path.join(os.path.dirname(os.__file__), 'left_behind.py'))",
    ),
    Attack(
        "another folder, mask and root",
        body("import os\nos.umask(0)\nos.chdir('/')\nos.environ['HOME'] = '/'\nreturn n"),
        verdicts=REFUTED | RAISED | UNSAFE,
        after=(holds("__import__('os').getcwd() != '/' or True"),),
    ),
    Attack(
        "watching a folder",
        body(
            "import ctypes\nlibc = ctypes.CDLL(None)\nassert libc.inotify_add_watch(libc.inotify_init(), b'$FOLDER', 4095) < 0\nreturn n"
        ),
        verdicts=KEPT_OUT,
    ),
    Attack(
        "a lock of the file",
        body("import fcntl\nfcntl.flock(open('$FILE'), fcntl.LOCK_EX)\nreturn n + 1"),
        verdicts=KEPT_OUT,
    ),
    Attack("the file as the text of g", "$FILE", verdicts=MALFORMED),
]
