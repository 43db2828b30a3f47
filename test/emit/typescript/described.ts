import { expect } from "vitest";
import { emitTypeScript } from "../../../src/emit/typescript/emit-typescript.ts";
import { compile } from "../../../src/pipeline.ts";
import type { Plan } from "../../../src/plan/plan.ts";
import { textHost } from "../../plan/example-host.ts";

/** A faultless description with all TypeScript that is made of it, by path. */
export interface Described {
  readonly plan: Plan;
  readonly files: Readonly<Record<string, string>>;
}

/** Compiles the first of the texts and all that it uses. */
export function describeTexts(texts: Readonly<Record<string, string>>): Described {
  const [root = ""] = Object.keys(texts);
  const { product, diagnostics } = compile([root], textHost(texts));
  expect(diagnostics.map(({ code, message }) => `${code} ${message}`)).toEqual([]);
  if (product.plan === null) throw new Error("no plan");
  const files = emitTypeScript(product.plan, { modules: "..", inPlace: true }).map(
    ({ path, content }) => [path, content.toString()] as const,
  );
  return { plan: product.plan, files: Object.fromEntries(files) };
}
