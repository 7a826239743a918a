"""Numbers of system calls, from the kernel's tables for each architecture, and what the filter does with each."""

HARMLESS = frozenset(
    """
    access alarm arch_prctl brk chdir clock_getres clock_gettime clock_nanosleep close dup dup2 dup3 epoll_create
    epoll_create1 epoll_ctl epoll_pwait epoll_wait eventfd2 exit exit_group faccessat faccessat2 fadvise64 fchdir
    fstat fstatfs futex get_robust_list getcpu getcwd getdents getdents64 getegid geteuid getgid getgroups
    getitimer getpgid getpgrp getpid getppid getpriority getrandom getresgid getresuid getrlimit getrusage getsid
    gettid gettimeofday getuid lseek lstat madvise membarrier mincore mmap mprotect mremap munmap nanosleep
    newfstatat pause pipe pipe2 poll ppoll pread64 preadv pselect6 pwrite64 pwritev read readlink readlinkat readv
    restart_syscall rseq rt_sigaction rt_sigpending rt_sigprocmask rt_sigreturn rt_sigsuspend rt_sigtimedwait
    sched_get_priority_max sched_get_priority_min sched_getaffinity sched_getparam sched_getscheduler sched_yield
    select set_robust_list set_tid_address setitimer sigaltstack stat statfs statx sysinfo time times uname write
    writev
    """.split()
)
"""Calls that can only touch the caller's own memory, time, signal handlers and open descriptors, or read names of files."""

FORBIDDEN = frozenset(
    """
    add_key bpf chroot execve execveat finit_module init_module io_uring_setup keyctl mount mq_open msgget
    open_by_handle_at perf_event_open pidfd_getfd pidfd_send_signal pivot_root process_madvise
    process_vm_readv process_vm_writev ptrace request_key rt_sigqueueinfo rt_tgsigqueueinfo semget setns setpriority
    shmget socket tkill umount2 unshare userfaultfd
    """.split()
)
"""Starting processes or programs, sockets, reaching other processes, the kernel's administration, shared memory: never by
accident, so that a program that tries is ended and its pair called unsafe."""

FOR_ZYGOTE = frozenset(
    """
    clone close_range fork kill pidfd_open prctl prlimit64 recvmsg sendmsg setsid setrlimit tgkill vfork wait4
    """.split()
)
"""Calls by which the zygote forks children, ends them, and hears from the supervisor. Its children may not use them."""

