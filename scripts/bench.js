// `npm run bench -- compile|editor|stubs|machine|runtime [--json] [--record]`: runs the benchmarks of an area beside their
// peers and prints a table, or JSON; `--record` also writes the table into bench/README.md, and its pictures beside it.
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
  const bench = await load(area);
  const rows = await bench.run();
  results.push({ area, rows, pictures: bench.draw?.(rows) ?? [] });
  if (!json) process.stdout.write(`\n${area}\n\n${table(rows)}`);
}
if (json)
  process.stdout.write(
    `${JSON.stringify(
      results.flatMap(({ rows }) => rows.map(({ plot, ...row }) => row)),
      null,
      2,
    )}\n`,
  );
if (record) for (const result of results) remember(result);

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

/** Replaces the area's section of bench/README.md, and the pictures that it shows. */
function remember({ area, rows, pictures }) {
  const file = path.join(root, "bench", "README.md");
  const [begin, end] = [`<!-- ${area} -->`, `<!-- /${area} -->`];
  const [processor] = cpus();
  const machine = `${cpus().length} × ${processor?.model.trim() ?? arch()}, ${Math.round(totalmem() / 2 ** 30)} GiB`;
  const facts = `${new Date().toISOString().slice(0, 10)}, ${machine}, Node.js ${process.versions.node}, ${process.platform}.`;
  const shown = pictures.map((picture) => `\n![${picture.title}](${picture.path})\n`).join("");
  const section = `${begin}\n## ${area}\n\n${facts}\n\n${table(rows)}${shown}${end}\n`;
  for (const picture of pictures) writeFileSync(path.join(root, "bench", picture.path), picture.content);
  const text = existsSync(file) ? readFileSync(file, "utf8") : "# Numbers\n\nWritten by `npm run bench -- --record`.\n";
  const [before, rest] = text.split(begin);
  const after = rest?.split(`${end}\n`)[1];
  writeFileSync(file, after === undefined ? `${text}\n${section}` : before + section + after);
}
