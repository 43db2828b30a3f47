/** The header of an interface: constants, types, messages; and with `skerry.h` its client and its server. */
import type { PlanOperation } from "../../plan/plan.ts";
import { codecHeaderName } from "./codec-header.ts";
import { printConstants, printTypes } from "./declarations.ts";
import { codecOnly, printFaces } from "./faces.ts";
import { HeaderContext, type Neighbours } from "./header-context.ts";
import { layoutOfFailure } from "./layout-facts.ts";
import type { OperationNames } from "./names.ts";
import { escapeComment } from "./print-c.ts";
import { printMessage } from "./record-code.ts";

export function printInterfaceHeader(index: number, neighbours: Neighbours): string {
  const context = new HeaderContext(index, neighbours);
  const lines = [
    ...printTop(context),
    ...printConstants(context),
    ...printTypes(context),
    ...context.plan.operations.flatMap((operation, at) =>
      printMessages(context, operation, context.names.operations[at]),
    ),
    ...printFaces(context),
    "#ifdef __cplusplus",
    "}",
    "#endif",
    "",
    "#endif",
  ];
  return `${lines.join("\n")}\n`;
}

function printTop({ plan, names }: HeaderContext): string[] {
  const said = plan.documentation === null ? [] : ["", ...plan.documentation.split("\n")];
  const about = [
    `${plan.name}, version ${plan.version}. Written by Skerry from its description: changes are lost.`,
    ...said,
  ];
  return [
    "/*",
    ...about.map((line) => ` * ${escapeComment(line)}`.trimEnd()),
    " */",
    `#ifndef ${names.guard}`,
    `#define ${names.guard}`,
    "",
    `#include "${codecHeaderName}"`,
    `#ifndef ${codecOnly}`,
    '#include "skerry.h"',
    "#endif",
    "",
    "#ifdef __cplusplus",
    'extern "C" {',
    "#endif",
    "",
  ];
}

function printMessages(context: HeaderContext, operation: PlanOperation, names: OperationNames | undefined): string[] {
  if (names === undefined) return [];
  const { name, opcode, verb, request, reply, upload, fails } = operation;
  const of = `${context.plan.name}.${name}`;
  const what = verb === "event" ? "What an event carries" : "What a request carries";
  return [
    `#define ${names.opcode} ${opcode}`,
    "",
    ...(names.request === null ? [] : printMessage(context, request, names.request, `${what}: ${of}.`)),
    ...(names.upload === null || upload === null
      ? []
      : printMessage(context, upload, names.upload, `An item that a client sends up: ${of}.`)),
    ...(names.reply === null || reply === null
      ? []
      : printMessage(context, reply, names.reply, `${verb === "stream" ? "An item" : "A reply"}: ${of}.`)),
    ...(names.failure === null || fails === null
      ? []
      : printMessage(context, layoutOfFailure(context, fails), names.failure, `A declared failure: ${of}.`)),
  ];
}
