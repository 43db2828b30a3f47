/** The instruction set and the name of the processor. */
import { importDiagnostics } from "../../diagnostics/catalogue/import.ts";
import { isaOfArchitecture } from "../description/architectures.ts";
import { cpuInfoPath, readCpuInfo } from "./read-cpu-info.ts";
import type { Reading } from "./reading.ts";

const archPath = "proc/sys/kernel/arch";

/** A name of the prelude; null, with a diagnostic, when the machine's is not among them or not told. */
export function readIsa(reading: Reading): string | null {
  const arch = reading.text(archPath);
  const isa = arch === null ? isaByCpuInfo(reading) : isaOfArchitecture(arch);
  if (isa !== null) return isa;
  const said =
    arch === null ? `there is no ${archPath} and ${cpuInfoPath} has no field that tells it` : `it is "${arch}"`;
  reading.report(importDiagnostics.unknownIsa, arch === null ? cpuInfoPath : archPath, { said });
  return null;
}

/** By fields that only one architecture's kernel writes; of ARM's, `asimd` is the 64-bit kernel's name for NEON. */
function isaByCpuInfo(reading: Reading): string | null {
  const fields = [...readCpuInfo(reading).values()][0];
  const words = (key: string): readonly string[] => (fields?.get(key) ?? "").split(" ");
  if (words("flags").includes("lm")) return "amd64";
  if (words("Features").includes("asimd")) return "arm64";
  if (/^rv64/.test(fields?.get("isa") ?? "")) return "riscv64";
  return null;
}

/** What the processor calls itself. */
export function readModel(reading: Reading): string | null {
  const name = [...readCpuInfo(reading).values()][0]?.get("model name") ?? reading.text("proc/device-tree/model");
  const clean = (name ?? "")
    .replace(/[^\x20-\x7e]/g, "")
    .replace(/\s+/g, " ")
    .trim();
  return clean === "" ? null : clean;
}
