import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { build } from "esbuild";
import { afterAll, expect, test } from "vitest";

const folder = mkdtempSync(join(tmpdir(), "skerry-plan-"));
afterAll(() => rmSync(folder, { recursive: true }));

test("locale, time zone and working directory do not change a byte of the plan", async () => {
  const source = (path: string): string => JSON.stringify(fileURLToPath(new URL(`../../${path}`, import.meta.url)));
  const program = join(folder, "plan.mjs");
  await build({
    stdin: {
      contents: `
        import { compile } from ${source("src/pipeline.ts")};
        import { serialisePlan } from ${source("src/plan/serialise.ts")};
        import { exampleHost } from ${source("test/plan/example-host.ts")};
        const { plan } = compile(["system.skerry"], exampleHost("hotos09")).product;
        process.stdout.write(serialisePlan(plan));`,
      resolveDir: fileURLToPath(new URL("../../", import.meta.url)),
      loader: "ts",
    },
    bundle: true,
    format: "esm",
    platform: "node",
    define: { "import.meta.url": JSON.stringify(import.meta.url) },
    outfile: program,
  });
  const run = (env: Record<string, string>, cwd: string): string =>
    execFileSync(process.execPath, [program], { cwd, env, encoding: "utf8", maxBuffer: 1e8 });
  const plain = run({ LANG: "C", TZ: "UTC" }, folder);
  expect(plain).toContain('"name": "fileserver"');
  expect(run({ LANG: "tr_TR.UTF-8", LC_ALL: "tr_TR.UTF-8", TZ: "Asia/Kolkata" }, "/")).toBe(plain);
});
