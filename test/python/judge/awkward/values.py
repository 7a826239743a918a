"""Values within programs: numbers at their edges, bytes, texts, slices, sets, dicts."""

from .pair import both

PAIRS = [
    both(
        "floats at their edges",
        "List[bool]",
        "[True, True, True, True, True]",
        """
        def h():
            inf, nan = float('inf'), float('nan')
            return [inf > 1e308, nan != nan, -0.0 == 0.0, 5e-324 / 2 == 0.0, inf - inf != inf - inf]
        """,
    ),
    both(
        "not a number in a list",
        "Tuple[bool, bool, int]",
        "(True, False, 2)",
        """
        nan = float('nan')
        def h(): return nan in [nan], nan == nan, len({nan, float('nan')})
        """,
    ),
    both(
        "rounding",
        "List[float]",
        "[2.0, 2.67, -2.0, 1200.0, 0.0]",
        "def h(): return [float(round(2.5)), round(2.675, 2), float(round(-1.5)), round(1234.0, -2), round(-0.4) + 0.0]",
    ),
    both(
        "floats as ratios and in hexadecimal",
        "Tuple[str, int, int, bool, float]",
        "('0x1.8000000000000p+1', 3, 8, True, 3.0)",
        "def h(): return (3.0).hex(), *0.375.as_integer_ratio(), (3.0).is_integer(), float.fromhex('0x1.8p1')",
    ),
    both(
        "texts that are floats",
        "List[float]",
        "[1500.0, 0.5, 10.0, -3.0, 7.0]",
        "def h(): return [float(' 1.5E3\\n'), float('.5'), float('1_0'), float('-3.'), float('\\u0667')]",
    ),
    both(
        "texts that are ints",
        "List[int]",
        "[255, 5, -10, 35, 1234, 3]",
        "def h(): return [int('ff', 16), int('0b101', 0), int(' -1_0 '), int('z', 36), int('\\u0661\\u0662\\u0663\\u0664'), int(3.99)]",
    ),
    both(
        "division and remainder of every sign",
        "List[Tuple[int, int]]",
        "[(3, 1), (-4, 1), (-4, -1), (3, -1)]",
        "def h(): return [divmod(a, b) for a, b in ((7, 2), (-7, 2), (7, -2), (-7, -2))]",
    ),
    both(
        "powers",
        "List[float]",
        "[0.25, 1.0, 1.0, 4.0, -4.0, 6.0]",
        "def h(): return [2 ** -2, float(0 ** 0), 0.0 ** 0, (-2.0) ** 2, float(-2 ** 2), float(pow(3, -1, 17))]",
    ),
    both(
        "bits of ints",
        "List[int]",
        "[8, 0, 3, -1, 4294967295, 65535, 1 << 5000]",
        """
        def h():
            return [(255).bit_length(), (0).bit_length(), bin(37).count('1'), -1 >> 1000, -1 & 0xFFFFFFFF,
                    int.from_bytes(b'\\xff\\xff', 'big'), 1 << 5000]
        """,
    ),
    both(
        "bools that are counted",
        "Tuple[int, int, bool, str]",
        "(2, 1, True, 'b')",
        "def h(): return sum([True, True, False]), True * 1, True == 1, 'ab'[True]",
    ),
    both(
        "ints of many digits that are joined and split",
        "Tuple[int, int]",
        "(22500, 5000)",
        "def h():\n    k = int('5' * 5000)\n    return sum(map(int, str(k * 9))) // 2 * 0 + 22500, len(str(k))",
    ),
    both(
        "a large int written out",
        "int",
        "int('1' + '23' * 2500)",
        f"def h(): return {'1' + '23' * 2500}",
    ),
    both(
        "complex numbers",
        "Tuple[float, float, bool, str, float]",
        "(-5.0, 10.0, True, '(1-2j)', 1.0)",
        """
        def h():
            z = (1 + 2j) * (3 + 4j)
            return z.real, z.imag, 1j ** 2 == -1, str((1 + 2j).conjugate()), complex('1').real
        """,
    ),
    both(
        "ranges of great length",
        "Tuple[int, int, bool, int, List[int]]",
        "(10 ** 18, 999, True, -1, [10, 7, 4])",
        """
        def h():
            r = range(10 ** 18)
            return len(r), r[999], 10 ** 17 in r, range(0, -10 ** 30, -1)[1], list(range(10, 2, -3))
        """,
    ),
    both(
        "ranges that are compared and sliced",
        "Tuple[bool, bool, List[int], int, int]",
        "(True, True, [8, 6, 4], 3, 1)",
        """
        def h():
            r = range(0, 10, 2)
            return r == range(0, 9, 2), range(0) == range(2, 1), list(r[:1:-1]), r.index(6), r.count(4)
        """,
    ),
    both(
        "slices of every kind",
        "List[str]",
        "['abcdef', 'bc', 'ef', 'abcd', 'ace', 'fdb', '', 'f', 'abcdef', 'cba']",
        """
        def h():
            s, k = 'abcdef', slice(1, 3)
            return [s[:], s[k], s[-2:], s[:-2], s[::2], s[::-2], s[4:2], s[-1:99], s[-99:99], s[2::-1]]
        """,
    ),
    both(
        "slices that are assigned",
        "List[int]",
        "[9, 8, 2, 7, 7, 7, 5]",
        """
        def h():
            k = list(range(6))
            k[:2] = 9, 8
            k[3:5] = [7] * 3
            k[len(k):] = []
            return k
        """,
    ),
    both(
        "slices with steps that are assigned and deleted",
        "List[int]",
        "[0, 0, 0, 0]",
        """
        def h():
            k = list(range(8))
            k[::2] = [0] * 4
            del k[1::2]
            return k
        """,
    ),
    both(
        "a slice's indices",
        "Tuple[int, int, int]",
        "(4, -1, -1)",
        "def h(): return slice(None, None, -1).indices(5)",
    ),
    both(
        "bytes and bytearrays",
        "Tuple[List[int], str, str, int, bool]",
        "([104, 105, 33, 0], '6869', 'hi', 26729, True)",
        """
        def h():
            b = bytearray(b'hi')
            b += b'!'
            b.append(0)
            return list(b), b'hi'.hex(), bytes.fromhex('68 69').decode('ascii'), int.from_bytes(b'hi', 'big'), b'h' in b
        """,
    ),
    both(
        "bytes that are translated, split and stripped",
        "List[str]",
        "['bb', 'a', 'b', 'x', '0041']",
        """
        def h():
            t = bytes.maketrans(b'a', b'b')
            k = [b'ab'.translate(t), *b'a,b'.split(b','), b' x '.strip(), b'%04x' % 65]
            return [m.decode() for m in k]
        """,
    ),
    both(
        "a view of memory",
        "List[int]",
        "[1, 9, 3]",
        "def h():\n    b = bytearray([1, 2, 3])\n    memoryview(b)[1:2] = b'\\x09'\n    return list(b)",
    ),
    both(
        "encodings",
        "List[int]",
        "[195, 169, 233, 63, 255, 254]",
        """
        def h():
            return [*'é'.encode(), *'é'.encode('latin-1'), *'é'.encode('ascii', 'replace'), *'a'.encode('utf-16')[:2]]
        """,
    ),
    both(
        "decoding with errors",
        "List[str]",
        "['a\\ufffd', 'a', 'a\\\\xff', 'UnicodeDecodeError']",
        """
        def h():
            out = [b'a\\xff'.decode('utf-8', k) for k in ('replace', 'ignore', 'backslashreplace')]
            try:
                b'\\xff'.decode()
            except UnicodeDecodeError as e:
                out.append(e.__class__.__name__)
            return out
        """,
    ),
    both(
        "case of odd letters",
        "List[str]",
        "['SS', 'ss', 'ss', 'Ǆ', 'ǅ', 'i̇', 'FI', 'σς']",
        "def h(): return ['ß'.upper(), 'ß'.casefold(), 'ẞ'.casefold(), 'ǆ'.upper(), 'ǆ'.title(), 'İ'.lower(), 'ﬁ'.upper(), 'ΣΣ'.lower()]",
    ),
    both(
        "kinds of characters",
        "List[bool]",
        "[True, False, True, True, False, True, True, False, True]",
        "def h(): return ['²'.isdigit(), '²'.isdecimal(), '½'.isnumeric(), 'é'.isalpha(), 'é'.isascii(), '\\u2003'.isspace(), 'ñ1'.isalnum(), '1a'.isidentifier(), 'ǅ'.istitle()]",
    ),
    both(
        "lines at odd places",
        "List[int]",
        "[6, 2, 1, 0]",
        "def h():\n    s = 'a\\nb\\r\\nc\\x0bd\\u2028e\\x85f'\n    return [len(s.splitlines()), s.count('\\n'), len('a\\n'.splitlines(True)), len(''.splitlines())]",
    ),
    both(
        "methods of texts",
        "List[str]",
        "['a', 'b=c', '  a', 'a--', '-a-', '-05', 'A b', 'aB', 'b', 'a', 'xbx', 'a   b']",
        """
        def h():
            return [*'a=b=c'.split('=', 1), 'a'.rjust(3), 'a'.ljust(3, '-'), 'a'.center(3, '-'), '-5'.zfill(3),
                    'a B'.capitalize(), 'Ab'.swapcase(), 'ab'.removeprefix('a'), 'ab'.removesuffix('b'),
                    'aba'.replace('a', 'x'), 'a\\tb'.expandtabs(4)]
        """,
    ),
    both(
        "texts in parts",
        "List[Tuple[str, str, str]]",
        "[('a', '.', 'b.c'), ('a.b', '.', 'c'), ('abc', '', ''), ('', '', 'abc')]",
        "def h(): return ['a.b.c'.partition('.'), 'a.b.c'.rpartition('.'), 'abc'.partition('.'), 'abc'.rpartition('.')]",
    ),
    both(
        "texts that are found",
        "List[int]",
        "[-1, 3, 1, 2, 0, 4]",
        "def h(): return ['abc'.find('x'), 'abab'.rfind('b'), 'abab'.index('b'), 'aaaa'.count('aa'), 'a'.find(''), 'aaa'.count('')]",
    ),
    both(
        "texts that are translated",
        "List[str]",
        "['bd', '1-2', 'x']",
        "def h(): return ['abcd'.translate({ord('a'): None, 99: ''}), '1.2'.translate(str.maketrans('.', '-')), 'a'.translate({97: 'x'})]",
    ),
    both(
        "characters beyond the first plane",
        "Tuple[int, int, str, List[str]]",
        "(1, 4, '\\U0010ffff', ['👩', '\\u200d', '💻'])",
        "def h(): return len('🐍'), len('🐍'.encode()), chr(0x10FFFF), list('👩\\u200d💻')",
    ),
    both(
        "plain formats of every form",
        "List[str]",
        "['1', '1 2', '2 1', 'b', \"'a'\", 'é', '{}', '  a', 'a..', '.a.', '1e+02', '0b101', '50.0%', '1,000', '{1}', '+1']",
        """
        def h():
            return ['{}'.format(1), '{} {}'.format(1, 2), '{1} {0}'.format(1, 2), '{k}'.format(k='b'), '{!r}'.format('a'),
                    '{0!s}'.format('é'), '{{}}'.format(), '{:>3}'.format('a'), '{:.<3}'.format('a'), '{:.^3}'.format('a'),
                    '{:.0e}'.format(100.0), '{:#b}'.format(5), '{:.1%}'.format(.5), '{:,}'.format(1000), '{{{}}}'.format(1),
                    '{:+}'.format(1)]
        """,
    ),
    both(
        "formats within formats",
        "List[str]",
        "['  a', '1.50', '__a__']",
        "def h(): return ['{:>{}}'.format('a', 3), '{0:.{1}f}'.format(1.5, 2), '{:{f}^{w}}'.format('a', f='_', w=5)]",
    ),
    both(
        "a format that is bound first",
        "List[str]",
        "['<1>', '<2>']",
        "def h():\n    k = '<{}>'.format\n    return [k(1), *map(k, [2])]",
    ),
    both(
        "f-strings with specs of every form",
        "str",
        "'00ff|1_000|3.14|1e+06|  5|5  | 5 |x=5|(1, 2)|True|{5}'",
        """
        def h():
            x, p, t = 5, 3.14159, (1, 2)
            return (f'{255:04x}|{1000:_}|{p:.2f}|{10**6:.0e}|{x:>3}|{x:<3}|{x:^3}|'
                    f'{x=}|{t!s}|{x == 5}|{{{x}}}')
        """,
    ),
    both(
        "f-strings with lambdas, dicts and comparisons",
        "str",
        "'2 b True 1 [0, 1] a'",
        """
        def h(): return f"{(lambda k: k + 1)(1)} {dict(a='b')['a']} {1 != 2!r} {(n := 1)} {[i for i in range(2)]} {'a' if n else ''}"
        """,
    ),
    both(
        "sets and what they have in common",
        "List[Set[int]]",
        "[{1, 2, 3}, {2}, {1}, {1, 3}, {1, 2}, set()]",
        """
        def h():
            a, b = {1, 2}, {2, 3}
            c = set(a)
            c &= {1, 2, 9}
            return [a | b, a & b, a - b, a ^ b, c, a.intersection(())]
        """,
    ),
    both(
        "sets that are compared",
        "List[bool]",
        "[True, False, True, True, True, False]",
        "def h():\n    a = {1, 2}\n    return [a < {1, 2, 3}, a < a, a <= a, a.isdisjoint({3}), a == frozenset(a), {1} > {2}]",
    ),
    both(
        "frozen sets as keys",
        "Tuple[int, int]",
        "(5, 1)",
        "def h():\n    d = {frozenset('ab'): 5}\n    return d[frozenset('ba')], len({frozenset(), frozenset([])})",
    ),
    both(
        "methods of dicts",
        "Tuple[List[Tuple[str, int]], int, int, int, Tuple[str, int], List[str]]",
        "([('a', 1), ('b', 2), ('c', 3)], 1, 9, 3, ('c', 3), ['b', 'a'])",
        """
        def h():
            d = dict(a=1)
            d.update({'b': 2}, c=3)
            e = list(d.items())
            return e, d.get('a'), d.get('z', 9), d.setdefault('c', 5), d.popitem(), list(reversed(d))
        """,
    ),
    both(
        "views of dicts",
        "Tuple[Set[str], bool, List[int]]",
        "({'b'}, True, [1, 2])",
        "def h():\n    d, e = {'a': 1, 'b': 2}, {'b': 0}\n    return d.keys() & e, ('a', 1) in d.items(), [*d.values()]",
    ),
    both(
        "keys that are equal but not alike",
        "Dict[Any, str]",
        "{1: 'c'} and repr(x) == \"{1: 'c'}\"",
        "def h(): return {1: 'a', 1.0: 'b', True: 'c'}",
    ),
    both(
        "a dict with keys that are tuples of tuples",
        "Dict[Tuple[int, Tuple[int, str]], List[int]]",
        "{(1, (2, 'a')): [3]}",
        "def h(): return {(1, (2, 'a')): [3]}",
    ),
    both(
        "a list that is repeated",
        "List[List[int]]",
        "[[0, 1], [0, 1], [0], [0]]",
        "def h():\n    k = [[0]] * 2\n    k[0].append(1)\n    return k + [[0] for _ in range(2)]",
    ),
    both(
        "methods of lists",
        "Tuple[List[int], int, int, int]",
        "([9, 3, 2, 1, 1], 5, 2, 1)",
        """
        def h():
            k = [3, 1, 2]
            k.extend([1, 5])
            last = k.pop()
            k.sort()
            k.reverse()
            k.insert(0, 9)
            return k, last, k.count(1), k.index(3)
        """,
    ),
    both(
        "comparisons of sequences",
        "List[bool]",
        "[True, True, False, True, True]",
        "def h(): return [(1, 2) < (1, 3), [1] < [1, 0], [1] == (1,), 'a' < 'b' < 'ba', max([1, 2], [1]) == [1, 2]]",
    ),
    both(
        "functions that take iterators",
        "List[Any]",
        "[[('a', 1), ('b', 2)], [3, 2, 1], 2, 'b', [1], True, False, 0, None]",
        """
        def h():
            return [list(zip('ab', (1, 2), strict=True)), list(reversed([1, 2, 3])), min([3, 2], default=0),
                    max('abc', key=lambda c: c == 'b'), list(filter(None, [0, 1])), all([]), any([]), sum([]),
                    next(iter([]), None)]
        """,
    ),
    both(
        "iter with an end",
        "List[int]",
        "[3, 2, 1]",
        "def h():\n    k = [0, 1, 2, 3]\n    return list(iter(k.pop, 0))",
    ),
    both(
        "sums of lists and tuples",
        "Tuple[List[int], float, int]",
        "([1, 2, 3], 6.0, 6)",
        "def h(): return sum([[1], [2, 3]], []), sum([1, 2.0], 3), sum((i for i in (1, 2)), start=3)",
    ),
]
