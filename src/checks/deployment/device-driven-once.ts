import { placementDiagnostics } from "../../diagnostics/catalogue/placement.ts";
import { diagnose } from "../../diagnostics/diagnostic.ts";
import type { Program, System, Wish } from "../../model/deployment.ts";
import type { Device } from "../../model/machine.ts";
import type { Check, CheckReport } from "../check.ts";
import { programsOf } from "../programs.ts";

/** A device has one driver, which runs once. */
export const deviceDrivenOnce: Check = {
  name: "device-driven-once",
  requires: [],
  run({ systems }, report) {
    for (const system of systems) judge(system, report);
  },
};

function judge(system: System, report: CheckReport): void {
  const drivers = new Map<Device, { readonly program: Program; readonly span: Program["span"] }>();
  for (const { program } of programsOf(system)) {
    for (const { device, span } of program.drives) {
      const other = drivers.get(device);
      if (other === undefined) drivers.set(device, { program, span });
      else {
        const related = [{ span: other.span, message: `\`${other.program.name}\` drives it here` }];
        const facts = { name: program.name, device: device.path, other: other.program.name };
        report([program, device], diagnose(placementDiagnostics.deviceDrivenTwice, span, facts, { related }));
      }
    }
    judgeCopies(program, report);
  }
}

function judgeCopies(program: Program, report: CheckReport): void {
  const [driven] = program.drives;
  const wish = program.wishes.find(isForSeveral);
  if (driven === undefined || wish === undefined) return;
  const { source, start, end } = wish.span;
  const facts = { name: program.name, device: driven.device.path, wish: source.text.slice(start, end) };
  const related = [{ span: driven.span, message: "it is a driver here" }];
  report([program], diagnose(placementDiagnostics.driverInCopies, wish.span, facts, { related }));
}

function isForSeveral(wish: Wish, _at: number, wishes: readonly Wish[]): boolean {
  if (wish.kind === "copies") return wish.count > 1;
  if (wish.kind === "on") return wish.cores.length > 1 && !wishes.some(({ kind }) => kind === "copies");
  return wish.kind === "every" && wish.level !== "machine";
}
