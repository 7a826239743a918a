/** What a name that is not defined most likely means. */
import { TYPING_NAMES } from "../../core/renderDocument.ts";

/** Modules of Python's standard library that puzzles use, or that would be put among the standard ones. */
export const STANDARD_MODULES: ReadonlySet<string> = new Set(
  [
    "abc array ast base64 binascii bisect calendar cmath codecs collections colorsys contextlib copy csv dataclasses",
    "datetime decimal difflib enum fractions functools hashlib heapq hmac html inspect io ipaddress itertools json",
    "keyword locale logging math numbers operator os pathlib pickle pprint queue random re secrets statistics string",
    "struct sys tempfile textwrap time timeit traceback types typing unicodedata unittest urllib uuid warnings weakref",
    "zlib zoneinfo",
  ].flatMap((names) => names.split(" ")),
);

/** Names that nearly always come from one module. */
const MEMBERS: Readonly<Record<string, string>> = {
  Counter: "collections",
  OrderedDict: "collections",
  defaultdict: "collections",
  deque: "collections",
  namedtuple: "collections",
  dataclass: "dataclasses",
  date: "datetime",
  timedelta: "datetime",
  Decimal: "decimal",
  Enum: "enum",
  Fraction: "fractions",
  cache: "functools",
  lru_cache: "functools",
  reduce: "functools",
  accumulate: "itertools",
  chain: "itertools",
  combinations: "itertools",
  groupby: "itertools",
  permutations: "itertools",
  product: "itertools",
  factorial: "math",
  gcd: "math",
  sqrt: "math",
  itemgetter: "operator",
  ascii_letters: "string",
  ascii_lowercase: "string",
  ascii_uppercase: "string",
};

/** The module that a name is, or that it is taken from; null where that is not known. */
export function importOf(name: string): { readonly module: string; readonly name: string | null } | null {
  if (STANDARD_MODULES.has(name)) return { module: name, name: null };
  if (TYPING_NAMES.has(name)) return { module: "typing", name };
  const module = Object.hasOwn(MEMBERS, name) ? MEMBERS[name] : undefined;
  return module === undefined ? null : { module, name };
}
