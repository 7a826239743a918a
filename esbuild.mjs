/**
 * Builds what runs: the extension, the language server, the command line and the panel's page into `dist`, the tests
 * inside VS Code into `out`. `--watch` rebuilds on change; `--production` minifies, as the package wants it.
 */
import { cpSync, readdirSync, rmSync } from "node:fs";
import { basename, dirname, resolve } from "node:path";
import process from "node:process";
import { context } from "esbuild";

const production = process.argv.includes("--production");
const watch = process.argv.includes("--watch");

/** Leaves out zod's messages in fifty languages: ours are in English, and every bundle would carry them. */
const englishZod = {
  name: "english-zod",
  setup(build) {
    build.onLoad({ filter: /[\\/]zod[\\/]v4[\\/]locales[\\/]index\.js$/ }, ({ path }) => ({
      contents: 'export { default as en } from "./en.js";',
      resolveDir: dirname(path),
    }));
  },
};

const common = { bundle: true, sourcemap: true, minify: production, logLevel: watch ? "info" : "warning" };
const node = {
  ...common,
  plugins: [englishZod],
  platform: "node",
  format: "cjs",
  target: "node22",
  external: ["vscode"],
  mainFields: ["module", "main"],
  // Sources are ES modules, bundles are not: both know the folder they lie in by the same expression.
  define: { "import.meta.dirname": "__dirname" },
};
const browser = { ...common, platform: "browser", format: "iife", target: "es2023" };

/** The extension and the parts that it loads on first use, a file each: Node reads a file whole before it runs any of it. */
const extension = [
  "src/extension.ts",
  "src/hostAdapters.ts",
  "src/trainingAdapters.ts",
  "src/ui/languageClient.ts",
  "src/ui/trainingPanel.ts",
];

/** Leaves a dynamic `import` of one of `parts` to be loaded at run time from the file of that part. */
function keepPartsApart(parts) {
  const files = new Set(parts.map((part) => resolve(part)));
  return {
    name: "keep-parts-apart",
    setup(build) {
      build.onResolve({ filter: /^\.{1,2}\// }, ({ kind, path, resolveDir }) => {
        if (kind !== "dynamic-import" || !files.has(resolve(resolveDir, path))) return undefined;
        return { path: `./${basename(path, ".ts")}.js`, external: true };
      });
    },
  };
}

const commandLine = { ...node, banner: { js: "#!/usr/bin/env node" } };
const hostTests = { ...node, minify: false, external: ["vscode", "mocha"] };

const hostTestFiles = readdirSync("test/host", { recursive: true, encoding: "utf8" })
  .filter((name) => name.endsWith(".test.ts"))
  .map((name) => `test/host/${name}`);

const bundles = [
  {
    ...node,
    entryPoints: extension,
    entryNames: "[name]",
    outdir: "dist",
    plugins: [englishZod, keepPartsApart(extension)],
    supported: { "dynamic-import": false }, // the extension host hands out `vscode` through `require` alone
  },
  { ...node, entryPoints: ["src/server/main.ts"], outfile: "dist/server.js" },
  { ...commandLine, entryPoints: ["src/cli.ts"], outfile: "dist/cli.js" },
  { ...browser, entryPoints: ["webview/main.ts"], outfile: "dist/webview.js" },
  { ...browser, entryPoints: ["webview/style.css"], outfile: "dist/webview.css" },
  { ...hostTests, entryPoints: ["test/host/index.ts", ...hostTestFiles], outdir: "out/test/host" },
];

rmSync("out/test", { recursive: true, force: true });
rmSync("dist/python", { recursive: true, force: true });
cpSync("src/python", "dist/python", { recursive: true, filter: (path) => !path.includes("__pycache__") });
const builders = await Promise.all(bundles.map((bundle) => context(bundle)));
await Promise.all(builders.map((builder) => builder.rebuild()));
await Promise.all(builders.map((builder) => (watch ? builder.watch() : builder.dispose())));
