import { defineConfig } from "vitest/config";

/**
 * `unit`: logic alone. `real`: adapters against the real Python, SQLite and Ollama. `package`: the built .vsix.
 * `e2e`: the .vsix in a VS Code that is seen and driven through a browser. All but `unit` run one file after another.
 */
export default defineConfig({
  test: {
    projects: [
      { test: { name: "unit", include: ["test/unit/**/*.test.ts"], environment: "node", testTimeout: 30_000 } },
      {
        test: {
          name: "real",
          include: ["test/real/**/*.test.ts"],
          environment: "node",
          fileParallelism: false,
          testTimeout: 300_000,
          hookTimeout: 900_000,
        },
      },
      { test: { name: "package", include: ["test/package/**/*.test.ts"], environment: "node", testTimeout: 60_000 } },
      {
        test: {
          name: "e2e",
          include: ["test/e2e/**/*.test.ts"],
          environment: "node",
          fileParallelism: false,
          testTimeout: 300_000,
          hookTimeout: 180_000,
        },
      },
    ],
  },
});
