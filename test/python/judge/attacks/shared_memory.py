"""Shared memory, semaphores and message queues, which could outlive the process or tell it of others."""

from .attack import KEPT_OUT, Attack, body


def _make(name: str, text: str) -> Attack:
    return Attack(name, body(f"import ctypes, mmap, os\nlibc = ctypes.CDLL(None)\n{text}\nreturn n"), verdicts=KEPT_OUT)


ATTACKS = [
    _make("System V shared memory", "libc.shmget($NUMBER, 4096, 0o1666)"),
    _make("System V shared memory without a key", "libc.shmget(0, $NUMBER, 0o1600)"),
    _make("System V semaphores", "libc.semget($NUMBER, 3, 0o1666)"),
    _make("System V message queues", "libc.msgget($NUMBER, 0o1666)"),
    _make("System V calls by their numbers", "for call in (29, 64, 68): libc.syscall(call, $NUMBER, 1, 0o1666)"),
    _make("all shared memory that there is", "for i in range(99): libc.shmat(i, 0, 0)"),
    _make(
        "POSIX shared memory",
        "d = libc.shm_open(b'/autodidact-$NUMBER', os.O_CREAT | os.O_RDWR, 0o600)\nd >= 0 and os.write(d, b'x')",
    ),
    _make("POSIX semaphores", "libc.sem_open(b'/autodidact-$NUMBER', os.O_CREAT, 0o600, 1)"),
    _make("POSIX message queues", "libc.mq_open(b'/autodidact-$NUMBER', os.O_CREAT | os.O_RDWR, 0o600, 0)"),
    _make(
        "shared memory of multiprocessing",
        "from multiprocessing import shared_memory, resource_tracker\nresource_tracker.register = lambda *a: None\nshared_memory.SharedMemory('autodidact-$NUMBER', True, 99)",
    ),
    _make("a lock of multiprocessing", "import multiprocessing\nmultiprocessing.Lock().acquire()"),
    _make("a file in /dev/shm", "open('/dev/shm/autodidact-$NUMBER', 'w').close()"),
    _make("a file without a name in memory", "d = os.memfd_create('autodidact-$NUMBER')\nos.write(d, b'x')"),
    _make("memory that is secret", "libc.syscall(447, 0)"),
    _make("memory in huge pages", "mmap.mmap(-1, 2 << 20, flags=mmap.MAP_SHARED | mmap.MAP_ANONYMOUS | 0x40000)"),
    _make("an event that others see", "os.eventfd(1)"),
    _make("a timer that others see", "libc.timerfd_create(0, 0)"),
    _make("memory locked against swapping", "libc.mlockall(3)"),
    _make("a lock that dies with its owner", "libc.syscall(273, bytes(24), 24)"),
]
