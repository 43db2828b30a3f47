import { counted } from "../../algorithms/counted.ts";
import { hasErrors } from "../../diagnostics/report.ts";
import { isBundle } from "../bundle/is-bundle.ts";
import type { Call, Ending } from "../call.ts";
import { type CompileOptions, compileFiles } from "../compile-files.ts";
import { findDescription, findDescriptionHere } from "../description-files.ts";
import { exitCode } from "../exit-code.ts";
import { type Refusal, refuseCall } from "../refusal.ts";
import { explainAddress } from "./address.ts";
import { explainAgreement } from "./agreement.ts";
import type { Explanation } from "./explanation.ts";
import { explainFailure } from "./failure.ts";
import { explainInterrupt } from "./interrupt.ts";
import { explainLatencies } from "./latency.ts";
import { explainLayout } from "./layout.ts";
import { explainPlacement } from "./placement.ts";
import { explainReach } from "./reach.ts";
import { explainRoute } from "./route.ts";
import { operandsOf, type Subject } from "./subjects.ts";
import { explainTraffic } from "./traffic.ts";
import { explainTree } from "./tree.ts";

export interface ExplainOptions extends CompileOptions {
  /** The description, when it is not the first operand. */
  readonly file?: string;
}

const fromOne = Array.from({ length: 64 }, (_, index) => index + 1);

interface Answering {
  /** How many operands it takes beside the file. */
  readonly counts: readonly number[];
  readonly explain: Explanation;
  /** What it can be asked about where not all can be planned: a machine, or one that is at fault itself. */
  readonly willDo?: NonNullable<CompileOptions["willDo"]>;
}

const explanations: Readonly<Record<Subject, Answering>> = {
  latency: { counts: [0, 2], explain: explainLatencies, willDo: "machine" },
  route: { counts: [2, 4], explain: explainRoute, willDo: "machine" },
  placement: { counts: [0, 1], explain: explainPlacement },
  layout: { counts: [0, 1], explain: explainLayout },
  traffic: { counts: [0], explain: explainTraffic },
  tree: { counts: fromOne, explain: explainTree, willDo: "machine" },
  address: { counts: [2], explain: explainAddress, willDo: "description" },
  reach: { counts: [0, 1], explain: explainReach, willDo: "description" },
  interrupt: { counts: [0, 1], explain: explainInterrupt, willDo: "machine" },
  failure: { counts: [0, ...fromOne], explain: explainFailure, willDo: "machine" },
  agreement: { counts: [0, 1], explain: explainAgreement },
};

/** Explains one subject; the first operand is the description unless it was named as an option or lies here. */
export async function explain(
  call: Call,
  subject: Subject,
  operands: readonly string[],
  options: ExplainOptions,
): Promise<Ending> {
  const { counts, explain, willDo } = explanations[subject];
  const split = splitOperands(operands, counts, options.file ?? fileHere(call, operands, counts));
  if (split === null) {
    const problem = `explain ${subject} cannot make sense of ${counted(operands.length, "operand")}`;
    return refuseCall(problem, `Say skerry explain ${`${subject} [FILE] ${operandsOf[subject]}`.trim()}.`);
  }
  const incomplete = split.file === null ? refuseFileAsOperand(call, subject, split.rest) : null;
  if (incomplete !== null) return incomplete;
  const names = split.file === null ? [] : [split.file];
  const compiled = await compileFiles(call, names, willDo === undefined ? options : { ...options, willDo });
  if (compiled.kind === "refused") return compiled;
  if (compiled.kind === "wrong") return exitCode.wrongDescription;
  const refusal = explain(call, compiled, split.rest, options.json === true);
  return refusal ?? (hasErrors(compiled.diagnostics) ? exitCode.wrongDescription : exitCode.done);
}

/** With one operand too few, a description is taken for the first; nothing else looks like one. */
function refuseFileAsOperand(call: Call, subject: Subject, [first, ...rest]: readonly string[]): Refusal | null {
  if (first === undefined || findDescription([first], call.workingFolder).kind === "refused") return null;
  if (isElementHere(call, first)) return null;
  const short = rest.length === 0 ? "needs more" : `needs more than ${rest.join(" ")}`;
  return refuseCall(
    `explain ${subject} of ${first} ${short}`,
    `Say skerry explain ${subject} FILE ${operandsOf[subject]}.`,
  );
}

/** The working folder, where all operands fit and the first of them is no file. */
function fileHere(call: Call, operands: readonly string[], counts: readonly number[]): string | undefined {
  const [first, ...rest] = operands;
  const isOpen = counts.includes(operands.length) && counts.includes(rest.length);
  return first !== undefined && isOpen && isElementHere(call, first) ? "." : undefined;
}

/** Whether it is no description itself, but may well be something in the one that lies here. */
function isElementHere({ workingFolder }: Call, operand: string): boolean {
  if (/\/|\.skerry$/.test(operand) || isBundle(operand)) return false;
  if (findDescription([operand], workingFolder).kind !== "refused") return false;
  return findDescriptionHere(workingFolder).kind === "found";
}

interface Operands {
  /** Null: the description in the working folder. */
  readonly file: string | null;
  readonly rest: readonly string[];
}

/** A number of operands that fits with a file is read so: `[FILE] FROM TO`. */
function splitOperands(
  operands: readonly string[],
  counts: readonly number[],
  file: string | undefined,
): Operands | null {
  if (file !== undefined) return counts.includes(operands.length) ? { file, rest: operands } : null;
  const [first, ...rest] = operands;
  if (first !== undefined && counts.includes(rest.length)) return { file: first, rest };
  return counts.includes(operands.length) ? { file: null, rest: operands } : null;
}
