/** The server of an interface: what it implements, what calls it, and how it answers. */
import type { PlanOperation } from "../../plan/plan.ts";
import { printEncoding, printSending } from "./client-code.ts";
import type { HeaderContext } from "./header-context.ts";
import type { OperationNames } from "./names.ts";
import { indent, printDocumentation, printFunction } from "./print-c.ts";

interface NamedOperation {
  readonly operation: PlanOperation;
  readonly names: OperationNames;
}

/** The operations that a client asks of a server, but for those whose items it would have to be sent. */
function served({ plan, names }: HeaderContext): NamedOperation[] {
  return plan.operations.flatMap((operation, index) => {
    const found = names.operations[index];
    return found === undefined || operation.verb === "event" || operation.upload !== null
      ? []
      : [{ operation, names: found }];
  });
}

/** Functions that send replies, items, failures and events. */
export function printAnswers({ plan, names }: HeaderContext): string[] {
  return plan.operations.flatMap((operation, index) => {
    const found = names.operations[index];
    if (found === undefined || operation.verb === "message") return [];
    if (operation.verb === "event") return printPublish(operation, found);
    return [...printReply(operation, found), ...printFail(operation, found)];
  });
}

const callParameter = "const skerry_call *call";

function printReply({ verb }: PlanOperation, names: OperationNames): string[] {
  const { reply } = names;
  const isStream = verb === "stream";
  const value = isStream ? "item" : "reply";
  const parameters = [callParameter, ...(reply === null ? [] : [`const ${reply.type} *${value}`])].join(", ");
  const kind = isStream ? "SKERRY_ITEM" : "SKERRY_REPLY";
  const answer = (answered: string) => (payload: string) => `skerry_answer(call, ${answered}, ${payload})`;
  const end = isStream ? printSending(names.end, callParameter, null, "", "", answer("SKERRY_END")) : [];
  return [...printSending(names.sendReply, parameters, reply, "call->program", value, answer(kind)), ...end];
}

function printFail({ fails }: PlanOperation, names: OperationNames): string[] {
  const { failure } = names;
  if (failure === null || fails === null) return [];
  const detail = failure.members[0] ?? "";
  const [parameter, value] = [`const ${failure.type} *failure`, "failure"];
  const answer = (payload: string) => `skerry_answer(call, SKERRY_FAILURE, ${payload})`;
  return [
    `/** Answers with a declared failure, which is in \`${detail}\`. */`,
    ...printSending(names.sendFailure, `${callParameter}, ${parameter}`, failure, "call->program", value, answer),
  ];
}

/** Sends an event to all who have room for it. */
function printPublish(operation: PlanOperation, names: OperationNames): string[] {
  const { request } = names;
  const parameters = [
    "skerry_program *me",
    ...(request === null ? [] : [`const ${request.type} *event`]),
    "uint32_t *left",
  ];
  const payload = request === null ? "NULL, 0" : "room, bytes";
  return [
    ...printDocumentation(operation.documentation, "`*left`: how many subscribers had no room for it."),
    ...printFunction("skerry_reason", names.sendReply, parameters.join(", "), [
      ...(request === null ? [] : printEncoding(request, "me", "event")),
      `*left = skerry_publish(me, ${names.opcode}, ${payload});`,
      "return SKERRY_OK;",
    ]),
  ];
}

/** The functions to implement, and the one that calls them. */
export function printServer(context: HeaderContext): string[] {
  const operations = served(context);
  if (operations.length === 0) return [];
  const { plan, names } = context;
  const methods = operations.flatMap(({ operation, names: { member, request } }) => [
    ...printDocumentation(operation.documentation),
    `void (*${member})(void *self, ${[callParameter, ...(request === null ? [] : [`const ${request.type} *request`])].join(", ")});`,
  ]);
  return [
    `/** What a service of ${plan.name} implements. A call is kept by copying it, and may be answered later. */`,
    `typedef struct ${names.server} {`,
    ...methods.map(indent),
    `} ${names.server};`,
    "",
    ...operations.flatMap((named) => printServe(context, named)),
    ...printDispatch(context, operations),
  ];
}

const servedParameters = "void *self, const skerry_call *call, const uint8_t *payload, uint32_t bytes";

/** Reads a request and calls the implementation. */
function printServe({ plan, names }: HeaderContext, { operation, names: own }: NamedOperation): string[] {
  const { verb, name } = operation;
  const kind = { call: "SKERRY_REQUEST", message: "SKERRY_MESSAGE", stream: "SKERRY_OPEN", event: "" }[verb];
  const { request } = own;
  const wrong = [`call->kind != ${kind}`, `server->${own.member} == NULL`];
  wrong.push(request === null ? "bytes != 0" : `${request.load}(&request, payload, bytes) != SKERRY_OK`);
  const passed = request === null ? "self, call" : "self, call, &request";
  return printFunction("bool", own.serve, `const ${names.server} *server, ${servedParameters}`, [
    ...(request === null ? ["(void)payload;"] : [`${request.type} request;`]),
    `if (${wrong.join(" || ")}) {`,
    indent(printFault(`${plan.name}.${name} cannot be asked so`)),
    "  return false;",
    "}",
    `server->${own.member}(${passed});`,
    "return true;",
  ]);
}

/** Whoever waits for an answer is told. */
function printFault(text: string): string {
  const fault = `skerry_answer(call, SKERRY_FAULT, ${JSON.stringify(text)}, ${text.length})`;
  return `if (call->kind != SKERRY_MESSAGE) (void)${fault};`;
}

function printDispatch({ plan, names }: HeaderContext, operations: readonly NamedOperation[]): string[] {
  const cases = operations.flatMap(({ names: { opcode, serve } }) => [
    `  case ${opcode}:`,
    `    return ${serve}(server, self, call, bytes_of, bytes);`,
  ]);
  const refusal = printFault(`${plan.name} has no such operation`);
  return [
    "/** Serves a request: false when it was none, which its sender has been told, if it waits for an answer. */",
    ...printFunction(
      "bool",
      names.dispatch,
      `const ${names.server} *server, void *self, const skerry_call *call, const void *payload, uint32_t bytes`,
      [
        "const uint8_t *bytes_of = (const uint8_t *)payload;",
        "switch (call->opcode) {",
        ...cases,
        "  default:",
        `    ${refusal}`,
        "    return false;",
        "}",
      ],
    ),
  ];
}
