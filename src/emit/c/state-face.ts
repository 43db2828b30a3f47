/** What programs in C call on one replicated object, with its types. */
import type { PlanState } from "../../plan/plan.ts";
import type { RecordNames } from "./names.ts";
import { printDocumentation, printFunction } from "./print-c.ts";

export interface StateParts {
  readonly key: RecordNames | null;
  readonly value: RecordNames | null;
}

const settled = "skerry_agreed *agreed, void *context";

/** `name`: of the object, as functions begin. */
export function printStateFace(state: PlanState, name: string, parts: StateParts): string[] {
  const use = printFunction("skerry_state *", `${name}_use`, "skerry_program *me", [
    `return skerry_state_use(me, ${JSON.stringify(state.name)});`,
  ]);
  return [
    ...printDocumentation(state.documentation, `A ${state.kind}, agreed on by ${state.protocol}.`),
    ...use,
    ...printGet(state, name, parts),
    ...printPropose(state, name, parts),
    ...printDocumentation("Changes in their agreed order, with keys and values as bytes."),
    ...printWatch(name, "watch"),
    ...printDocumentation("Ends that; false where it was not begun."),
    ...printWatch(name, "unwatch"),
  ];
}

function printWatch(name: string, what: "watch" | "unwatch"): string[] {
  return printFunction("bool", `${name}_${what}`, "skerry_state *state, skerry_changed *changed, void *context", [
    `return skerry_state_${what}(state, changed, context);`,
  ]);
}

// ── reading this core's replica ──

function printGet({ kind }: PlanState, name: string, { key, value }: StateParts): string[] {
  const parameters = [
    "skerry_state *state",
    ...(key === null ? [] : [`const ${key.type} *key`]),
    ...(kind === "counter" ? ["int64_t *value"] : value === null ? [] : [`${value.type} *value`]),
  ];
  return [
    ...printDocumentation("What the replica of this core has: false for what is not there."),
    ...printFunction("bool", `${name}_get`, parameters.join(", "), [
      ...printKey(key),
      `const skerry_part found = skerry_state_get(state, ${key === null ? "(skerry_part){NULL, 0}" : "(skerry_part){key_room, key_bytes}"});`,
      `return ${readFound(kind, value)};`,
    ]),
  ];
}

function readFound(kind: PlanState["kind"], value: RecordNames | null): string {
  if (kind === "counter") return "found.at != NULL && skerry_integer(value, (const uint8_t *)found.at, found.bytes)";
  if (value === null) return "found.at != NULL";
  return `found.at != NULL && ${value.load}(value, (const uint8_t *)found.at, found.bytes) == SKERRY_OK`;
}

function printKey(key: RecordNames | null): string[] {
  if (key === null) return [];
  return [
    `uint8_t key_room[${key.size}];`,
    "uint32_t key_bytes = 0;",
    `if (${key.store}(key, key_room, sizeof key_room, &key_bytes) != SKERRY_OK) return false;`,
  ];
}

// ── proposing ──

function printPropose(state: PlanState, name: string, parts: StateParts): string[] {
  switch (state.kind) {
    case "counter":
      return printAdd(name);
    case "set":
      return printPutOrTake(name, parts);
    default:
      return [...printSet(state.kind, name, parts), ...printReplace(name, parts)];
  }
}

function printAdd(name: string): string[] {
  return [
    ...printDocumentation("Adds to it. The sum is what comes of it, as a double."),
    ...printFunction("skerry_reason", `${name}_propose`, `skerry_state *state, int64_t by, ${settled}`, [
      "uint8_t room[8];",
      "skerry_put_integer(room, by);",
      "const skerry_command command = {SKERRY_ADD, SKERRY_ANYTHING, {NULL, 0}, {room, 8}, {NULL, 0}};",
      ...propose,
    ]),
  ];
}

const propose = ["return skerry_state_propose(state, &command, agreed, context) ? SKERRY_OK : SKERRY_BUSY;"];

function printPutOrTake(name: string, { key }: StateParts): string[] {
  if (key === null) return [];
  const parameters = `skerry_state *state, const ${key.type} *key, bool is_in, ${settled}`;
  return [
    ...printDocumentation("Puts it into the set, or takes it out."),
    ...printFunction("skerry_reason", `${name}_propose`, parameters, [
      ...printRoom("key", key),
      "const uint8_t operation = is_in ? SKERRY_ADD : SKERRY_DELETE;",
      "const skerry_command command = {operation, SKERRY_ANYTHING, {key_room, key_bytes}, {NULL, 0}, {NULL, 0}};",
      ...propose,
    ]),
  ];
}

function printRoom(what: string, names: RecordNames): string[] {
  return [
    `uint8_t ${what}_room[${names.size}];`,
    `uint32_t ${what}_bytes = 0;`,
    `skerry_reason ${what}_reason = ${what} == NULL ? SKERRY_OK : ${names.store}(${what}, ${what}_room, sizeof ${what}_room, &${what}_bytes);`,
    `if (${what}_reason != SKERRY_OK) return ${what}_reason;`,
  ];
}

function keyOf(key: RecordNames | null): {
  readonly parameter: string;
  readonly room: string[];
  readonly part: string;
} {
  if (key === null) return { parameter: "", room: [], part: "{NULL, 0}" };
  return { parameter: `const ${key.type} *key, `, room: printRoom("key", key), part: "{key_room, key_bytes}" };
}

function printSet(kind: PlanState["kind"], name: string, { key, value }: StateParts): string[] {
  if (value === null) return [];
  const { parameter, room, part } = keyOf(key);
  const none = kind === "map" ? "SKERRY_DELETE" : "SKERRY_CLEAR";
  const parameters = `skerry_state *state, ${parameter}const ${value.type} *value, ${settled}`;
  return [
    ...printDocumentation("Sets it; without a value what is there is taken away."),
    ...printFunction("skerry_reason", `${name}_propose`, parameters, [
      ...room,
      ...printRoom("value", value),
      `const uint8_t operation = value == NULL ? ${none} : SKERRY_SET;`,
      `const skerry_command command = {operation, SKERRY_ANYTHING, ${part}, {value_room, value_bytes}, {NULL, 0}};`,
      ...propose,
    ]),
  ];
}

function printReplace(name: string, { key, value }: StateParts): string[] {
  if (value === null) return [];
  const { parameter, room, part } = keyOf(key);
  const given = `const ${value.type} *expected, const ${value.type} *value`;
  return [
    ...printDocumentation("Sets it where that is there which is expected; NULL: nothing."),
    ...printFunction("skerry_reason", `${name}_replace`, `skerry_state *state, ${parameter}${given}, ${settled}`, [
      ...room,
      ...printRoom("value", value),
      ...printRoom("expected", value),
      "const uint8_t expects = expected == NULL ? SKERRY_ABSENT : SKERRY_VALUE;",
      `const skerry_command command = {SKERRY_REPLACE, expects, ${part}, {value_room, value_bytes}, {expected_room, expected_bytes}};`,
      ...propose,
    ]),
  ];
}
