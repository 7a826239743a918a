"""The network: sockets of every kind, by every way to them."""

from .attack import KEPT_OUT, RAISED, UNSAFE, Attack, body

_CLOSED = UNSAFE | RAISED


def _open(name: str, text: str, verdicts: frozenset[str] = _CLOSED) -> Attack:
    return Attack(name, body(f"{text}\nreturn n + 1"), verdicts=verdicts, timeout_ms=500)


ATTACKS = [
    _open("a socket", "import socket\nsocket.socket()", UNSAFE),
    _open("TCP", "import socket\nsocket.create_connection(('127.0.0.1', $PORT)).send(b'x')"),
    _open(
        "TCP without waiting",
        "import socket\ns = socket.socket()\ns.setblocking(False)\ns.connect_ex(('127.0.0.1', $PORT))",
    ),
    _open("TCP by another name of the machine", "import socket\nsocket.create_connection(('localhost', $PORT))"),
    _open(
        "TCP of the sixth version",
        "import socket\ns = socket.socket(socket.AF_INET6)\ns.connect_ex(('::ffff:127.0.0.1', $PORT))",
    ),
    _open("UDP", "import socket\nsocket.socket(type=socket.SOCK_DGRAM).sendto(b'x', ('127.0.0.1', $PORT))"),
    _open(
        "a broadcast",
        "import socket\ns = socket.socket(type=socket.SOCK_DGRAM)\ns.setsockopt(socket.SOL_SOCKET, socket.SO_BROADCAST, 1)\ns.sendto(b'x', ('255.255.255.255', 9))",
    ),
    _open("a Unix socket", "import socket\nsocket.socket(socket.AF_UNIX).connect('$SOCKET')"),
    _open("an abstract Unix socket", "import socket\nsocket.socket(socket.AF_UNIX).connect(chr(0) + '$ABSTRACT')"),
    _open(
        "a Unix socket of its own",
        "import socket\ns = socket.socket(socket.AF_UNIX)\ns.bind('$FOLDER/socket')\ns.listen()",
    ),
    _open("a server", "import socket\nsocket.create_server(('127.0.0.1', 0))"),
    _open("netlink", "import socket\nsocket.socket(socket.AF_NETLINK, socket.SOCK_RAW, 0).bind((0, 0))"),
    _open("raw packets", "import socket\nsocket.socket(socket.AF_INET, socket.SOCK_RAW, socket.IPPROTO_ICMP)"),
    _open("raw frames", "import socket\nsocket.socket(17, socket.SOCK_RAW)"),
    _open("ciphers of the kernel", "import socket\nsocket.socket(38, 5)"),
    _open("virtual machines' sockets", "import socket\nsocket.socket(40, 1).connect_ex((2, $PORT))"),
    _open("bluetooth", "import socket\nsocket.socket(31, 3, 1)"),
    _open("names of machines", "import socket\nsocket.gethostbyname('localhost.localdomain.invalid')"),
    _open("addresses of machines", "import socket\nsocket.getaddrinfo('example.invalid', 80)"),
    _open("a URL", "import urllib.request\nurllib.request.urlopen('http://127.0.0.1:$PORT/', timeout=1)"),
    _open(
        "http.client",
        "import http.client\nhttp.client.HTTPConnection('127.0.0.1', $PORT, timeout=1).request('GET', '/')",
    ),
    _open("ftplib", "import ftplib\nftplib.FTP().connect('127.0.0.1', $PORT, 1)"),
    _open("smtplib", "import smtplib\nsmtplib.SMTP('127.0.0.1', $PORT, timeout=1)"),
    _open(
        "asyncio", "import asyncio\nasync def h(): await asyncio.open_connection('127.0.0.1', $PORT)\nasyncio.run(h())"
    ),
    _open("a server of XML-RPC", "import xmlrpc.client\nxmlrpc.client.ServerProxy('http://127.0.0.1:$PORT').x()"),
    _open(
        "a log to the network",
        "import logging.handlers\nlogging.handlers.SysLogHandler(('127.0.0.1', $PORT)).emit(logging.makeLogRecord({}))",
    ),
    _open("a manager of multiprocessing", "import multiprocessing.connection as c\nc.Client(('127.0.0.1', $PORT))"),
    _open("a socket of the C library", "import ctypes\nassert ctypes.CDLL(None).socket(2, 1, 0) >= 0"),
    _open("a descriptor taken for a socket", "import socket\nsocket.socket(fileno=3).send(b'x')", KEPT_OUT),
    _open(
        "a socket taken from the victim",
        "import ctypes, os\nassert ctypes.CDLL(None).syscall(438, os.pidfd_open($VICTIM), 3, 0) >= 0",
    ),
    _open(
        "a pair of sockets with one end far away",
        "import socket\na, b = socket.socketpair()\na.sendto(b'x', chr(0) + '$ABSTRACT')",
    ),
    _open("a pair of sockets of the network", "import socket\nsocket.socketpair(socket.AF_INET)", RAISED),
    _open(
        "a pair of sockets of netlink", "import socket\nsocket.socketpair(socket.AF_NETLINK, socket.SOCK_RAW)", RAISED
    ),
    _open(
        "a pair of sockets that may be joined anew", "import socket\nsocket.socketpair(type=socket.SOCK_DGRAM)", RAISED
    ),
    _open(
        "a pair of sockets whose kind is hidden in the upper half",
        "import ctypes, os\ncall = {'x86_64': 53, 'aarch64': 199}[os.uname().machine]\n"
        "words = map(ctypes.c_long, (call, 1 << 32 | 1, 0x80001, 0))\n"
        "assert ctypes.CDLL(None).syscall(*words, (ctypes.c_int * 2)()) == 0",
        RAISED,
    ),
    *(
        _open(f"a pair of sockets and {name}", f"import socket\na, b = socket.socketpair()\n{text}", RAISED)
        for name, text in (
            ("another end", "a.connect('$SOCKET')"),
            ("a name", "a.bind(chr(0) + 'x$NUMBER')"),
            ("listening", "a.listen()"),
            ("urgent data", "a.send(b'x', socket.MSG_OOB)"),
            ("urgent data to read", "b.recv(1, socket.MSG_OOB | socket.MSG_DONTWAIT)"),
            ("a descriptor that goes through", "socket.send_fds(a, [b'x'], [0])"),
            ("a descriptor that comes through", "a.send(b'x')\nsocket.recv_fds(b, 1, 1)"),
            ("options", "a.setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 1 << 30)"),
            ("who is at the other end", "a.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, 12)"),
        )
    ),
]
