import { fileURLToPath } from "node:url";
import { configDefaults, defineConfig } from "vitest/config";

/** Pure, many and small: what each imports, the whole compiler, costs more than what it does. */
const sharingModules = ["algorithms", "breaking", "checks", "diagnostics", "model", "resolve", "source"].map(
  (folder) => `test/${folder}/**/*.test.ts`,
);

/** SPIN's searches take minutes: `npm run prove` runs them, and `npm test` does not. */
const proofs = ["test/emit/promela/**/*.test.ts"];

export default defineConfig({
  resolve: {
    alias: { "skerry/runtime": fileURLToPath(new URL("./src/runtime/index.ts", import.meta.url)) },
  },
  test: {
    environment: "node",
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // Command-line and host tests start processes and threads of their own: more files at once only thrash.
    maxWorkers: 2,
    projects: [
      { extends: true, test: { name: "pure", include: sharingModules, isolate: false } },
      {
        extends: true,
        test: {
          name: "each",
          include: ["test/**/*.test.ts"],
          exclude: [...configDefaults.exclude, ...sharingModules, ...proofs],
        },
      },
      { extends: true, test: { name: "proofs", include: proofs } },
    ],
  },
});
