import { kerfMultikernel, linuxMultikernel } from "./linux-multikernel/emit-linux-multikernel.ts";
import { microkit } from "./microkit/emit-microkit.ts";
import type { BootTarget } from "./target.ts";

/** Other systems whose boot input `skerry build --target` writes. */
export const bootTargets: readonly BootTarget[] = [linuxMultikernel, kerfMultikernel, microkit];
