// `npm start`: boots the example of the README, shows its latencies beside the paper's, says what to look at next.
import { spawn } from "node:child_process";
import path from "node:path";
import { root, setUp } from "./setup.js";

const example = "examples/hotos09";

await setUp();
// A terminal sends Ctrl-C to everybody: the boot shuts down in order, and this waits for it.
process.on("SIGINT", () => {});

const bootCode = await skerry("boot", example);
if (bootCode === 0) {
  console.log("\nWhat it costs to reach a cache line, composed by Skerry and measured in the paper:\n");
  await skerry("explain", "latency", example);
  console.log(`
The description is in ${example}; what was made of it is in generated/hotos09.
Read README.md next, or try:

  npx skerry explain route ${example} 'p[3].cpu[0]' 'p[7].cpu[0]'
  npx skerry probe > machine.skerry && npx skerry check machine.skerry
`);
}
process.exitCode = bootCode;

/** Runs the command line; resolves with its exit code. */
function skerry(...args) {
  const child = spawn(process.execPath, [path.join(root, "bin", "skerry.js"), ...args], {
    cwd: root,
    stdio: "inherit",
  });
  const forward = () => child.kill("SIGTERM");
  process.on("SIGTERM", forward);
  return new Promise((resolve) => {
    child.on("close", (code, signal) => {
      process.off("SIGTERM", forward);
      resolve(code ?? (signal === null ? 1 : 128));
    });
  });
}
