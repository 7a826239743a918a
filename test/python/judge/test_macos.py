import struct
import sys
import unittest

from judge.sandbox import macos


class MacosTest(unittest.TestCase):
    """What can be told of the macOS side without one."""

    def setUp(self) -> None:
        self.command = [sys.executable, "-s", "judge", "--zygote", "3"]

    def test_runs_the_command_as_it_is_under_a_profile(self) -> None:
        program, option, profile, *command = macos.closed_in(self.command, "/private/tmp/folder", [])
        self.assertEqual((program, option, command), ("/usr/bin/sandbox-exec", "-p", self.command))
        self.assertTrue(profile.startswith("(version 1)\n(deny default)\n"))
        self.assertEqual(profile.count("("), profile.count(")"))

    def test_the_profile_allows_no_network_no_writing_and_no_other_program(self) -> None:
        profile = macos.closed_in(self.command, "/private/tmp/folder", [])[2]
        self.assertNotIn("network", profile)
        self.assertEqual([line for line in profile.splitlines() if "write" in line], [
            '(allow file-write-data (literal "/dev/null"))'
        ])  # fmt: skip
        self.assertEqual([line for line in profile.splitlines() if "process-exec" in line], [
            f'(allow process-exec (literal "{sys.executable}"))'
        ])  # fmt: skip

    def test_allowed_packages_can_be_read_even_with_odd_names(self) -> None:
        profile = macos.closed_in(self.command, "/private/tmp/folder", ['/opt/a "b"\\c'])[2]
        self.assertIn('(subpath "/opt/a \\"b\\"\\\\c")', profile)

    def test_reads_the_footprint_where_the_system_puts_it(self) -> None:
        usage = bytes(16) + struct.pack("<10Q", 1, 2, 3, 4, 5, 6, 7, 8 << 30, 9, 10)
        self.assertEqual(macos.footprint_in(usage), 8 << 30)


if __name__ == "__main__":
    unittest.main()
