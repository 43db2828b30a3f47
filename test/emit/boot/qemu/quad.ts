/** The RISC-V example, and what becomes of it when its text is changed. */
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { blobOf } from "../../../../src/emit/boot/qemu/emit-qemu.ts";
import { fitQemu, type QemuView } from "../../../../src/emit/boot/qemu/qemu-view.ts";
import { compile } from "../../../../src/pipeline.ts";
import type { Plan } from "../../../../src/plan/plan.ts";
import { textHost } from "../../../plan/example-host.ts";

const folder = fileURLToPath(new URL("../../../../examples/riscv-quad/", import.meta.url));

/** `changes`: texts of the machine and what to write in their place. */
export function planQuad(changes: Readonly<Record<string, string>> = {}): Plan {
  const texts: Record<string, string> = {};
  for (const name of readdirSync(folder).filter((each) => each.endsWith(".skerry"))) {
    texts[name] = readFileSync(folder + name, "utf8");
  }
  for (const [from, to] of Object.entries(changes)) {
    const file = Object.keys(texts).find((name) => texts[name]?.includes(from));
    if (file === undefined) throw new Error(`nothing says ${from}`);
    texts[file] = (texts[file] ?? "").replaceAll(from, to);
  }
  const { product, diagnostics } = compile(["system.skerry"], textHost(texts));
  if (product.plan === null) throw new Error(diagnostics.map(({ message }) => message).join("\n"));
  return product.plan;
}

export function viewQuad(changes: Readonly<Record<string, string>> = {}): QemuView {
  const fit = fitQemu(planQuad(changes));
  if (fit.kind === "refused") throw new Error(fit.faults.map(({ message }) => message).join("\n"));
  return fit.view;
}

export function blobOfQuad(changes: Readonly<Record<string, string>> = {}): Uint8Array {
  return blobOf(planQuad(changes), viewQuad(changes));
}
