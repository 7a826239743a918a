"""More of the standard library: modules that are seldom seen, and seldom seen parts of the well-known ones."""

from .pair import both

PAIRS = [
    both(
        "uuid",
        "str",
        "'cfbff0d1-9375-5685-968c-48ce8b15ae17'",
        "import uuid\ndef h(): return str(uuid.uuid5(uuid.NAMESPACE_DNS, 'example.com'))",
    ),
    both(
        "ipaddress",
        "Tuple[int, bool, str, int]",
        "(256, True, '10.0.0.255', 167772161)",
        "import ipaddress as ip\ndef h():\n    k = ip.ip_network('10.0.0.0/24')\n    return k.num_addresses, ip.ip_address('10.0.0.7') in k, str(k.broadcast_address), int(ip.ip_address('10.0.0.1'))",
    ),
    both(
        "colorsys",
        "List[float]",
        "[0.0, 1.0, 1.0]",
        "import colorsys\ndef h(): return list(map(float, colorsys.rgb_to_hsv(1, 0, 0)))",
    ),
    both(
        "html",
        "List[str]",
        "['&lt;a&gt; &amp; &quot;', '<é>']",
        "import html\ndef h(): return [html.escape('<a> & \"'), html.unescape('&lt;&eacute;&#62;')]",
    ),
    both(
        "urllib.parse",
        "List[str]",
        "['a%20b%2F', 'é', 'x=1&y=a+b', 'host', 'http://a/c']",
        "from urllib.parse import quote, unquote, urlencode, urljoin, urlsplit\ndef h(): return [quote('a b/', safe=''), unquote('%C3%A9'), urlencode({'x': 1, 'y': 'a b'}), urlsplit('http://host/p').netloc, urljoin('http://a/b', 'c')]",
    ),
    both(
        "base64 of every base",
        "List[str]",
        "['aGk=', 'NBUQ====', '6869', 'hi']",
        "import base64 as b\ndef h(): return [k.decode() for k in (b.b64encode(b'hi'), b.b32encode(b'hi'), b.b16encode(b'hi'), b.b85decode(b.b85encode(b'hi')))]",
    ),
    both(
        "zlib, bz2 and lzma",
        "List[int]",
        "[1000, 1000, 1000]",
        "import bz2, lzma, zlib\ndef h(): return [len(m.decompress(m.compress(b'a' * 1000))) for m in (zlib, bz2, lzma)]",
    ),
    both(
        "gzip and pickle",
        "List[int]",
        "[1, 2]",
        "import gzip, pickle\ndef h(): return pickle.loads(gzip.decompress(gzip.compress(pickle.dumps([1, 2]))))",
    ),
    both(
        "struct",
        "Tuple[int, float, str, int]",
        "(-2, 0.5, 'ab', 10)",
        "import struct\ndef h():\n    k = struct.pack('>hd2s', -2, .5, b'ab')\n    a, b, c = struct.unpack('>hd2s', k)\n    return a, b, c.decode(), struct.calcsize('>hd') ",
    ),
    both(
        "hashes of every kind",
        "List[str]",
        "['a9993e364706', 'ba7816bf8f01', 'ddaf35a19361', '3a985da74fe2', 'd8bb14d833d5']",
        "import hashlib\ndef h(): return [hashlib.new(k, b'abc').hexdigest()[:12] for k in ('sha1', 'sha256', 'sha512', 'sha3_256')] + [hashlib.blake2b(b'abc', digest_size=8).hexdigest()[:12]]",
    ),
    both(
        "hmac and secrets",
        "Tuple[str, bool]",
        "('342e519ce0ad6c03', True)",
        "import hmac, secrets\ndef h(): return hmac.new(b'k', b'abc', 'sha256').hexdigest()[:16], secrets.compare_digest('a', 'a')",
    ),
    both(
        "calendar's tables",
        "Tuple[List[int], str, int]",
        "([1, 2, 3, 4], 'Feb', 5)",
        "import calendar\ndef h(): return calendar.monthcalendar(2024, 2)[0][3:], calendar.month_abbr[2], int(calendar.weekday(2024, 6, 1))",
    ),
    both(
        "dates that are compared, sorted and divided",
        "Tuple[List[int], float, int, str]",
        "([2023, 2024], 1.5, 3, '2 days, 1:00:00')",
        """
        from datetime import date, datetime, timedelta
        def h():
            k = sorted([date(2024, 1, 1), date(2023, 1, 1)])
            return [d.year for d in k], timedelta(hours=36) / timedelta(days=1), timedelta(7) // timedelta(2), str(timedelta(2, 3600))
        """,
    ),
    both(
        "dates that are iterated",
        "List[str]",
        "['2024-02-28', '2024-02-29', '2024-03-01']",
        "import datetime\ndef h():\n    d = datetime.date.fromisoformat('2024-02-28')\n    return [(d + datetime.timedelta(i)).isoformat() for i in range(3)]",
    ),
    both(
        "dates' weeks and ordinals",
        "List[int]",
        "[2020, 53, 5, 738000, 2021]",
        "from datetime import date\ndef h(): return [*date(2021, 1, 1).isocalendar(), date.fromordinal(738000).toordinal(), date(2020, 1, 1).replace(year=2021).year]",
    ),
    both(
        "Fridays the thirteenth",
        "int",
        "2",
        "import datetime as dt\ndef h(): return sum(dt.date(2024, m, 13).weekday() == 4 for m in range(1, 13))",
    ),
    both(
        "times of the day",
        "List[str]",
        "['09:05', '2024-01-02 03:04:05', 'Tue']",
        "from datetime import time, datetime\ndef h():\n    d = datetime(2024, 1, 2, 3, 4, 5)\n    return [time(9, 5).strftime('%H:%M'), str(d), d.strftime('%a')]",
    ),
    both(
        "arithmetic of Counters",
        "Dict[str, Dict[str, int]]",
        "{'plus': {'a': 3, 'b': 2}, 'minus': {'a': 1}, 'and': {'a': 1, 'b': 1}, 'or': {'a': 2, 'b': 1}, 'sub': {'a': 1, 'b': 0}}",
        """
        from collections import Counter
        def h():
            a, b = Counter('aab'), Counter('ab')
            c = Counter(a)
            c.subtract(b)
            return {k: dict(v) for k, v in (('plus', a + b), ('minus', a - b), ('and', a & b), ('or', a | b), ('sub', c))}
        """,
    ),
    both(
        "more of Counters",
        "Tuple[int, List[str], int, bool, Dict[str, int]]",
        "(0, ['a', 'a', 'b'], 3, True, {'a': 2})",
        "from collections import Counter as C\ndef h():\n    c = C(a=2, b=1)\n    return c['z'], sorted(c.elements()), sum(c.values()), C('ab') == C('ba'), dict(+C(a=2, b=-1))",
    ),
    both(
        "deques that are turned",
        "Tuple[List[int], List[int], int, int, List[int]]",
        "([3, 1, 2], [2, 3, 1], 3, 1, [7, 8, 9])",
        """
        import collections
        def h():
            d = collections.deque([1, 2, 3])
            d.rotate(1)
            a = list(d)
            d.rotate(-2)
            b = list(d)
            last = collections.deque(range(10), maxlen=3)
            return a, b, d[1], d.pop(), list(last)
        """,
    ),
    both(
        "a deque as a queue",
        "Dict[int, int]",
        "{0: 0, 1: 1, 2: 1, 3: 2}",
        """
        from collections import deque
        def h():
            graph, seen, queue = {0: [1, 2], 1: [3], 2: [3], 3: []}, {0: 0}, deque([0])
            while queue:
                a = queue.popleft()
                for b in graph[a]:
                    if b not in seen:
                        seen[b] = seen[a] + 1
                        queue.append(b)
            return seen
        """,
    ),
    both(
        "dicts of dicts by default",
        "Dict[str, Dict[str, int]]",
        "{'a': {'b': 2}}",
        "from collections import defaultdict\ndef h():\n    d = defaultdict(lambda: defaultdict(int))\n    d['a']['b'] += 2\n    return {k: dict(v) for k, v in d.items()}",
    ),
    both(
        "a tree of dicts by default",
        "int",
        "3",
        "from collections import defaultdict\ndef tree(): return defaultdict(tree)\ndef h():\n    t = tree()\n    t[1][2][3]\n    return [*t[1][2]][0]",
    ),
    both(
        "UserDict, UserList and abstract collections",
        "List[Any]",
        "['A', [1, 2], True, 3]",
        """
        from collections import UserDict, UserList, abc
        class D(UserDict):
            def __setitem__(self, k, v): super().__setitem__(k, v.upper())
        class S(abc.Sequence):
            def __len__(self): return 3
            def __getitem__(self, i):
                if i > 2: raise IndexError
                return i
        def h(): return [D(a='a')['a'], UserList([1, 2]).data, isinstance(S(), abc.Reversible), len(list(S()))]
        """,
    ),
    both(
        "dataclasses, more of them",
        "List[Any]",
        "[{'x': 1, 'y': [2]}, True, 'P(x=1, y=[2])', ('x', 'y'), 9]",
        """
        import dataclasses as dc
        @dc.dataclass
        class P:
            x: int
            y: list = dc.field(default_factory=lambda: [2])
            total: dc.InitVar[int] = 0
            def __post_init__(self, total): self._t = total
        def h():
            p = P(1, total=9)
            return [dc.asdict(p), p == P(1), repr(p), tuple(f.name for f in dc.fields(p)), p._t]
        """,
    ),
    both(
        "dataclasses with slots and keywords",
        "List[int]",
        "[1, 2, 3]",
        "from dataclasses import dataclass, KW_ONLY\n@dataclass(slots=True, order=True)\nclass P:\n    x: int\n    _: KW_ONLY\n    y: int = 2\ndef h():\n    p = P(1)\n    return [p.x, p.y, max(P(1), P(3)).x]",
    ),
    both(
        "enums, more of them",
        "List[Any]",
        "['Color.RED', 1, ['RED', 'GREEN'], True, 3]",
        """
        from enum import Enum, Flag, auto, unique
        @unique
        class Color(Enum):
            RED = 1
            GREEN = 2
            @property
            def next(self): return Color(self.value % 2 + 1)
        class F(Flag): A = auto(); B = auto()
        def h(): return [str(Color.GREEN.next), Color['RED'].value, list(Color.__members__), F.A in (F.A | F.B), (F.A | F.B).value]
        """,
    ),
    both(
        "TypedDict, Protocol, Generic and TypeVar",
        "List[Any]",
        "[{'a': 1}, True, 5]",
        """
        from typing import Generic, Protocol, TypedDict, TypeVar, runtime_checkable
        T = TypeVar('T')
        class D(TypedDict): a: int
        @runtime_checkable
        class Sized(Protocol):
            def __len__(self): ...
        class Box(Generic[T]):
            def __init__(self, v: T): self.v = v
        def h(): return [D(a=1), isinstance([], Sized), Box[int](5).v]
        """,
    ),
    both(
        "cast, overload and other helpers of typing",
        "List[Any]",
        "[1, True, 2]",
        "from typing import TYPE_CHECKING, Final, Literal, cast, get_args\nN: Final = 2\nif TYPE_CHECKING:\n    import numpy\ndef h(): return [cast(int, 1), get_args(Literal['a']) == ('a',), N]",
    ),
    both(
        "contexts of contextlib",
        "List[str]",
        "['c', 'b', 'a', 'null']",
        """
        from contextlib import ExitStack, closing, nullcontext
        def h():
            out = []
            with ExitStack() as s:
                for c in 'abc': s.callback(out.append, c)
            with nullcontext('null') as n: out.append(n)
            return out
        """,
    ),
    both(
        "types",
        "List[Any]",
        "[True, True, 1, 'made']",
        "import types\ndef h():\n    p = types.MappingProxyType({'a': 1})\n    k = types.new_class('made')\n    return [isinstance(h, types.FunctionType), isinstance((i for i in ()), types.GeneratorType), p['a'], k.__name__]",
    ),
    both(
        "heapq with tuples",
        "Dict[str, int]",
        "{'a': 0, 'b': 1, 'c': 3}",
        """
        from heapq import heappush, heappop
        def h(graph={'a': [('b', 1), ('c', 5)], 'b': [('c', 2)], 'c': []}):
            best, heap = {}, [(0, 'a')]
            while heap:
                d, a = heappop(heap)
                if a in best: continue
                best[a] = d
                for b, w in graph[a]: heappush(heap, (d + w, b))
            return best
        """,
    ),
    both(
        "heapq, more of it",
        "List[Any]",
        "[1, 5, [9, 8], ['a', 'bb'], [1, 2, 3, 4]]",
        "import heapq as q\ndef h():\n    k = [5, 7]\n    return [q.heappushpop(k, 1), q.heapreplace(k, 6), q.nlargest(2, [8, 9, 1]), q.nsmallest(2, ['ccc', 'bb', 'a'], key=len), [*q.merge([1, 4], [2, 3])]]",
    ),
    both(
        "bisect with a key",
        "List[int]",
        "[1, 2, 3]",
        "import bisect\ndef h():\n    k = [1, 2, 2, 3]\n    return [bisect.bisect_left(k, 2), bisect.bisect([(1,), (3,), (5,)], 3, key=lambda t: t[0]), bisect.bisect_right(k, 2)]",
    ),
    both(
        "itertools, each of it",
        "List[Any]",
        "[[1, 3], [(1, 'a'), (2, None)], [3, 4], [1], [2, 2], [0, 1, 0], [(0, 0), (0, 1), (1, 1)], [('a', 2), ('b', 1)], [2, 4], [(0, 1), (1, 2)]]",
        """
        import itertools as it
        def h():
            a, b = it.tee([1, 2])
            return [
                [*it.compress([1, 2, 3], [1, 0, 1])], [*it.zip_longest([1, 2], 'a')], [*it.dropwhile(lambda i: i < 3, [1, 3, 4])],
                [*it.takewhile(lambda i: i < 2, [1, 2, 1])], [*it.repeat(2, 2)], [*it.islice(it.cycle([0, 1]), 3)],
                [*it.combinations_with_replacement(range(2), 2)], [(k, len([*m])) for k, m in it.groupby('aab')],
                [*it.filterfalse(lambda i: i % 2, range(1, 5))], [*it.pairwise(range(3))],
            ] if sum(a) == sum(b) else []
        """,
    ),
    both(
        "accumulate and product with options",
        "List[Any]",
        "[[1, 2, 6], [5, 6, 8], [(0, 0), (0, 1), (1, 0), (1, 1)], [3, 5, 7]]",
        "from itertools import accumulate, count, islice, product\nimport operator\ndef h(): return [[*accumulate([1, 2, 3], operator.mul)], [*accumulate([1, 2], initial=5)], [*product((0, 1), repeat=2)], [*islice(count(3, 2), 3)]]",
    ),
    both(
        "functools, more of it",
        "List[Any]",
        "[8, 6, 'B', (1, 1)]",
        """
        import functools
        class A:
            n = 0
            @functools.cached_property
            def v(self):
                self.n += 1
                return self.n
            m = functools.partialmethod(lambda self, k: k, 'B')
        @functools.lru_cache(maxsize=2)
        def k(x): return x
        def h():
            a = A()
            k(1); k(1); i = k.cache_info()
            return [functools.reduce(lambda p, q: p * q, [2, 4]), functools.partial(int, base=2)('110'), a.m(), (a.v, a.v)]
        """,
    ),
    both(
        "math, more of it",
        "List[Any]",
        "[6, 24, 12, True, True, (0.5, 2.0), 3, -3, -3, 0.75, 8.0]",
        "import math as m\ndef h(): return [m.perm(3, 2), m.prod([2, 3, 4]), m.lcm(4, 6), m.isclose(.1 + .2, .3), m.isnan(m.nan) and m.isinf(-m.inf), m.modf(2.5), m.ceil(2.1), m.floor(-2.1), round(-2.6), m.frexp(1.5)[0], m.ldexp(1, 3)]",
    ),
    both(
        "distances, angles and sums of floats",
        "List[float]",
        "[5.0, 1.0, 180.0, 0.0, 3.0]",
        "from math import dist, fsum, degrees, pi, copysign\ndef h(): return [dist((0, 0), (3, 4)), fsum([.1] * 10), degrees(pi), abs(copysign(0.0, -1)), 9 ** (1 / 2)]",
    ),
    both(
        "cmath",
        "List[bool]",
        "[True, True, True]",
        "import cmath\ndef h():\n    r, p = cmath.polar(1j)\n    return [cmath.isclose(cmath.sqrt(-1), 1j), abs(p - cmath.pi / 2) < 1e-12, cmath.isclose(cmath.exp(1j * cmath.pi), -1)]",
    ),
    both(
        "fractions in every form",
        "List[str]",
        "['1/3', '3/2', '-1/4', '7/10', '1', '2']",
        "from fractions import Fraction as F\ndef h(): return [str(k) for k in (F(1, 3), F('1.5'), F(1, -4), F(7, 10), F(1, 3) * 3, F(F(4, 2)))]",
    ),
    both(
        "Egyptian fractions",
        "List[int]",
        "[2, 3, 8]",
        "from fractions import Fraction\nimport math\ndef h():\n    k, out = Fraction(23, 24), []\n    while k:\n        d = math.ceil(1 / k)\n        out.append(d)\n        k -= Fraction(1, d)\n    return out",
    ),
    both(
        "decimals that are rounded",
        "List[str]",
        "['2.68', '2', '1E+2', '0.1', 'NaN', '1.10']",
        """
        from decimal import ROUND_HALF_UP, Decimal as D
        def h():
            return [str(k) for k in (D('2.675').quantize(D('.01'), ROUND_HALF_UP), D('2.5').to_integral_value(),
                    D('1e2'), D('0.10').normalize(), D('nan'), D('1.10'))]
        """,
    ),
    both(
        "statistics, more of it",
        "List[Any]",
        "[2.0, [1, 2], 3, 2, 1.0, [2.0], 2.0]",
        "import statistics as s\ndef h(): return [s.fmean([1, 3]), s.multimode([1, 1, 2, 2]), s.median_high([1, 3]), s.median_low([2, 3]), s.pstdev([1, 3]), s.quantiles([1, 2, 3], n=2), s.geometric_mean([2, 2, 2]).__round__(9)]",
    ),
    both(
        "re with lookarounds, groups back and flags",
        "List[Any]",
        "['1,234,567', ['aa', 'bb'], 'x y', ['a', '', 'b'], 3, {'y': '2024', 'm': '01'}, True]",
        r"""
        import re
        def h():
            return [
                re.sub(r'(?<=\d)(?=(\d{3})+$)', ',', '1234567'), [m[0] for m in re.finditer(r'(\w)\1', 'aabb')],
                re.sub(r' +', ' ', 'x   y'), re.split(r'-', 'a--b'), len(re.findall(r'^.', 'a\nb\nc', re.MULTILINE)),
                re.match(r'(?P<y>\d{4})-(?P<m>\d\d)', '2024-01').groupdict(), re.match('''(?x) a  # letter
                b''', 'ab') is not None,
            ]
        """,
    ),
    both(
        "spans, ends and scanners of re",
        "List[Any]",
        "[(1, 2), 1, 2, 'b', ('xAx', 1), 'a\\\\.b', 2]",
        "import re\ndef h():\n    m = re.compile('b').search('abc')\n    return [m.span(), m.start(), m.end(), m.group(0), re.subn('a', lambda m: m[0].upper(), 'xax'), re.escape('a.b'), len(re.compile('(a)(b)').match('ab').groups())]",
    ),
    both(
        "json, more of it",
        "List[Any]",
        "['{\"a\": 1, \"b\": [true, null]}', '[1,2]', {'k': (1.5)}, 'é', 'JSONDecodeError', [1, 2]]",
        """
        import json
        def h():
            try:
                json.loads('{')
            except ValueError as e:
                error = type(e).__name__
            return [json.dumps({'b': [True, None], 'a': 1}, sort_keys=True), json.dumps([1, 2], separators=(',', ':')),
                    json.loads('{"k": 1.5}'), json.loads('"\\\\u00e9"'), error, json.loads('[1, 2]', parse_int=int)]
        """,
    ),
    both(
        "random, each of it",
        "bool",
        "True",
        """
        import random
        def draw(seed):
            random.seed(seed)
            k = [1, 2, 3]
            random.shuffle(k)
            return [random.randint(1, 9), random.choice('abc'), random.choices([1, 2], weights=[1, 2], k=3), random.uniform(0, 1),
                    random.gauss(0, 1), random.sample(range(100), 3), k, random.getrandbits(70), random.randrange(0, 10, 3)]
        def h(): return draw(7) == draw(7) and draw('a') == draw('a') and draw(1) != draw(2)
        """,
    ),
    both(
        "a search by chance",
        "List[int]",
        "h() and sorted(x) == list(range(8)) and len({a + i for i, a in enumerate(x)}) == len({a - i for i, a in enumerate(x)}) == 8",
        """
        import random
        def h(n=8):
            r = random.Random(0)
            while True:
                k = list(range(n))
                r.shuffle(k)
                if len({a + i for i, a in enumerate(k)}) == len({a - i for i, a in enumerate(k)}) == n:
                    return k
        """,
    ),
    both(
        "string's constants and formatter",
        "List[Any]",
        "[26, 'abc', 32, '1-a']",
        "import string\ndef h(): return [len(string.ascii_letters) // 2, string.ascii_lowercase[:3], len(string.punctuation), string.Formatter().format('{}-{k}', 1, k='a')]",
    ),
    both(
        "operator, more of it",
        "List[Any]",
        "[3, [1, 2], ('b', 'a'), True, [1, 5], 2]",
        "import operator\nfrom operator import itemgetter as i\ndef h():\n    k = [1, 2]\n    operator.setitem(k, 1, 5)\n    return [operator.floordiv(7, 2), operator.concat([1], [2]), i(1, 0)('ab'), operator.contains([1], 1), k, operator.countOf([1, 1], 1)]",
    ),
    both(
        "copies of what holds itself",
        "bool",
        "True",
        "from copy import copy, deepcopy\ndef h():\n    k = [1]\n    k.append(k)\n    m = deepcopy(k)\n    return m[1] is m and m is not k and copy(k)[1] is k",
    ),
    both(
        "textwrap and pprint",
        "List[str]",
        "['a\\n b', '> a', 'aaa [...]', \"{'a': 1}\"]",
        "import pprint, textwrap as t\ndef h(): return [t.dedent('  a\\n   b'), t.indent('a', '> '), t.shorten('aaa bbb ccc', 10), pprint.pformat({'a': 1})]",
    ),
    both(
        "shlex, fnmatch and pathlib's pure paths",
        "List[Any]",
        "[['a', 'b c'], True, 'c.txt', '.txt', 'a/b']",
        "import fnmatch, pathlib, shlex\ndef h():\n    p = pathlib.PurePosixPath('a/b/c.txt')\n    return [shlex.split('a \"b c\"'), fnmatch.fnmatch('a.py', '*.py'), p.name, p.suffix, str(p.parent)]",
    ),
    both(
        "xml, configparser and http's numbers",
        "List[Any]",
        "['b', '1', 404]",
        "import configparser, http, xml.etree.ElementTree as E\ndef h():\n    c = configparser.ConfigParser()\n    c.read_string('[s]\\nk = 1')\n    return [E.fromstring('<a><k>b</k></a>').find('k').text, c['s']['k'], int(http.HTTPStatus.NOT_FOUND)]",
    ),
    both(
        "tokenize, ast and dis",
        "List[Any]",
        "[['NAME', 'OP', 'NUMBER'], 'Add', True]",
        "import ast, dis, io, token, tokenize\ndef h():\n    k = [token.tok_name[t.type] for t in tokenize.generate_tokens(io.StringIO('x = 1').readline)][:3]\n    return [k, type(ast.parse('1 + 2', mode='eval').body.op).__name__, len(list(dis.get_instructions(h))) > 5]",
    ),
    both(
        "variables of a context",
        "List[int]",
        "[1, 4]",
        "import contextvars\nv = contextvars.ContextVar('v', default=1)\ndef h():\n    c = contextvars.copy_context()\n    c.run(v.set, 4)\n    return [v.get(), c[v]]",
    ),
    both(
        "warnings, logging and traceback",
        "List[Any]",
        "[1, 'ValueError: x']",
        """
        import logging, traceback, warnings
        def h():
            with warnings.catch_warnings(record=True) as k:
                warnings.simplefilter('always')
                warnings.warn('w')
            logging.getLogger('k').error('printed')
            try:
                raise ValueError('x')
            except ValueError:
                return [len(k), traceback.format_exc().splitlines()[-1]]
        """,
    ),
    both("the zen, an import that prints", "bool", "True", "import this\ndef h(): return 'Gvz Crgref' in this.s"),
    both(
        "an import of a package's part by another name",
        "int",
        "3",
        "import xml.dom.minidom as m, email.utils as u\nfrom concurrent import futures\ndef h(): return m.parseString('<a><b/><b/><b/></a>').getElementsByTagName('b').length",
    ),
    both(
        "an import of __future__ and others in one text",
        "int",
        "2",
        "'''doc'''\nfrom __future__ import annotations, division\nimport math, re, sys\nfrom collections import *\nfrom typing import *\ndef h(): return 4 // 2",
    ),
]
