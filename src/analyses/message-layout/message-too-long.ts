import { type Check, type CheckReport, eachInterface } from "../../checks/check.ts";
import { interfaceDiagnostics } from "../../diagnostics/catalogue/interface.ts";
import { diagnose } from "../../diagnostics/diagnostic.ts";
import type { Field, Operation } from "../../model/interface.ts";
import { computeLayout } from "./compute-layout.ts";
import type { LayoutField } from "./layout.ts";

/** Bytes of the longest message: what stands in its way in a channel waits until it has passed. */
export const longestMessage = 64 * 1024;

/** A message with everything bounded in it full fits through a channel. Judged here, since it takes the layout. */
export const messageTooLong: Check = {
  name: "message-too-long",
  requires: [],
  run: eachInterface(({ operations }, report) => {
    for (const operation of operations) judgeOperation(operation, report);
  }),
};

const answerWords = { call: "the reply of", stream: "an item of", event: "", message: "" } as const;

function judgeOperation(operation: Operation, report: CheckReport): void {
  const { verb, name, parameters, uploads, results, fails } = operation;
  const isRequest = verb === "call" || verb === "stream";
  judge(operation, `${isRequest ? "the request of" : `the ${verb}`} \`${name}\``, parameters, report);
  if (uploads !== null) judge(operation, `an item sent up for \`${name}\``, uploads, report);
  judge(operation, `${answerWords[verb]} \`${name}\``, results, report);
  if (fails?.kind === "struct") judge(fails, `the failure \`${fails.name}\``, fails.fields, report);
}

function judge(element: object, what: string, fields: readonly Field[], report: CheckReport): void {
  const layout = computeLayout(fields);
  const longest = layout.fields.reduce<LayoutField | null>(
    (most, one) => (one.size > (most?.size ?? 0) ? one : most),
    null,
  );
  if (layout.size <= longestMessage || longest === null) return;
  const { name, typeSpan } = longest.field;
  const facts = { what, bytes: layout.size, most: longestMessage, field: name, fieldBytes: longest.size };
  report([element], diagnose(interfaceDiagnostics.messageTooLong, typeSpan, facts));
}
