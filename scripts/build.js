// `npm run build`: set-up, which builds `dist` when it is stale. With `--release` from nothing, and
// the declarations of what the package exports must be free of faults.
import { rmSync } from "node:fs";
import path from "node:path";
import { root, setUp } from "./setup.js";

const release = process.argv.includes("--release");
if (release) rmSync(path.join(root, "dist"), { recursive: true, force: true });
await setUp();
if (release) {
  const { declareTypes } = await import("./bundle.js");
  process.exitCode = (await declareTypes("inherit")) ? 0 : 1;
}
