/** A program in C that knows values by heart: it writes each, and finds it in the bytes that TypeScript made of it. */
import { spawnSync } from "node:child_process";
import path from "node:path";
import type { PlanInterface } from "../../../src/plan/plan.ts";
import { build, headerName, placeHeaders, type Target, timeout } from "./compilers.ts";
import { compareFields, findFields, setFields, writeFields } from "./literals.ts";
import type { Vector } from "./messages.ts";

/** What the program has to complain of; nothing when all is well. */
export function tryVectors(plans: readonly PlanInterface[], vectors: readonly Vector[], target: Target): string {
  const folder = placeHeaders(plans);
  const program = path.join(folder, "vectors");
  const options = ["-std=c11", "-Wall", "-Werror", "-DSKERRY_CODEC_ONLY"];
  const said = build(folder, target, options, printProgram(plans, vectors), program);
  if (said !== "") throw new Error(said);
  const [first = "", ...rest] = [...target.runner, program];
  const { status, stdout, stderr } = spawnSync(first, rest, { encoding: "utf8", timeout });
  return status === 0 ? stdout : `ended with ${status}: ${stdout}${stderr.slice(0, 4000)}`;
}

function printProgram(plans: readonly PlanInterface[], vectors: readonly Vector[]): string {
  return [
    "#include <stdio.h>",
    "#include <string.h>",
    ...plans.map((_, index) => `#include "${headerName(index)}"`),
    helpers,
    ...vectors.flatMap(printVector),
    "int main(void) {",
    "  int line;",
    ...vectors.flatMap(({ message }, index) => [
      `  line = vector_${index}();`,
      `  if (line != 0) printf("vector ${index}, ${message.name}: line %d\\n", line);`,
    ]),
    "  return 0;",
    "}",
    "",
  ].join("\n");
}

const helpers = `
#define FLOAT(bits_, type_, name_) \\
  __attribute__((unused)) static void set_##name_(type_ *to, uint##bits_##_t bits) { memcpy(to, &bits, sizeof bits); } \\
  __attribute__((unused)) static int is_##name_(const type_ *from, uint##bits_##_t bits) { \\
    return memcmp(from, &bits, sizeof bits) == 0; \\
  }
FLOAT(32, float, f32)
FLOAT(64, double, f64)
`;

function printVector({ message, values, bytes }: Vector, index: number): string[] {
  const { context, layout, names } = message;
  const { length } = bytes;
  return [
    `static const uint8_t bytes_${index}[${Math.max(1, length)}] = { ${length === 0 ? "0" : [...bytes].join(", ")} };`,
    `static int vector_${index}(void) {`,
    `  const uint8_t *bytes = bytes_${index};`,
    `  static ${names.type} value;`,
    `  static uint8_t room[${names.size} + 1];`,
    `  ${names.view} view;`,
    "  uint32_t written = 0;",
    "  memset(room, 0xa5, sizeof room);",
    ...setFields(context, layout.fields, names, "value.", values).map((line) => `  ${line}`),
    `  if (${names.store}(&value, room, ${names.size}, &written) != SKERRY_OK) return __LINE__;`,
    `  if (written != ${length} || memcmp(room, bytes, written) != 0) return __LINE__;`,
    `  if (room[${names.size}] != 0xa5) return __LINE__;`,
    `  ${names.writer} writer;`,
    "  memset(room, 0xa5, sizeof room);",
    `  if (${names.write}(&writer, room, ${names.size}) != SKERRY_OK) return __LINE__;`,
    ...writeFields(context, layout.fields, names, values).map((line) => `  ${line}`),
    `  if (${names.finish}(&writer, &written) != SKERRY_OK) return __LINE__;`,
    `  if (written != ${length} || memcmp(room, bytes, written) != 0) return __LINE__;`,
    `  if (room[${names.size}] != 0xa5) return __LINE__;`,
    "  memset(&value, 0xa5, sizeof value);",
    `  if (${names.load}(&value, bytes, ${length}) != SKERRY_OK) return __LINE__;`,
    ...compareFields(context, layout.fields, names, "value.", values).map((line) => `  ${line}`),
    `  if (${names.open}(&view, bytes, ${length}) != SKERRY_OK) return __LINE__;`,
    ...findFields(context, layout.fields, names, "view", values).map((line) => `  ${line}`),
    "  return 0;",
    "}",
    "",
  ];
}
