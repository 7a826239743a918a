"""The layers of the sandbox, each by itself, under the attacks of the self-test; and the attacks without any layer."""

import json
import os
import socket
import subprocess
import sys
import tempfile
import unittest

from judge.sandbox import landlock
from judge.sandbox.self_test import ATTACKS, tier_of

from . import JUDGE

_BEGIN = """\
import json, os, sys
sys.path.insert(0, sys.argv[1])
from judge.sandbox import kernel, landlock, limits, namespaces, readable, seccomp, self_test
target, folder = json.loads(sys.argv[2]), sys.argv[3]
paths = readable.readable_paths([])
before = lambda: None
"""
_END = """
def fork():
    pid = os.fork()
    if pid == 0:
        before()
    return pid
print(json.dumps(self_test.attack_from_children(fork, target)), flush=True)
os._exit(0)
"""
_INTO_NAMESPACES = """
assert namespaces.enter()
if inner := os.fork():
    os._exit(os.waitstatus_to_exitcode(os.waitpid(inner, 0)[1]))
namespaces.replace_file_system(folder, paths, [])
namespaces.drop_capabilities()
"""


@unittest.skipUnless(sys.platform == "linux", "the layers are Linux's")
class LayersTest(unittest.TestCase):
    def attacks_through(self, layer: str) -> set[str]:
        """What gets through when only this layer is put on."""
        with tempfile.TemporaryDirectory() as folder, socket.create_server(("127.0.0.1", 0)) as listener:
            for name in ("target", "root", "here"):
                os.mkdir(os.path.join(folder, name))
            file = os.path.join(folder, "target", "secret")
            with open(file, "w", encoding="ascii") as secret:
                secret.write("secret")
            port = listener.getsockname()[1]
            target = json.dumps({"file": file, "content": "secret", "port": port, "pid": os.getpid()})
            command = [sys.executable, "-I", "-S", "-B", "-c", _BEGIN + layer + _END]
            arguments = [str(JUDGE.parent), target, os.path.join(folder, "root")]
            output = subprocess.check_output([*command, *arguments], cwd=os.path.join(folder, "here"))
        return set(json.loads(output))

    def test_without_a_layer_every_attack_gets_through(self) -> None:
        self.assertEqual(self.attacks_through(""), set(ATTACKS))

    def test_namespaces_leave_only_what_stays_within_them(self) -> None:
        self.assertEqual(self.attacks_through(_INTO_NAMESPACES), {"start processes", "share memory"})

    def test_the_filter_leaves_reading_only(self) -> None:
        layer = "seccomp.filter_zygote()\nbefore = seccomp.filter_child"
        self.assertEqual(self.attacks_through(layer), {"read files", "list processes"})

    def test_landlock_leaves_processes_and_shared_memory(self) -> None:
        if landlock.version() < 6:
            self.skipTest(f"this kernel has version {landlock.version()} of Landlock; 6 is the first with all scopes")
        self.assertEqual(self.attacks_through("landlock.restrict(paths)"), {"start processes", "share memory"})


class TierTest(unittest.TestCase):
    def test_is_full_only_where_nothing_gets_through(self) -> None:
        self.assertEqual(tier_of([]), "full")

    def test_is_partial_where_only_reading_or_memory_is_left(self) -> None:
        self.assertEqual(tier_of(["read files"]), "partial")
        self.assertEqual(tier_of(["list processes", "share memory", "read files"]), "partial")

    def test_is_none_where_harm_could_be_done(self) -> None:
        for name in ("write files", "use the network", "start processes", "signal processes"):
            self.assertEqual(tier_of([name]), "none")
        self.assertEqual(tier_of(ATTACKS), "none")


if __name__ == "__main__":
    unittest.main()
