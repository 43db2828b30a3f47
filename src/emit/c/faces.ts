/** The client and the server of an interface, on top of what a kernel offers in `skerry.h`. */
import type { PlanOperation } from "../../plan/plan.ts";
import { longestBytes } from "../typescript/codec/place.ts";
import { printClient } from "./client-code.ts";
import type { HeaderContext } from "./header-context.ts";
import { layoutOfFailure } from "./layout-facts.ts";
import { printInteger } from "./print-c.ts";
import { printAnswers, printServer } from "./server-code.ts";

/** Defined in front of a header it leaves these out, and with them `skerry.h`. */
export const codecOnly = "SKERRY_CODEC_ONLY";

export function printFaces(context: HeaderContext): string[] {
  return [
    `#ifndef ${codecOnly}`,
    "",
    ...printDescriptor(context),
    ...printClient(context),
    ...printAnswers(context),
    ...printServer(context),
    "#endif",
    "",
  ];
}

/** What a kernel knows of the interface. */
function printDescriptor(context: HeaderContext): string[] {
  const { plan, names } = context;
  const table = plan.operations.map((operation) => `  ${printFacts(operation)},`);
  const operations = table.length === 0 ? "NULL" : names.operationsTable;
  const facts = [
    ...[JSON.stringify(plan.name), JSON.stringify(plan.fingerprint), `${plan.version}`],
    ...[`${longestRequest(context)}`, `${longestReply(context)}`, `${table.length}`, operations],
  ];
  return [
    ...(table.length === 0 ? [] : [`static const skerry_operation ${names.operationsTable}[] = {`, ...table, "};", ""]),
    `static const skerry_interface ${names.descriptor} = {`,
    `  ${facts.join(", ")}`,
    "};",
    "",
  ];
}

const picosecondsInMillisecond = 1e9;

function printFacts({ name, signature, deadline, window, opcode, priority, idempotent }: PlanOperation): string {
  const milliseconds = deadline === null ? 0 : Math.ceil(deadline / picosecondsInMillisecond);
  const number = printInteger(Number.parseInt(signature, 16), "u32");
  const facts = [JSON.stringify(name), number, milliseconds, window ?? 0, opcode, priority, idempotent];
  return `{ ${facts.join(", ")} }`;
}

function longestRequest({ plan }: HeaderContext): number {
  const asked = plan.operations.filter(({ verb }) => verb !== "event");
  return Math.max(0, ...asked.flatMap(({ request, upload }) => [longestBytes(request), longestBytes(upload)]));
}

function longestReply(context: HeaderContext): number {
  const bytes = context.plan.operations.flatMap(({ verb, request, reply, fails }) => [
    longestBytes(verb === "event" ? request : reply),
    fails === null ? 0 : layoutOfFailure(context, fails).size,
  ]);
  return Math.max(0, ...bytes);
}
