import type { Plan } from "../../plan/plan.ts";
import type { OutputFile } from "../../source/output-file.ts";
import { drawMachineScene } from "./machine-scene.ts";
import { drawPage, type PictureOptions } from "./page.ts";

/**
 * `machine.svg`: the machine of a plan with its packages, cores, caches, memories, links and devices, and the services where
 * they were placed. One file without references to others, readable on light and dark pages; a plan without a machine
 * gives a picture that says so.
 */
export async function emitPicture(plan: Plan, options: PictureOptions = {}): Promise<OutputFile> {
  const { machine } = plan;
  const content = machine === null ? drawNothing(plan, options) : (await drawMachineScene(plan, machine, options)).svg;
  return { path: "machine.svg", content };
}

function drawNothing({ name }: Plan, options: PictureOptions): string {
  const summary = "The description has no machine.";
  return drawPage({ kind: "machine", name, summary, blocks: [], extras: { noMachine: true } }, options).svg;
}
