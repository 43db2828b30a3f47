import { barrelfish } from "./barrelfish/emit-barrelfish.ts";
import { kerfMultikernel, linuxMultikernel } from "./linux-multikernel/emit-linux-multikernel.ts";
import { microkit } from "./microkit/emit-microkit.ts";
import { qemu } from "./qemu/emit-qemu.ts";
import { systemDeviceTree } from "./system-device-tree/emit-system-device-tree.ts";
import type { BootTarget } from "./target.ts";

/** Other systems whose boot input `skerry build --target` writes. */
export const bootTargets: readonly BootTarget[] = [
  linuxMultikernel,
  kerfMultikernel,
  microkit,
  qemu,
  systemDeviceTree,
  barrelfish,
];
