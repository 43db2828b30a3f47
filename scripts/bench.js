// `npm run bench -- compile|stubs|machine|runtime [--json] [--record]`: runs the benchmarks of an area beside their
// peers and prints a table, or JSON; `--record` also writes the table into bench/README.md.
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { arch, cpus, totalmem } from "node:os";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { root, setUp } from "./setup.js";

const areas = readdirSync(path.join(root, "bench"))
  .filter((name) => existsSync(path.join(root, "bench", name, "run.ts")))
  .sort();
const asked = process.argv.slice(2).filter((argument) => !argument.startsWith("--"));
const [json, record] = ["--json", "--record"].map((option) => process.argv.includes(option));

const unknown = asked.find((area) => !areas.includes(area));
if (unknown !== undefined) {
  process.stderr.write(`bench: there is no ${unknown}; there are ${areas.join(", ")}.\n`);
  process.exit(2);
}

await setUp();
const results = [];
for (const area of asked.length > 0 ? asked : areas) {
  const rows = await (await load(area)).run();
  results.push({ area, rows });
  if (!json) process.stdout.write(`\n${area}\n\n${table(rows)}`);
}
if (json)
  process.stdout.write(
    `${JSON.stringify(
      results.flatMap(({ rows }) => rows),
      null,
      2,
    )}\n`,
  );
if (record) for (const { area, rows } of results) remember(area, rows);

/** Bundles the benchmark first: Node 20 does not read TypeScript. */
async function load(area) {
  const { build } = await import("esbuild");
  const folder = path.join(root, ".skerry", "bench");
  mkdirSync(folder, { recursive: true });
  const outfile = path.join(folder, `${area}.js`);
  await build({
    absWorkingDir: root,
    entryPoints: [`bench/${area}/run.ts`],
    outfile,
    bundle: true,
    format: "esm",
    platform: "node",
    target: "node20",
    packages: "external",
    logLevel: "warning",
  });
  return import(`${pathToFileURL(outfile).href}?${Date.now()}`);
}

function table(rows) {
  const head = "| what | unit | skerry | limit | times the limit | peers |\n|---|---|---:|---:|---:|---|\n";
  return head + rows.map(line).join("");
}

function line({ what, unit, skerry, limit, ratioToLimit, peers }) {
  const others = Object.entries(peers).map(([name, value]) => `${name} ${number(value)}`);
  const cells = [what, unit, number(skerry), number(limit), number(ratioToLimit), others.join(", ")];
  return `| ${cells.join(" | ")} |\n`;
}

function number(value) {
  return value === null ? "–" : value.toLocaleString("en", { maximumFractionDigits: 2 });
}

/** Replaces the area's section of bench/README.md. */
function remember(area, rows) {
  const file = path.join(root, "bench", "README.md");
  const [begin, end] = [`<!-- ${area} -->`, `<!-- /${area} -->`];
  const [processor] = cpus();
  const machine = `${cpus().length} × ${processor?.model.trim() ?? arch()}, ${Math.round(totalmem() / 2 ** 30)} GiB`;
  const facts = `${new Date().toISOString().slice(0, 10)}, ${machine}, Node.js ${process.versions.node}, ${process.platform}.`;
  const section = `${begin}\n## ${area}\n\n${facts}\n\n${table(rows)}${end}\n`;
  const text = existsSync(file) ? readFileSync(file, "utf8") : "# Numbers\n\nWritten by `npm run bench -- --record`.\n";
  const [before, rest] = text.split(begin);
  const after = rest?.split(`${end}\n`)[1];
  writeFileSync(file, after === undefined ? `${text}\n${section}` : before + section + after);
}
