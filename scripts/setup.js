// What every command of a clone does first: check Node, install when needed, build when needed; quick when nothing
// changed. Plain Node, because it runs before anything is installed. Says what it does on stderr only, so that the
// output of `npx skerry probe > machine.skerry` is the description and nothing else.
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import path from "node:path";
import { fileURLToPath } from "node:url";

export const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));

const neededNode = [20, 19];
const lockFile = path.join(root, "package-lock.json");
const modules = path.join(root, "node_modules");
/** npm writes it last, and anew with every installation. */
const installed = path.join(modules, ".package-lock.json");
const buildStamp = path.join(root, "dist", ".stamp");
const busyFolder = path.join(root, ".skerry", "set-up");

/** Makes this clone ready to run; ends the process with 3 and a plain sentence when it can't. */
export async function setUp() {
  checkNode();
  if (isInstalled() && isBuilt()) return;
  await alone(async () => {
    if (!isInstalled()) await install();
    if (!isBuilt()) await build();
  });
}

function isBuilt() {
  return readOr(buildStamp, "") === sourceStamp();
}

/** Builds what `dist` holds and remembers from which sources. */
async function build() {
  say("building …");
  const stamp = sourceStamp();
  const { bundle, declareTypes } = await import("./bundle.js");
  // Sources with a fault in their types run all the same: `npm run build -- --release` and CI are stricter.
  const declared = declareTypes();
  // esbuild has said what is wrong by then.
  await bundle().catch(() => stop("the sources do not build; see above."));
  await declared;
  writeFileSync(buildStamp, stamp);
}

function checkNode() {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  if (major > neededNode[0] || (major === neededNode[0] && minor >= neededNode[1])) return;
  stop(
    `Skerry needs Node.js ${neededNode.join(".")} or newer; this is ${process.versions.node}.`,
    "Get it from https://nodejs.org or with your version manager (`nvm install 20`).",
  );
}

function isInstalled() {
  return existsSync(installed) && timeOf(installed) >= timeOf(lockFile);
}

async function install() {
  say("installing packages (npm ci) …");
  const { spawnSync } = await import("node:child_process");
  const { status, error } = spawnSync(
    "npm",
    ["ci", "--include=dev", "--include=optional", "--ignore-scripts", "--loglevel=error"],
    {
      cwd: root,
      stdio: ["ignore", 2, 2],
      shell: process.platform === "win32",
    },
  );
  if (error !== undefined) stop(`npm could not be started: ${error.message}`, "It comes with Node.js.");
  if (status !== 0) stop("npm ci failed; what it said stands above.", "Mend that and run the same command again.");
}

/** Names, sizes and times of everything `dist` is built from. */
function sourceStamp() {
  const facts = [process.versions.node];
  for (const name of ["package.json", "scripts/bundle.js", "scripts/bundle-worker.js"])
    facts.push(factsOf(path.join(root, name)));
  collectFacts(path.join(root, "src"), facts);
  return facts.join("\n");
}

function collectFacts(folder, facts) {
  const entries = readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const entry of entries) {
    const file = path.join(folder, entry.name);
    if (entry.isDirectory()) collectFacts(file, facts);
    else facts.push(factsOf(file));
  }
}

function factsOf(file) {
  const { size, mtimeMs } = statSync(file, { throwIfNoEntry: false }) ?? { size: -1, mtimeMs: -1 };
  return `${path.relative(root, file)} ${size} ${mtimeMs}`;
}

/** Runs `work` while no other process does; another's lock counts until that process is gone. */
async function alone(work) {
  mkdirSync(path.dirname(busyFolder), { recursive: true });
  while (!takeLock()) await new Promise((resolve) => setTimeout(resolve, 50));
  try {
    await work();
  } finally {
    rmSync(busyFolder, { recursive: true, force: true });
  }
}

function takeLock() {
  const owner = path.join(busyFolder, "pid");
  try {
    mkdirSync(busyFolder);
    writeFileSync(owner, String(process.pid));
    return true;
  } catch (error) {
    if (error.code !== "EEXIST") stop(`the clone cannot be written to: ${error.message}`, "Set-up needs to.");
  }
  if (isAbandoned(owner)) rmSync(busyFolder, { recursive: true, force: true });
  return false;
}

function isAbandoned(owner) {
  const pid = Number(readOr(owner, "0"));
  if (pid === 0) return Date.now() - timeOf(busyFolder) > 2000;
  try {
    process.kill(pid, 0);
    return false;
  } catch (error) {
    return error.code === "ESRCH";
  }
}

function readOr(file, fallback) {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return fallback;
  }
}

function timeOf(file) {
  return statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 0;
}

function say(text) {
  process.stderr.write(`skerry: ${text}\n`);
}

function stop(...lines) {
  for (const line of lines) say(line);
  process.exit(3);
}
