import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { configDefaults, defineConfig } from "vitest/config";

const tests = ["test/**/*.test.ts"];
const elsewhere = configDefaults.exclude;

/** They measure or burden their process, threads and all: each has one of its own. */
const alone = ["test/runtime/{hosts,in-place}/**/*.test.ts"];

/** SPIN's searches take minutes: `npm run prove` runs them, and `npm test` does not. */
const proofs = ["test/emit/promela/**/*.test.ts"];

/** As the bundle does it: a description is loaded as its text. */
const descriptions = {
  name: "descriptions",
  load: (id: string) => (id.endsWith(".skerry") ? `export default ${JSON.stringify(readFileSync(id, "utf8"))};` : null),
};

export default defineConfig({
  plugins: [descriptions],
  resolve: {
    alias: { "skerry/runtime": fileURLToPath(new URL("./src/runtime/index.ts", import.meta.url)) },
  },
  test: {
    environment: "node",
    reporters: ["default", "./test/watchdog.ts"],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // Command-line and host tests start processes and threads of their own: more files at once only thrash.
    maxWorkers: 2,
    projects: [
      // What a test imports, the whole compiler, costs more than what it does: most share a process with others.
      {
        extends: true,
        test: { name: "together", include: tests, exclude: [...elsewhere, ...alone, ...proofs], isolate: false },
      },
      { extends: true, test: { name: "alone", include: alone, exclude: elsewhere } },
      { extends: true, test: { name: "proofs", include: proofs, exclude: elsewhere } },
    ],
  },
});
