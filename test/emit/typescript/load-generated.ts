import { fileURLToPath } from "node:url";
import { build, transform } from "esbuild";
import { printInterfaceFile } from "../../../src/emit/typescript/interface/interface-file.ts";
import { printFile } from "../../../src/emit/typescript/print-file.ts";
import type { PlanInterface } from "../../../src/plan/plan.ts";

let runtime: Promise<string> | undefined;

/** The exports of a generated interface file, compiled as a user's build would compile it. */
export async function loadGenerated(plan: PlanInterface): Promise<Readonly<Record<string, unknown>>> {
  const text = printFile(printInterfaceFile(plan));
  const { code } = await transform(text, { loader: "ts", format: "esm" });
  runtime ??= bundleRuntime();
  return import(moduleUrl(code.replace('"skerry/runtime"', JSON.stringify(await runtime))));
}

/** One copy of the runtime's entry for all generated files. */
async function bundleRuntime(): Promise<string> {
  const entry = fileURLToPath(new URL("../../../src/runtime/index.ts", import.meta.url));
  const { outputFiles } = await build({
    entryPoints: [entry],
    bundle: true,
    write: false,
    format: "esm",
    platform: "node",
  });
  return moduleUrl(outputFiles[0]?.text ?? "");
}

function moduleUrl(code: string): string {
  return `data:text/javascript;base64,${Buffer.from(code).toString("base64")}`;
}
