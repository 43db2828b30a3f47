/** Programs that no host needs: others read with them what Skerry writes, or write what it reads. */
import { findProgram } from "../boot/qemu/find-program.ts";
import { here, missing, type Need } from "./need.ts";

interface OtherProgram {
  /** Any one of them will do. */
  readonly programs: readonly string[];
  readonly debianPackage: string;
  readonly for: string;
}

const others: readonly OtherProgram[] = [
  {
    ...{ programs: ["dtc"], debianPackage: "device-tree-compiler" },
    for: "compiles the device trees that `skerry build --target` writes for linux-multikernel, kerf and system-device-tree",
  },
  { programs: ["spin"], debianPackage: "spin", for: "proves the models that `skerry build --promela` writes" },
  {
    programs: ["cc", "gcc", "clang"],
    debianPackage: "gcc libc6-dev",
    for: "compiles the provers that SPIN makes of models",
  },
  {
    ...{ programs: ["lstopo", "lstopo-no-graphics"], debianPackage: "hwloc-nox" },
    for: "writes the XML that `skerry import hwloc` reads",
  },
  {
    programs: ["taskset"],
    debianPackage: "util-linux",
    for: "pins the threads of `skerry probe --measure` where koffi is not there",
  },
  {
    programs: ["chromium", "chromium-browser", "google-chrome"],
    debianPackage: "chromium",
    for: "shows pictures and pages, and runs the browser tests of a clone",
  },
];

export function otherNeeds(): readonly Need[] {
  return others.map(({ programs, debianPackage, for: purpose }) => {
    const file = findProgram(programs);
    const state = file === null ? missing([debianPackage]) : here(file);
    return { name: programs[0] ?? "", for: purpose, isOptional: true, state };
  });
}
