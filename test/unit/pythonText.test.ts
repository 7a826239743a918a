import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { cutAtUnindented, renameFunction } from "../../src/core/pythonText.ts";

const line = fc.stringMatching(/^[ \t]{0,4}[a-z#():\r]{0,6}[ \t]{0,2}$/);
const text = fc.oneof(
  fc.string({ unit: "binary" }),
  fc.array(line, { maxLength: 8 }).map((lines) => lines.join("\n")),
);

describe("cutting at the first unindented line", () => {
  it("keeps the first line and all that is indented or blank", () => {
    expect(cutAtUnindented("x: int):\n    y = x\n\n\treturn y == 1\nprint(f(1))\n    more")).toBe(
      "x: int):\n    y = x\n\n\treturn y == 1",
    );
  });
  it("keeps all where nothing is unindented, without trailing space", () => {
    expect(cutAtUnindented("x: int):\n    return x == 1\n\n  ")).toBe("x: int):\n    return x == 1");
  });
  it("reads Windows line ends", () => {
    expect(cutAtUnindented("x):\r\n    return x\r\nassert f(1)")).toBe("x):\n    return x");
  });
  it("only ever cuts at the end: the result begins the text, and ends before an unindented line", () => {
    fc.assert(
      fc.property(text, (continuation) => {
        const whole = continuation.replaceAll("\r\n", "\n");
        const cut = cutAtUnindented(continuation);
        expect(whole.startsWith(cut)).toBe(true);
        expect(whole.slice(cut.length)).toMatch(/^\s*$|^\s*\n\S/);
        expect(cut.split("\n").slice(1)).not.toContainEqual(expect.stringMatching(/^\S/));
      }),
    );
  });
});

describe("renaming a function", () => {
  it("changes its definition and its calls", () => {
    expect(renameFunction("def f(n):\n    return f (n - 1) + abs(f(n))", "f", "f12")).toBe(
      "def f12(n):\n    return f12 (n - 1) + abs(f12(n))",
    );
  });
  it.each(["f'{x}'", 'f"{x}"', "f = 1", "if(x)", "_f(x)", "f1(x)", "éf(x)", "half(x)"])("leaves %s", (source) => {
    expect(renameFunction(source, "f", "f7")).toBe(source);
  });
  it("is undone by renaming back", () => {
    const source = "def f(s: str, n=3):\n    return s == f'{n}' or f(s[1:])";
    expect(renameFunction(renameFunction(source, "f", "f9"), "f9", "f")).toBe(source);
  });
});
