import type { Check } from "../../checks/check.ts";
import { addressDiagnosticsOfMachines } from "../../diagnostics/catalogue/addresses.ts";
import { type Diagnostic, diagnose } from "../../diagnostics/diagnostic.ts";
import type { Device, Memory } from "../../model/machine.ts";
import { answersOf } from "./answers.ts";
import { mapsInCircle } from "./maps-in-circle.ts";
import { seenSpaces } from "./seen-spaces.ts";
import { spaceTooLarge } from "./space-too-large.ts";

/** What DMA is said to reach can be addressed by the device. */
export const dmaNotSeen: Check = {
  name: "dma-not-seen",
  requires: [mapsInCircle, spaceTooLarge],
  run({ machines }, report) {
    for (const machine of machines.filter(({ incomplete }) => !incomplete)) {
      for (const { space, devices, ranges } of seenSpaces(machine)) {
        const answers = ranges.flatMap(answersOf);
        const reached = new Set(answers.flatMap(({ target }) => (target.kind === "memory" ? [target.memory] : [])));
        for (const device of devices) {
          for (const memory of device.dma.filter((one) => !reached.has(one))) {
            report([device, memory, space], notSeen(device, memory));
          }
        }
      }
    }
  },
};

function notSeen(device: Device, memory: Memory): Diagnostic {
  const { sees, path, span } = device;
  const facts = { device: path, memory: memory.path, space: sees?.space.path ?? "" };
  const related = [
    ...(sees === null ? [] : [{ span: sees.span, message: `it sees \`${facts.space}\`` }]),
    { span: memory.span, message: `\`${memory.path}\` is declared here` },
  ];
  return diagnose(addressDiagnosticsOfMachines.dmaNotSeen, span, facts, { related });
}
