import type { PlanInterface } from "./shape/interfaces.ts";
import type { PlanMachine } from "./shape/machine.ts";
import type { Fabric, Routes } from "./shape/routes.ts";
import type { Boot, PlanSystem } from "./shape/system.ts";
import type { PlanTraffic } from "./shape/traffic.ts";

export type * from "./shape/interfaces.ts";
export type * from "./shape/machine.ts";
export type * from "./shape/routes.ts";
export type * from "./shape/system.ts";
export type * from "./shape/traffic.ts";

/**
 * The plan: the one intermediate representation. Plain JSON, described by `plan.schema.json`, the same bytes for the
 * same description whatever the order of files, locale, time zone or working directory. Everything an emitter or a
 * kernel needs is here and nothing else reaches them.
 *
 * Elements are referred to by their index in the array they stand in. Times are integer picoseconds, sizes bytes,
 * clocks Hz, bandwidths bytes per second. `at` is `file:line:column` in the description.
 */
export interface Plan {
  readonly format: "skerry-plan";
  readonly version: 1;
  /** Of the system; else the machine; else the first interface. */
  readonly name: string;
  /** Where it came from: every file read, sorted by path. */
  readonly provenance: readonly { readonly path: string; readonly sha256: string }[];
  readonly interfaces: readonly PlanInterface[];
  /** Null when the description has interfaces only. */
  readonly machine: PlanMachine | null;
  readonly fabric: Fabric | null;
  readonly routes: Routes | null;
  readonly system: PlanSystem | null;
  readonly boot: Boot | null;
  /** Null when no program says what it asks of others. */
  readonly traffic: PlanTraffic | null;
}
