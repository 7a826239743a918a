"""Each test is one way in which a solution, or a puzzle, tries to be more than it is."""

import subprocess
import sys
import textwrap
import unittest
from typing import Any

from . import JUDGE
from .process import JudgeTestCase

PUZZLE = "def f(x: int, n=7):\n    return x == n + 1"


def body(text: str) -> str:
    """A solution of PUZZLE with this body."""
    return "def g(n=7):\n" + textwrap.indent(textwrap.dedent(text), "    ")


class AttackTest(JudgeTestCase):
    def verdict_of(self, g: str, f: str = PUZZLE, timeout_ms: int = 1000) -> dict[str, Any]:
        return self.judge.judge(f, g, timeout_ms)

    def assert_verdict(self, verdict: str, g: str, f: str = PUZZLE, detail: str = "", timeout_ms: int = 1000) -> None:
        found = self.verdict_of(g, f, timeout_ms)
        self.assertEqual(found["verdict"], verdict, found)
        self.assertIn(detail, found["detail"])
        self.assert_judges_as_before()

    def assert_not_verified(self, g: str) -> None:
        self.assertNotEqual(self.verdict_of(g)["verdict"], "verified")
        self.assert_judges_as_before()

    def assert_judges_as_before(self) -> None:
        self.assertEqual(self.verdict_of(body("return n + 1"))["verdict"], "verified")
        self.assertEqual(self.verdict_of(body("return n"))["verdict"], "refuted")

    def test_an_answer_that_equals_everything_is_no_data(self) -> None:
        self.assert_verdict(
            "illTyped", body("class A(int):\n    def __eq__(self, other): return True\nreturn A(3)"), detail="of type A"
        )

    def test_patched_builtins_and_modules_stay_with_g(self) -> None:
        self.assert_not_verified(
            body(
                """\
                import builtins, sys
                builtins.len = builtins.repr = lambda *a: True
                builtins.isinstance = lambda *a: True
                sys.modules["judge.annotations"].fits = lambda *a: True
                sys.modules["judge.steps"].STEPS.clear()
                return 3
                """
            ),
        )

    def test_a_patched_encoder_can_only_make_other_data(self) -> None:
        self.assert_not_verified(body("import json\njson.dumps = lambda *a, **k: '5'\nreturn 8"))

    def test_f_is_not_in_reach_of_g(self) -> None:
        g = body(
            "import __main__, sys\nfor m in (__main__, sys.modules['judge.steps']):\n    m.f = lambda x: True\nreturn 0"
        )
        self.assert_verdict("refuted", g)
        self.assert_verdict("refuted", "def f(x, n=7): return True\n" + body("return 0"))

    def test_a_forged_result_is_at_most_an_answer(self) -> None:
        forge = (
            "import os, json\ndef frame(kind, data):\n    os.write(3, kind + len(data).to_bytes(8, 'little') + data)\n"
        )
        for frames, verdict in (
            ('frame(b\'R\', b\'{"end": "returned", "solved": true}\')', "illTyped"),
            ("frame(b'R', b'{\"end\": \"verified\"}')", "raised"),
            ("frame(b'B', b'3')\nframe(b'R', b'{\"end\": \"returned\"}')", "refuted"),
            ("frame(b'B', b'[' * 9999)\nframe(b'R', b'{\"end\": \"returned\"}')", "illTyped"),
            ("frame(b'R', b'[1]')", "unsafe"),
            ("frame(b'R', b'[' * 99999)", "unsafe"),
            ("os.write(3, b'x' * 99)", "unsafe"),
            ("os.write(3, b'B' + b'\\xff' * 8)", "unsafe"),
        ):
            with self.subTest(frames=frames):
                self.assert_verdict(verdict, body(forge + frames + "\nwhile True: pass"))

    def test_ending_the_process_proves_nothing(self) -> None:
        self.assert_verdict("raised", body("raise SystemExit(0)"), detail="g raised SystemExit in line 2")
        self.assert_verdict("raised", body("import os\nos._exit(0)"), detail="g ended its own process (exit status 0)")
        self.assert_verdict("raised", body("import os, signal\nos.kill(os.getpid(), 6)"), detail="SIGABRT")
        self.assert_verdict("raised", body("import signal\nsignal.raise_signal(40)"), detail="signal 40")

    def test_exceptions_are_told_with_their_line_even_hostile_ones(self) -> None:
        self.assert_verdict("raised", body("\nreturn n / 0"), detail="g raised ZeroDivisionError in line 3: division")
        self.assert_verdict(
            "raised",
            body("class E(Exception):\n    def __str__(self): raise self\nraise E"),
            detail="g raised E in line 4.",
        )
        self.assert_verdict("raised", body("raise ValueError('\\ud800' + 'x' * 10**6)"), detail="\\ud800xxx")
        self.assert_verdict(
            "raised",
            "def g(): return 'a'",
            "def f(x: str):\n    return int(x) == 1",
            detail="f raised ValueError in line 2",
        )

    def test_endless_work_is_ended(self) -> None:
        for text in ("while True: pass", "return 10 ** 10 ** 8", "import time\ntime.sleep(1000)"):
            with self.subTest(text=text):
                self.assert_verdict("timedOut", body(text), detail="g did not end within 200 ms", timeout_ms=200)
        endless = "def f(x: int, n=7):\n    while x: pass"
        self.assert_verdict("timedOut", body("return 1"), endless, "f did not end within 200 ms", timeout_ms=200)

    def test_no_signal_handler_keeps_a_step_alive(self) -> None:
        text = """\
            import signal
            signal.pthread_sigmask(signal.SIG_BLOCK, signal.valid_signals())
            while True:
                try:
                    while True: pass
                except BaseException:
                    pass
            """
        self.assert_verdict("timedOut", body(text), timeout_ms=200)

    def test_threads_left_running_do_not_hold_up_the_answer(self) -> None:
        text = "import threading, time\nfor _ in range(5): threading.Thread(target=time.sleep, args=(1000,)).start()\nreturn n + 1"
        self.assert_verdict("verified", body(text))

    @unittest.skipUnless(sys.platform == "linux", "system calls are filtered on Linux only")
    def test_starting_a_process_or_program_or_socket_is_unsafe(self) -> None:
        for text in (
            "import os\nwhile True: os.fork()",
            "import os\nif os.fork() == 0:\n    os.setsid()\n    if os.fork() == 0:\n        while True: pass\nreturn n + 1",
            "import subprocess\nsubprocess.run(['true'])\nreturn n + 1",
            "import os\nos.execv('/bin/true', ['true'])",
            "import os\nos.posix_spawn('/bin/true', ['true'], {})",
            "import socket\nsocket.socket()\nreturn n + 1",
        ):
            with self.subTest(text=text):
                self.assert_verdict("unsafe", body(text), detail="g tried to start a process")

    @unittest.skipUnless(sys.platform == "linux", "system calls are filtered on Linux only")
    def test_reaching_another_process_is_unsafe(self) -> None:
        for target in ("os.getppid()", "-1", "1"):
            with self.subTest(target=target):
                self.assert_verdict("unsafe", body(f"import os\nos.kill({target}, 9)\nreturn n + 1"))
        limit = "import os, resource\nresource.prlimit(os.getppid(), resource.RLIMIT_CPU, (0, 0))"
        self.assert_verdict("unsafe", body(limit))
        self.assert_verdict(
            "unsafe", "def g(): return 1", "def f(x: int):\n    import os\n    os.fork()\n    return True"
        )

    def test_memory_and_files_have_limits(self) -> None:
        self.assert_verdict("outOfMemory", body("return 'x' * (8 << 30)"))
        self.assert_verdict("outOfMemory", "def g(): return 1", "def f(x: int):\n    return len('x' * (8 << 30)) > x")
        self.assert_verdict(
            "unsafe", body("open('big', 'wb').write(bytes(9 << 20))\nreturn n + 1"), detail="larger than"
        )

    def test_answers_have_a_limit_in_size_and_depth(self) -> None:
        text = "def f(x: str):\n    return len(x) > 3"
        self.assert_verdict("illTyped", "def g(): return 'x' * ((128 << 20) + 1)", text, "larger than 128 MiB")
        self.assert_verdict("verified", "def g(): return 'x' * (8 << 20)", text)
        self.assert_verdict("illTyped", body("x = []\nx.append(x)\nreturn x"), detail="contains itself")

    def test_running_out_of_stack_ends_the_step_only(self) -> None:
        self.assert_verdict("raised", body("def h(): return h()\nreturn h()"), detail="RecursionError")
        deep = body("import sys\nsys.setrecursionlimit(10**9)\nr = []\nfor _ in range(10**6): r = [r]\nreturn repr(r)")
        self.assertIn(self.verdict_of(deep, timeout_ms=5000)["verdict"], {"raised", "outOfMemory", "timedOut"})

    def test_text_that_breaks_the_parser_is_malformed(self) -> None:
        for g in (
            "(" * 10**5,
            body("return " + "-" * 10**6 + "1"),
            "def g(n=7):\n\0",
            "def g(n=7): return '\ud800'",
            "",
        ):
            with self.subTest(g=g[:20]):
                self.assertEqual(self.verdict_of(g)["verdict"], "malformed")

    def test_the_environment_is_scrubbed_and_the_folder_private(self) -> None:
        g = """\
            import os
            secrets = [key for key in os.environ if key not in ("HOME", "TMPDIR", "LANG", "PATH")]
            empty = os.listdir(".") == [] and os.environ["HOME"] == os.getcwd()
            open("mine", "w").close()
            return n + 1 if empty and not secrets and os.getsid(0) == os.getpid() else 0
            """
        self.assert_verdict("verified", body(g))

    def test_nothing_can_be_imported_from_the_judges_folder_or_site_packages(self) -> None:
        g = "import sys\nbad = [p for p in sys.path if 'site-packages' in p or p.endswith('src/python')]\nreturn n + 1 + len(bad)"
        self.assert_verdict("verified", body(g))


class OrphanTest(unittest.TestCase):
    @unittest.skipUnless(sys.platform == "linux", "only Linux gives orphans to a subreaper")
    def test_a_daemon_in_a_session_of_its_own_is_found_and_ended(self) -> None:
        program = """\
            import os, signal, time
            from judge import linux, zygote
            linux.become_subreaper()
            kept = os.fork() or time.sleep(1000)
            reader, writer = os.pipe()
            child = os.fork()
            if child == 0:
                os.setsid()
                if os.fork() == 0:
                    os.setsid()
                    os.write(writer, b"x")
                    time.sleep(1000)
                os._exit(0)
            os.read(reader, 1)
            os.waitpid(child, 0)
            zygote.end_orphans({kept})
            assert linux.children_of(os.getpid()) == [kept]
            os.kill(kept, signal.SIGKILL)
            """
        command = [sys.executable, "-B", "-c", textwrap.dedent(program)]
        subprocess.run(command, check=True, env={"PYTHONPATH": str(JUDGE.parent)})


if __name__ == "__main__":
    unittest.main()
