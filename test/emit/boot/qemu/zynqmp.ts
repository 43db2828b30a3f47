/** The example of two instruction sets in one machine, and what becomes of it when its text is changed. */
import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { fitQemu, type QemuFit, type QemuView } from "../../../../src/emit/boot/qemu/qemu-view.ts";
import { compile } from "../../../../src/pipeline.ts";
import type { Plan } from "../../../../src/plan/plan.ts";
import { textHost } from "../../../plan/example-host.ts";

const examples = fileURLToPath(new URL("../../../../examples/", import.meta.url));

/** `changes`: texts of the machine and what to write in their place. */
export function planZynqmp(changes: Readonly<Record<string, string>> = {}): Plan {
  const machine = Object.entries(changes).reduce(
    (text, [from, to]) => {
      if (!text.includes(from)) throw new Error(`nothing says ${from}`);
      return text.replaceAll(from, to);
    },
    readFileSync(`${examples}zynqmp/machine.skerry`, "utf8"),
  );
  const texts: Record<string, string> = { "zynqmp/machine.skerry": machine };
  for (const name of readdirSync(`${examples}zynqmp-bare`).filter((each) => each.endsWith(".skerry"))) {
    texts[`zynqmp-bare/${name}`] = readFileSync(`${examples}zynqmp-bare/${name}`, "utf8");
  }
  const { product, diagnostics } = compile(["zynqmp-bare/system.skerry"], textHost(texts));
  if (product.plan === null) throw new Error(diagnostics.map(({ message }) => message).join("\n"));
  return product.plan;
}

export function fitZynqmp(changes: Readonly<Record<string, string>> = {}): QemuFit {
  return fitQemu(planZynqmp(changes));
}

export function viewZynqmp(): QemuView {
  const fit = fitZynqmp();
  if (fit.kind === "refused") throw new Error(fit.faults.map(({ message }) => message).join("\n"));
  return fit.view;
}
