import { domainDiagnostics } from "../../diagnostics/catalogue/domains.ts";
import { diagnose } from "../../diagnostics/diagnostic.ts";
import type { Check } from "../check.ts";
import { areApart, boxWords, homeOf } from "./boxes.ts";

/** The memory that a device's DMA reaches lies in its own box. */
export const dmaAcrossBoxes: Check = {
  name: "dma-across-boxes",
  requires: [],
  run({ machines }, report) {
    for (const device of machines.flatMap(({ devices }) => devices)) {
      const home = homeOf(device);
      const memory = device.dma.find(({ part }) => areApart(part, home));
      if (memory === undefined) continue;
      const related = [{ span: memory.span, message: `\`${memory.path}\` is declared here` }];
      const facts = {
        device: device.path,
        box: boxWords(home),
        memory: memory.path,
        memoryBox: boxWords(memory.part),
      };
      report([device], diagnose(domainDiagnostics.dmaAcrossBoxes, device.span, facts, { related }));
    }
  },
};
