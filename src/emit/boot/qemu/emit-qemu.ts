import type { Plan } from "../../../plan/plan.ts";
import { serialiseJson } from "../../../plan/serialise.ts";
import type { OutputFile } from "../../../source/output-file.ts";
import { encodeRoutes } from "../../tables/routes-binary.ts";
import type { BootTarget } from "../target.ts";
import { printScript, viewCommand } from "./command-line.ts";
import { encodeBlob } from "./encode-blob.ts";
import { fitQemu, isMeantForQemu, type QemuView } from "./qemu-view.ts";

const blob = "blob.bin";

/** What kernels in QEMU boot, and how QEMU is started; nothing for a machine that it cannot play. */
export function emitQemu(plan: Plan): OutputFile[] {
  if (!isMeantForQemu(plan)) return [];
  const fit = fitQemu(plan);
  if (fit.kind === "refused") return [];
  const { view } = fit;
  const kernels = view.platform.kernels.map((name) => `${name}.elf`);
  return [
    { path: `boot/qemu/${blob}`, content: blobOf(plan, view) },
    { path: "boot/qemu/qemu.json", content: serialiseJson(viewCommand(view, kernels, blob)) },
    { path: "boot/qemu/qemu.sh", content: printScript(view, kernels, blob) },
  ];
}

/** What QEMU boots is written for every plan that it can be, whether it was asked for or not. */
export const qemu: BootTarget = {
  name: "qemu",
  meaning: "a kernel of Skerry's own on every core, in QEMU",
  judge: (plan) => {
    const fit = fitQemu(plan);
    return fit.kind === "refused" ? fit.faults : fit.warnings;
  },
  emit: () => [],
};

export function blobOf({ routes, fabric }: Plan, view: QemuView): Uint8Array {
  return encodeBlob(view, routes === null ? new Uint8Array(0) : encodeRoutes(routes, fabric?.hops));
}
