import { fileURLToPath } from "node:url";
import { build, transform } from "esbuild";
import { printInPlaceFile } from "../../../src/emit/typescript/in-place/in-place-file.ts";
import { printInterfaceFile } from "../../../src/emit/typescript/interface/interface-file.ts";
import { type PrintedFile, printFile } from "../../../src/emit/typescript/print-file.ts";
import type { PlanInterface } from "../../../src/plan/plan.ts";

let runtime: Promise<string> | undefined;

type Exported = Readonly<Record<string, unknown>>;

/** The exports of a generated interface file, compiled as a user's build would compile it. */
export async function loadGenerated(plan: PlanInterface): Promise<Exported> {
  return import(await urlOf(printInterfaceFile(plan)));
}

/** The exports of both files of an interface. */
export async function loadInPlace(plan: PlanInterface): Promise<{ plain: Exported; inPlace: Exported }> {
  const plain = await urlOf(printInterfaceFile(plan));
  const file = printInPlaceFile(plan, plain);
  return { plain: await import(plain), inPlace: file === null ? {} : await import(await urlOf(file)) };
}

async function urlOf(file: PrintedFile): Promise<string> {
  const { code } = await transform(printFile(file), { loader: "ts", format: "esm" });
  runtime ??= bundleRuntime();
  return moduleUrl(code.replace('"skerry/runtime"', JSON.stringify(await runtime)));
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

/** The exports of one of several files that import each other: `files` by path, relative to one folder. */
export async function loadTogether(files: Readonly<Record<string, string>>, entry: string): Promise<Exported> {
  const { outputFiles } = await build({
    ...{ entryPoints: [`./${entry}`], bundle: true, write: false, format: "esm", external: ["skerry/runtime"] },
    plugins: [
      {
        name: "files",
        setup: ({ onResolve, onLoad }) => {
          onResolve({ filter: /^\.\// }, ({ path }) => ({ path: path.slice(2), namespace: "files" }));
          onLoad({ filter: /./, namespace: "files" }, ({ path }) => ({ contents: files[path] ?? "", loader: "ts" }));
        },
      },
    ],
  });
  runtime ??= bundleRuntime();
  const code = (outputFiles[0]?.text ?? "").replaceAll('"skerry/runtime"', JSON.stringify(await runtime));
  return import(moduleUrl(code));
}