_X86_64 = {
    "access": 21, "add_key": 248, "alarm": 37, "arch_prctl": 158, "bpf": 321, "brk": 12, "capset": 126, "chdir": 80,
    "chroot": 161, "clock_getres": 229, "clock_gettime": 228, "clock_nanosleep": 230, "clone": 56, "clone3": 435,
    "close": 3, "close_range": 436, "recvmsg": 47, "sendmsg": 46, "setrlimit": 160, "setsid": 112, "wait4": 61, "dup": 32, "dup2": 33, "dup3": 292, "epoll_create": 213, "epoll_create1": 291, "epoll_ctl": 233,
    "epoll_pwait": 281, "epoll_wait": 232, "eventfd2": 290, "execve": 59, "execveat": 322, "exit": 60, "exit_group":
    231, "faccessat": 269, "faccessat2": 439, "fadvise64": 221, "fchdir": 81, "fcntl": 72, "finit_module": 313,
    "fork": 57, "fstat": 5, "fstatfs": 138, "futex": 202, "get_robust_list": 274, "getcpu": 309, "getcwd": 79,
    "getdents": 78, "getdents64": 217, "getegid": 108, "geteuid": 107, "getgid": 104, "getgroups": 115, "getitimer":
    36, "getpgid": 121, "getpgrp": 111, "getpid": 39, "getppid": 110, "getpriority": 140, "getrandom": 318,
    "getresgid": 120, "getresuid": 118, "getrlimit": 97, "getrusage": 98, "getsid": 124, "gettid": 186,
    "gettimeofday": 96, "getuid": 102, "init_module": 175, "io_uring_setup": 425, "ioctl": 16, "keyctl": 250,
    "kill": 62, "landlock_add_rule": 445, "landlock_create_ruleset": 444, "landlock_restrict_self": 446, "lseek": 8,
    "lstat": 6, "madvise": 28, "membarrier": 324, "mincore": 27, "mmap": 9, "mount": 165, "mprotect": 10, "mq_open":
    240, "mremap": 25, "msgget": 68, "munmap": 11, "nanosleep": 35, "newfstatat": 262, "open": 2,
    "open_by_handle_at": 304, "openat": 257, "openat2": 437, "pause": 34, "perf_event_open": 298, "pidfd_getfd":
    438, "pidfd_open": 434, "pidfd_send_signal": 424, "pipe": 22, "pipe2": 293, "pivot_root": 155, "poll": 7,
    "ppoll": 271, "prctl": 157, "pread64": 17, "preadv": 295, "prlimit64": 302, "process_madvise": 440,
    "process_vm_readv": 310, "process_vm_writev": 311, "pselect6": 270, "ptrace": 101, "pwrite64": 18, "pwritev":
    296, "read": 0, "readlink": 89, "readlinkat": 267, "readv": 19, "request_key": 249, "restart_syscall": 219,
    "recvfrom": 45, "rseq": 334, "rt_sigaction": 13, "rt_sigpending": 127, "rt_sigprocmask": 14, "rt_sigqueueinfo": 129,
    "rt_sigreturn": 15, "rt_sigsuspend": 130, "rt_sigtimedwait": 128, "rt_tgsigqueueinfo": 297,
    "sched_get_priority_max": 146, "sched_get_priority_min": 147, "sched_getaffinity": 204, "sched_getparam": 143,
    "sched_getscheduler": 145, "sched_yield": 24, "seccomp": 317, "select": 23, "semget": 64, "set_robust_list":
    273, "set_tid_address": 218, "setitimer": 38, "setns": 308, "setpriority": 141, "shmget": 29, "sigaltstack":
    131, "sendto": 44, "socket": 41, "socketpair": 53, "stat": 4, "statfs": 137, "statx": 332, "sysinfo": 99, "tgkill": 234, "time": 201, "times":
    100, "tkill": 200, "umount2": 166, "uname": 63, "unshare": 272, "userfaultfd": 323, "vfork": 58, "write": 1,
    "writev": 20,
}  # fmt: skip
_AARCH64 = {
    "add_key": 217, "bpf": 280, "brk": 214, "capset": 91, "chdir": 49, "chroot": 51, "clock_getres": 114,
    "clock_gettime": 113, "clock_nanosleep": 115, "clone": 220, "clone3": 435, "close": 57, "close_range": 436, "recvmsg": 212, "sendmsg": 211, "setrlimit": 164, "setsid": 157, "wait4": 260, "dup": 23, "dup3": 24,
    "epoll_create1": 20, "epoll_ctl": 21, "epoll_pwait": 22, "eventfd2": 19, "execve": 221, "execveat": 281, "exit":
    93, "exit_group": 94, "faccessat": 48, "faccessat2": 439, "fadvise64": 223, "fchdir": 50, "fcntl": 25,
    "finit_module": 273, "fstat": 80, "fstatfs": 44, "futex": 98, "get_robust_list": 100, "getcpu": 168, "getcwd":
    17, "getdents64": 61, "getegid": 177, "geteuid": 175, "getgid": 176, "getgroups": 158, "getitimer": 102,
    "getpgid": 155, "getpid": 172, "getppid": 173, "getpriority": 141, "getrandom": 278, "getresgid": 150,
    "getresuid": 148, "getrlimit": 163, "getrusage": 165, "getsid": 156, "gettid": 178, "gettimeofday": 169,
    "getuid": 174, "init_module": 105, "io_uring_setup": 425, "ioctl": 29, "keyctl": 219, "kill": 129,
    "landlock_add_rule": 445, "landlock_create_ruleset": 444, "landlock_restrict_self": 446, "lseek": 62, "madvise":
    233, "membarrier": 283, "mincore": 232, "mmap": 222, "mount": 40, "mprotect": 226, "mq_open": 180, "mremap":
    216, "msgget": 186, "munmap": 215, "nanosleep": 101, "newfstatat": 79, "open_by_handle_at": 265, "openat": 56,
    "openat2": 437, "perf_event_open": 241, "pidfd_getfd": 438, "pidfd_open": 434, "pidfd_send_signal": 424,
    "pipe2": 59, "pivot_root": 41, "ppoll": 73, "prctl": 167, "pread64": 67, "preadv": 69, "prlimit64": 261,
    "process_madvise": 440, "process_vm_readv": 270, "process_vm_writev": 271, "pselect6": 72, "ptrace": 117,
    "pwrite64": 68, "pwritev": 70, "read": 63, "readlinkat": 78, "readv": 65, "request_key": 218, "restart_syscall":
    128, "recvfrom": 207, "rseq": 293, "rt_sigaction": 134, "rt_sigpending": 136, "rt_sigprocmask": 135, "rt_sigqueueinfo": 138,
    "rt_sigreturn": 139, "rt_sigsuspend": 133, "rt_sigtimedwait": 137, "rt_tgsigqueueinfo": 240,
    "sched_get_priority_max": 125, "sched_get_priority_min": 126, "sched_getaffinity": 123, "sched_getparam": 121,
    "sched_getscheduler": 120, "sched_yield": 124, "seccomp": 277, "semget": 190, "set_robust_list": 99,
    "set_tid_address": 96, "setitimer": 103, "setns": 268, "setpriority": 140, "shmget": 194, "sigaltstack": 132,
    "sendto": 206, "socket": 198, "socketpair": 199, "statfs": 43, "statx": 291, "sysinfo": 179, "tgkill": 131, "times": 153, "tkill": 130, "umount2":
    39, "uname": 160, "unshare": 97, "userfaultfd": 282, "write": 64, "writev": 66,
}  # fmt: skip

NUMBERS = {"x86_64": _X86_64, "aarch64": _AARCH64}
"""By machine, as `os.uname().machine` calls it. ARM64 lacks calls that newer ones replace."""
