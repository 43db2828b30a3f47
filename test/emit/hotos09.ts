/** The plan of the HotOS '09 example, compiled from the description that ships. */
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { compile } from "../../src/pipeline.ts";
import type { Plan } from "../../src/plan/plan.ts";
import type { SourceHost } from "../../src/source/source-host.ts";

export const root: string = fileURLToPath(new URL("../../", import.meta.url));
export const exampleFolder = "examples/hotos09";

const host: SourceHost = {
  read: (path) => {
    const file = path.startsWith("prelude/") ? `${root}dsl/${path}` : `${root}${exampleFolder}/${path}`;
    return { kind: "text", text: readFileSync(file, "utf8") };
  },
};

export function planHotos09(): Plan {
  const roots = readdirSync(root + exampleFolder).filter((name) => name.endsWith(".skerry"));
  const { product, diagnostics } = compile(roots.sort(), host);
  if (product.plan === null) throw new Error(diagnostics.map(({ message }) => message).join("\n"));
  return product.plan;
}
