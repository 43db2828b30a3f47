// `npm run build`: set-up, which builds `dist` when it is stale. With `--release` from nothing, and
// the declarations of `skerry/runtime` must be free of faults.
import { rmSync } from "node:fs";
import path from "node:path";
import { root, setUp } from "./setup.js";

const release = process.argv.includes("--release");
if (release) rmSync(path.join(root, "dist"), { recursive: true, force: true });
await setUp();
if (release) {
  const { declareRuntime } = await import("./bundle.js");
  process.exitCode = (await declareRuntime("inherit")) ? 0 : 1;
}
