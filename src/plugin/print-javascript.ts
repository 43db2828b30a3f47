import type { OnResolveArgs, OnResolveResult, Plugin } from "esbuild";
import { buildSourceMap, type SourceMap } from "../algorithms/source-map.ts";
import type { DescriptionModule } from "../emit/typescript/module/emit-module.ts";
import type { MappedText } from "../emit/typescript/module/origins.ts";

export interface JavaScript {
  readonly code: string;
  /** To the description. */
  readonly map: SourceMap;
}

/** The description that a module is made of. */
export interface DescribedBy {
  /** Absolute. */
  readonly file: string;
  readonly text: string;
}

/** The module as JavaScript, in one piece: what is left to import are other descriptions and `skerry/runtime`. */
export async function printJavaScript(module: DescriptionModule, { file, text }: DescribedBy): Promise<JavaScript> {
  const { build } = await import("esbuild");
  const { outputFiles } = await build({
    stdin: { contents: withMap({ text: module.entry, places: [] }), sourcefile: "module.ts", loader: "ts" },
    ...{ bundle: true, write: false, format: "esm", platform: "neutral", target: "es2022", charset: "utf8" },
    ...{ outfile: "module.js", sourcemap: "external", sourcesContent: false },
    ...{ logLevel: "silent", plugins: [partsOf(module)] },
  });
  const [map, code] = outputFiles;
  const made: SourceMap = JSON.parse(map?.text ?? "{}");
  // Whatever esbuild calls them: all parts come from this one.
  const [sources, sourcesContent] = [made.sources.map(() => file), made.sources.map(() => text)];
  return { code: code?.text ?? "", map: { ...made, sources, sourcesContent } };
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
      build.onLoad({ filter: /.*/, namespace }, ({ path }) => {
        return { contents: withMap(parts.get(path) ?? { text: "", places: [] }), loader: "ts" };
      });
    },
  };
}

function withMap({ text, places }: MappedText): string {
  return text + mapComment(buildSourceMap("description", places));
}

/** What makes a reader of the code see its source map. */
export function mapComment(map: SourceMap): string {
  const encoded = Buffer.from(JSON.stringify(map)).toString("base64");
  return `//# sourceMappingURL=data:application/json;base64,${encoded}\n`;
}
