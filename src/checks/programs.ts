import type { Program, System } from "../model/deployment.ts";

/** A program of a system, with the word it was declared with. */
export interface ProgramOfSystem {
  readonly kind: "service" | "client";
  readonly program: Program;
}

/** Services and clients in the order of the text. */
export function programsOf({ services, clients }: System): readonly ProgramOfSystem[] {
  const all: ProgramOfSystem[] = [
    ...services.map((program): ProgramOfSystem => ({ kind: "service", program })),
    ...clients.map((program): ProgramOfSystem => ({ kind: "client", program })),
  ];
  return all.sort((a, b) => a.program.span.start - b.program.span.start);
}
