import type { OnResolveArgs, OnResolveResult, Plugin } from "esbuild";
import type { DescriptionModule } from "../emit/typescript/module/emit-module.ts";

/** The module as JavaScript, in one piece: what is left to import are other descriptions and `skerry/runtime`. */
export async function printJavaScript(module: DescriptionModule, name: string): Promise<string> {
  const { build } = await import("esbuild");
  const { outputFiles } = await build({
    stdin: { contents: module.entry, sourcefile: `${name}.ts`, loader: "ts" },
    ...{ bundle: true, write: false, format: "esm", platform: "neutral", target: "es2022", charset: "utf8" },
    ...{ logLevel: "silent", plugins: [partsOf(module)] },
  });
  return outputFiles[0]?.text ?? "";
}

const namespace = "skerry";

function partsOf({ parts }: DescriptionModule): Plugin {
  const resolve = ({ path }: OnResolveArgs): OnResolveResult => {
    return parts.has(path) ? { path, namespace } : { path, external: true, sideEffects: false };
  };
  return {
    name: "skerry",
    setup: (build) => {
      build.onResolve({ filter: /.*/ }, resolve);
      build.onLoad({ filter: /.*/, namespace }, ({ path }) => ({ contents: parts.get(path) ?? "", loader: "ts" }));
    },
  };
}
