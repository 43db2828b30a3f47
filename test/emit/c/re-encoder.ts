/** A program in C that reads messages, whatever they are, and writes each that is one anew. */
import { spawnSync } from "node:child_process";
import path from "node:path";
import type { PlanInterface } from "../../../src/plan/plan.ts";
import { build, headerName, placeHeaders, strict, type Target, timeout } from "./compilers.ts";
import type { Message } from "./messages.ts";

export interface Judged {
  /** A `skerry_reason`; over 100, the functions of the header contradict each other. */
  readonly verdict: number;
  /** What it wrote. */
  readonly bytes: Uint8Array;
}

export type ReEncode = (messages: readonly { readonly id: number; readonly bytes: Uint8Array }[]) => readonly Judged[];

/** What the generated functions disagree on has a verdict of its own. */
export const contradiction = 100;
/** Of what was read and cannot be written; the reason is added. */
export const unwritable = 200;

/** The number of the reason for an arm that cannot be sent. */
export const noArm = 8;

export function buildReEncoder(
  plans: readonly PlanInterface[],
  messages: readonly Message[],
  target: Target,
): ReEncode {
  const folder = placeHeaders(plans);
  const program = path.join(folder, "re-encoder");
  const options = ["-std=c11", ...strict.split(" "), "-DSKERRY_CODEC_ONLY"];
  const said = build(folder, target, options, printProgram(plans, messages), program);
  if (said !== "") throw new Error(said);
  return (input) => run([...target.runner, program], input);
}

function run([command = "", ...rest]: readonly string[], messages: Parameters<ReEncode>[0]): readonly Judged[] {
  const input = Buffer.concat(messages.flatMap(({ id, bytes }) => [words(id, bytes.length), bytes]));
  const { stdout, stderr, status } = spawnSync(command, rest, { input, maxBuffer: 1 << 30, timeout });
  const judged: Judged[] = [];
  for (let at = 0; at + 8 <= stdout.length; ) {
    const [verdict, length] = [stdout.readUInt32LE(at), stdout.readUInt32LE(at + 4)];
    judged.push({ verdict, bytes: stdout.subarray(at + 8, at + 8 + length) });
    at += 8 + length;
  }
  if (status !== 0 || judged.length !== messages.length) {
    const fatal = messages[judged.length];
    const hex = Buffer.from(fatal?.bytes ?? []).toString("hex");
    throw new Error(`ended with ${status} at message ${fatal?.id}, ${hex}: ${stderr.toString().slice(0, 4000)}`);
  }
  return judged;
}

function words(...numbers: readonly number[]): Buffer {
  const buffer = Buffer.alloc(4 * numbers.length);
  for (const [index, number] of numbers.entries()) buffer.writeUInt32LE(number, 4 * index);
  return buffer;
}

function printProgram(plans: readonly PlanInterface[], messages: readonly Message[]): string {
  return [
    "#include <stdio.h>",
    "#include <stdlib.h>",
    "#include <string.h>",
    ...plans.map((_, index) => `#include "${headerName(index)}"`),
    "",
    "static uint8_t *block(uint32_t bytes) {",
    "  uint8_t *made = (uint8_t *)malloc(bytes == 0 ? 1 : bytes);",
    "  if (made == NULL) abort();",
    "  memset(made, 0xa5, bytes);",
    "  return made;",
    "}",
    "",
    ...messages.flatMap(printMessage),
    "typedef uint32_t run(const uint8_t *from, uint32_t bytes, uint8_t **to, uint32_t *written);",
    `static run *const runs[] = { ${messages.map(({ id }) => `run_${id}`).join(", ")} };`,
    "",
    main,
  ].join("\n");
}

/** What was written into room enough is written again into just so much, and refused by less. */
function printMessage({ id, names }: Message): string[] {
  return [
    `static uint32_t run_${id}(const uint8_t *from, uint32_t bytes, uint8_t **to, uint32_t *written) {`,
    `  static ${names.type} value;`,
    `  ${names.view} view;`,
    "  memset(&value, 0xa5, sizeof value);",
    `  uint32_t reason = ${names.load}(&value, from, bytes);`,
    `  if (${names.check}(from, bytes) != reason) return ${contradiction + 1};`,
    `  if (${names.open}(&view, from, bytes) != reason) return ${contradiction + 2};`,
    "  if (reason != SKERRY_OK) return reason;",
    `  *to = block(${names.size});`,
    `  reason = ${names.store}(&value, *to, ${names.size}, written);`,
    `  if (reason != SKERRY_OK) return ${unwritable} + reason;`,
    "  uint32_t again = 0;",
    "  uint8_t *tight = block(*written);",
    `  if (${names.store}(&value, tight, *written, &again) != SKERRY_OK || again != *written) return ${contradiction + 3};`,
    `  if (memcmp(tight, *to, again) != 0) return ${contradiction + 4};`,
    `  if (again > 0 && ${names.store}(&value, tight, again - 1, &again) != SKERRY_NO_ROOM) return ${contradiction + 5};`,
    "  free(tight);",
    "  return SKERRY_OK;",
    "}",
    "",
  ];
}

const main = `
static int get_word(uint32_t *value) {
  uint8_t bytes[4];
  if (fread(bytes, 1, 4, stdin) != 4) return 0;
  *value = skerry_get_u32(bytes);
  return 1;
}

static void put_word(uint32_t value) {
  uint8_t bytes[4];
  skerry_put_u32(bytes, value);
  fwrite(bytes, 1, 4, stdout);
}

int main(void) {
  uint32_t id = 0;
  uint32_t bytes = 0;
  while (get_word(&id) && get_word(&bytes)) {
    uint8_t *from = block(bytes);
    uint8_t *to = NULL;
    uint32_t written = 0;
    if (fread(from, 1, bytes, stdin) != bytes) return 2;
    uint32_t verdict = runs[id](from, bytes, &to, &written);
    put_word(verdict);
    put_word(verdict == SKERRY_OK ? written : 0);
    if (verdict == SKERRY_OK) fwrite(to, 1, written, stdout);
    free(to);
    free(from);
  }
  return 0;
}
`;
