/** The client of an interface: functions that send requests, and what becomes of the answers. */
import type { PlanOperation } from "../../plan/plan.ts";
import type { HeaderContext } from "./header-context.ts";
import type { OperationNames, RecordNames } from "./names.ts";
import { printDocumentation, printFunction } from "./print-c.ts";

export function printClient(context: HeaderContext): string[] {
  return context.plan.operations.flatMap((operation, index) => {
    const names = context.names.operations[index];
    if (names === undefined || operation.upload !== null) return [];
    if (operation.verb === "message") return printMessageFunction(operation, names);
    return [...printAnswerType(operation, names), ...printReceive(operation, names), ...printRequest(operation, names)];
  });
}

/** What the caller is told, and where: memory of its own until then. */
function printAnswerType(operation: PlanOperation, names: OperationNames): string[] {
  const { verb } = operation;
  const many = verb !== "call";
  const arms = armsOf(operation, names).map(({ names: { type }, member }) => `${type} ${member};`);
  const kinds = many
    ? `${verb === "event" ? "SKERRY_EVENT" : "SKERRY_ITEM"} for each one, then SKERRY_END,`
    : "SKERRY_REPLY,";
  return [
    `typedef struct ${names.answer} {`,
    `  /** ${kinds} SKERRY_FAILURE, SKERRY_FAULT, SKERRY_REFUSED, SKERRY_LATE or SKERRY_LOST. */`,
    "  uint8_t kind;",
    "  /** Of a fault: what was wrong with an answer that could not be read; else SKERRY_OK. */",
    "  skerry_reason reason;",
    "  union {",
    ...[...arms, "skerry_text fault;"].map((arm) => `    ${arm}`),
    "  } as;",
    `} ${names.answer};`,
    "",
    "/** The caller's own, and not to be used for anything else before it is done. */",
    `typedef struct ${names.pending} ${names.pending};`,
    `struct ${names.pending} {`,
    `  /** ${many ? "Called for each answer." : "Called once."} What is in the answer is good until it returns. */`,
    `  void (*done)(${names.pending} *pending, const ${names.answer} *answer);`,
    "  void *context;",
    "};",
    "",
  ];
}

interface Arm {
  readonly kind: string;
  readonly member: string;
  readonly names: RecordNames;
}

/** The messages that an answer may have in it. */
function armsOf({ verb }: PlanOperation, { request, reply, failure }: OperationNames): readonly Arm[] {
  const item = verb === "event" ? request : reply;
  const member = verb === "event" ? "event" : verb === "stream" ? "item" : "reply";
  return [
    ...(item === null ? [] : [{ kind: kindOf(verb), member, names: item }]),
    ...(failure === null ? [] : [{ kind: "SKERRY_FAILURE", member: "failure", names: failure }]),
  ];
}

function kindOf(verb: PlanOperation["verb"]): string {
  if (verb === "event") return "SKERRY_EVENT";
  return verb === "stream" ? "SKERRY_ITEM" : "SKERRY_REPLY";
}

function printReceive(operation: PlanOperation, names: OperationNames): string[] {
  const arms = armsOf(operation, names);
  const empty = operation.verb === "event" ? names.request === null : names.reply === null;
  const nothing = empty ? [`if (kind == ${kindOf(operation.verb)} && bytes != 0) answer.reason = SKERRY_BYTES;`] : [];
  const cases = arms.map(
    ({ kind, member, names: { load } }) =>
      `if (kind == ${kind}) answer.reason = ${load}(&answer.as.${member}, (const uint8_t *)payload, bytes);`,
  );
  return printFunction("void", names.receive, "void *context, uint8_t kind, const void *payload, uint32_t bytes", [
    `${names.pending} *pending = (${names.pending} *)context;`,
    `${names.answer} answer;`,
    "answer.kind = kind;",
    "answer.reason = SKERRY_OK;",
    "answer.as.fault.data = (const char *)payload;",
    "answer.as.fault.length = bytes;",
    ...nothing,
    ...cases,
    "if (answer.reason != SKERRY_OK) {",
    "  answer.kind = SKERRY_FAULT;",
    '  answer.as.fault = skerry_text_of("an answer that cannot be read");',
    "}",
    "pending->done(pending, &answer);",
  ]);
}

function printRequest(operation: PlanOperation, names: OperationNames): string[] {
  const { verb } = operation;
  const request = verb === "event" ? null : names.request;
  const parameters = [
    "skerry_binding *binding",
    ...(request === null ? [] : [`const ${request.type} *request`]),
    ...(verb === "call" ? [] : ["uint32_t items"]),
    `${names.pending} *pending`,
  ];
  const receive = `${names.receive}, pending`;
  const send = (payload: string): string => {
    if (verb === "call") return `skerry_request(binding, ${names.opcode}, ${payload}, ${receive})`;
    const kind = verb === "event" ? "SKERRY_SUBSCRIBE" : "SKERRY_OPEN";
    return `skerry_open(binding, ${kind}, ${names.opcode}, ${payload}, items, ${receive})`;
  };
  const items = "`items`: how many there is room for at a time.";
  return [
    ...printDocumentation(operation.documentation, failureText(operation), verb === "call" ? null : items),
    ...printSending(names.send, parameters.join(", "), request, "skerry_program_of(binding)", "request", send),
  ];
}

function failureText({ fails }: PlanOperation): string | null {
  return fails === null ? null : "It may be answered with a declared failure.";
}

/** A function that writes a message into the kernel's room, and sends it by the call that `send` makes of it. */
export function printSending(
  name: string,
  parameters: string,
  message: RecordNames | null,
  program: string,
  value: string,
  send: (payload: string) => string,
): string[] {
  if (message === null) {
    return printFunction("skerry_reason", name, parameters, [`return ${send("NULL, 0")} ? SKERRY_OK : SKERRY_BUSY;`]);
  }
  return printFunction("skerry_reason", name, parameters, [
    ...printEncoding(message, program, value),
    `return ${send("room, bytes")} ? SKERRY_OK : SKERRY_BUSY;`,
  ]);
}

export function printEncoding(message: RecordNames, program: string, value: string): string[] {
  return [
    "uint32_t bytes = 0;",
    `uint8_t *room = (uint8_t *)skerry_room(${program}, ${message.size});`,
    "if (room == NULL) return SKERRY_NO_ROOM;",
    `skerry_reason reason = ${message.store}(${value}, room, ${message.size}, &bytes);`,
    "if (reason != SKERRY_OK) return reason;",
  ];
}

function printMessageFunction(operation: PlanOperation, names: OperationNames): string[] {
  const request = names.request === null ? [] : [`const ${names.request.type} *request`];
  const parameters = ["skerry_binding *binding", ...request].join(", ");
  return [
    ...printDocumentation(operation.documentation),
    ...printSending(names.send, parameters, names.request, "skerry_program_of(binding)", "request", (payload) => {
      return `skerry_message(binding, ${names.opcode}, ${payload})`;
    }),
  ];
}
