// `npm run build`: set-up, which builds `dist` when it is stale. With `--release` from nothing, and
// the declarations of what the package exports must be free of faults, and the kernels for bare metal are compiled.
import { rmSync } from "node:fs";
import path from "node:path";
import { root, setUp } from "./setup.js";

const release = process.argv.includes("--release");
if (release) rmSync(path.join(root, "dist"), { recursive: true, force: true });
await setUp();
if (release) {
  const { declareTypes, prebuildKernels } = await import("./bundle.js");
  const missing = await prebuildKernels();
  if (missing.length > 0) process.stderr.write(`build: there is no compiler for the kernels ${missing.join(", ")}.\n`);
  process.exitCode = (await declareTypes("inherit")) ? 0 : 1;
}
