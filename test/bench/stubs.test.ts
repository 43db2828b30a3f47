import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { bundle, bundleOptions, compileMessages } from "../../bench/stubs/build.ts";
import { rowsOfC } from "../../bench/stubs/c.ts";
import { type Codec, type Contender, messageNames } from "../../bench/stubs/contender.ts";
import { bulks, mediums, slots, smalls } from "../../bench/stubs/values.ts";
import { has } from "../emit/c/compilers.ts";

const root = fileURLToPath(new URL("../../", import.meta.url));
const values = { small: smalls, medium: mediums, bulk: bulks } as const;

/** What the bench's own part exports, made as the bench makes it. */
interface Own {
  readonly contenders: readonly Contender[];
  readonly limitBytes: Uint8Array;
  readonly writtenBytes: readonly Uint8Array[];
}

let folder = "";
let own: Own = { contenders: [], limitBytes: new Uint8Array(), writtenBytes: [] };

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), "skerry-bench-"));
  await compileMessages(root, folder);
  const contents = `
    import * as all from "./own.ts";
    export const contenders = Object.values(all);
    export { limitBytes } from "./limit.ts";
    export { writtenBytes } from "./skerry.ts";`;
  const stdin = { contents, resolveDir: path.join(root, "bench/stubs") };
  const code = await bundle({ ...bundleOptions(root, folder), stdin });
  own = await import(`data:text/javascript;base64,${Buffer.from(code).toString("base64")}`);
}, 60_000);

afterAll(() => rm(folder, { recursive: true, force: true }));

function decodedBy({ decode, toValue }: Codec<unknown>, index: number): unknown {
  const decoded = decode(index);
  return toValue === undefined ? decoded : Reflect.apply(toValue, undefined, [decoded]);
}

describe.each(messageNames)("every contender of the bench reads what it wrote: %s", (message) => {
  test.each(["limit", "unchecked", "checked", "JSON", "structuredClone"])("%s", (name) => {
    const codec = own.contenders.find((one) => one.name === name)?.[message];
    if (codec === undefined) throw new Error("no such contender");
    for (let index = 0; index < slots; index++) codec.encode(index);
    for (let index = 0; index < slots; index++) expect(decodedBy(codec, index)).toEqual(values[message][index]);
  });
});

test("Skerry, checked or not, writes the bytes that the limit writes", () => {
  for (const message of messageNames) {
    for (const bytes of [own.limitBytes, ...own.writtenBytes]) bytes.fill(0);
    for (const { [message]: codec } of own.contenders) for (let index = 0; index < slots; index++) codec.encode(index);
    for (const bytes of own.writtenBytes) expect(Buffer.compare(bytes, own.limitBytes)).toBe(0);
  }
});

test("values differ from each other, so that no contender can learn one by heart", () => {
  for (const message of messageNames) expect(new Set(values[message].map(({ sequence }) => sequence)).size).toBe(slots);
});

/** It ends at once when generated code and a person's own write different bytes. */
test.skipIf(!has("cc"))("the race in C is run", () => {
  const rows = rowsOfC(root, folder);
  expect(rows).toHaveLength(2 * messageNames.length);
  for (const { skerry, limit } of rows) expect(skerry / (limit ?? 0)).toBeGreaterThan(0);
});
