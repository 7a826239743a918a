import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { ROOT } from "../harness/processes.ts";

interface LockedPackage {
  readonly version?: string;
  readonly integrity?: string;
  readonly link?: boolean;
  readonly resolved?: string;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

describe.each(["package-lock.json", "test/harness/vscode-server/package-lock.json"])("%s", (file) => {
  const packages: Record<string, LockedPackage> = JSON.parse(readFileSync(join(ROOT, file), "utf8")).packages;

  it("holds the packages of every platform, without which npm ci refuses it", () => {
    const optional = Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
      Object.keys(optionalDependencies).map((name) => [`${path}/node_modules/${name}`, `node_modules/${name}`]),
    );
    expect(optional.filter((places) => !places.some((place) => place in packages))).toEqual([]);
  });

  it("knows version and checksum of every package, without which npm ci refuses it or cannot check it", () => {
    const incomplete = Object.entries(packages).filter(
      ([path, { version, integrity, link }]) => path.startsWith("node_modules") && !link && !(version && integrity),
    );
    expect(incomplete.map(([path]) => path)).toEqual([]);
  });

  it("names no registry, so that each machine asks its own", () => {
    const addresses = Object.values(packages).map(({ resolved }) => resolved);
    expect(addresses.filter((address) => address?.includes("://"))).toEqual([]);
  });
});
