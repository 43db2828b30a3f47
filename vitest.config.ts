import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { configDefaults, defineConfig } from "vitest/config";

const foldersTogether = [
  ...["algorithms", "analyses", "breaking", "checks", "diagnostics", "model", "plan", "resolve", "source"],
  ...["syntax", "import/hwloc", "import/xml", "emit/hwloc", "emit/pictures", "emit/readme", "emit/tables", "emit/view", "view"],
  ...["runtime/codec", "runtime/kernel", "runtime/membership", "runtime/state"],
];

/** They leave nothing behind in their process: what each imports, the whole compiler, costs more than what it does. */
const together = [
  ...foldersTogether.map((folder) => `test/${folder}/**/*.test.ts`),
  "test/{pipeline,recompile}.test.ts",
  "test/cli/{breaking,build,check,explain*,faulty,format,import,other-commands,refusals}.test.ts",
];

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
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // Command-line and host tests start processes and threads of their own: more files at once only thrash.
    maxWorkers: 2,
    projects: [
      { extends: true, test: { name: "together", include: together, isolate: false } },
      {
        extends: true,
        test: {
          name: "each",
          include: ["test/**/*.test.ts"],
          exclude: [...configDefaults.exclude, ...together, ...proofs],
        },
      },
      { extends: true, test: { name: "proofs", include: proofs } },
    ],
  },
});
