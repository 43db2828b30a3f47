import fc from "fast-check";
import { describe, test } from "vitest";
import { nameInterface } from "../../../../src/emit/typescript/interface/interface-names.ts";
import type { Layout, PlanInterface } from "../../../../src/plan/plan.ts";
import { Store } from "../../../../src/runtime/codec/store.ts";
import { arbitraryInterface } from "../../arbitrary-interface.ts";
import { array, block, optional, planInterface, scalar, string, structType, unionType } from "../../interface-plans.ts";
import { damage } from "../damage.ts";
import { loadInPlace } from "../load-generated.ts";
import { Loopback, storeOf } from "../loopback.ts";
import { arbitraryUse, expectSame, isDescriptor, readSafely, roundTrip, type Use } from "../uses.ts";
import { classOf, readFields, writeFields } from "./placed-values.ts";

interface View {
  $receive(store: Store, at: number, bytes: number): this;
  $release(): void;
  toObject(): unknown;
}

interface Writer {
  $begin(store: Store, at: number): this;
  $finish(): number;
  $release(): void;
}

type Exported = Readonly<Record<string, unknown>>;

function make<Made>(exported: Exported, name: string, is: (value: unknown) => value is Made): Made {
  const Made = exported[name];
  if (typeof Made !== "function") throw new Error(`no class ${name}`);
  const made: unknown = Reflect.construct(Made, []);
  if (!is(made)) throw new Error(`${name} is something else`);
  return made;
}

function isView(value: unknown): value is View {
  return typeof value === "object" && value !== null && "$receive" in value;
}

function isWriter(value: unknown): value is Writer {
  return typeof value === "object" && value !== null && "$finish" in value;
}

async function connect(plan: PlanInterface): Promise<{ loopback: Loopback; inPlace: Exported }> {
  const { plain, inPlace } = await loadInPlace(plan);
  const descriptor = plain[nameInterface(plan).descriptor];
  if (!isDescriptor(descriptor)) throw new Error("no descriptor");
  return { loopback: new Loopback(descriptor), inPlace };
}

/** A message of an operation, as an object. */
interface Message {
  readonly layout: Layout;
  readonly view: string;
  readonly writer: string;
  readonly value: unknown;
}

/** The messages that a use sends, in order; those with nothing in them have no views. */
function messagesOf(plan: PlanInterface, { operation, request, reply }: Use): (Message | null)[] {
  const entries = operation.request.fields.map(({ name }, index) => [name, request[index]] as const);
  const asked = Object.fromEntries(entries.filter(([, value]) => value !== undefined));
  const message = (part: "request" | "reply", layout: Layout, value: unknown): Message | null =>
    layout.fields.length === 0
      ? null
      : {
          ...{ layout, value },
          view: classOf(plan, operation.opcode, part, "view"),
          writer: classOf(plan, operation.opcode, part, "writer"),
        };
  const sent = message("request", operation.request, asked);
  if (operation.verb === "event" || operation.verb === "message") return [sent, sent];
  const answer = operation.reply === null ? null : message("reply", operation.reply, reply);
  return operation.verb === "stream" ? [sent, answer, answer] : [sent, answer];
}

/** Writes a message over what lay there before; the bytes of it. */
function write(plan: PlanInterface, inPlace: Exported, message: Message, before: number, seed: number): Uint8Array {
  const store = new Store(new SharedArrayBuffer(((message.layout.size + 7) & ~7) + 64));
  store.bytes.fill(before);
  const writer = make(inPlace, message.writer, isWriter).$begin(store, 8);
  writeFields(plan, writer, message.layout.fields, message.value, seed);
  return store.bytes.slice(8, 8 + writer.$finish());
}

describe("views and writers", () => {
  test("bring every value of a block service across", { timeout: 60_000 }, async () => checkAcross(block));

  test("bring every value of open structs across", { timeout: 60_000 }, async () => {
    const fields = { lba: scalar("u64"), name: string(5), hint: optional(scalar("u16")), deep: optional(string(9)) };
    const extent = { ...structType("Extent", fields), room: 96 };
    const parameters = { before: scalar("u8"), at: extent, all: array(extent, 3, true) };
    await checkAcross(
      planInterface({
        ...{ name: "Disk", structs: [extent] },
        operations: [{ verb: "message", name: "trim", parameters }],
      }),
    );
  });

  test("leave nothing in the holes of what is written as an object", { timeout: 60_000 }, async () => {
    const padded = structType("Padded", { small: scalar("u8"), wide: scalar("u32") });
    const job = unionType("Job", { wipe: scalar("u64"), move: padded, stop: null }, false);
    const nested = structType("Nested", { first: scalar("u32"), padded, job, rest: array(padded, 2, false) });
    const parameters = { nested, all: array(nested, 2, true) };
    await checkAcross(
      planInterface({
        ...{ name: "Disk", structs: [padded, nested], unions: [job] },
        operations: [{ verb: "message", name: "trim", parameters }],
      }),
    );
  });

  test("clear no neighbours of an element whose room is larger than its alignment", { timeout: 60_000 }, async () => {
    const parameters = {
      first: optional(array(scalar("u8"), 1, false)),
      pairs: array(array(scalar("u8"), 2, false), 1, false),
      marks: scalar("u16"),
      grid: array(array(scalar("u16"), 2, false), 1, false),
    };
    await checkAcross(planInterface({ name: "Disk", operations: [{ verb: "message", name: "trim", parameters }] }));
  });

  test("bring every value of any interface across", { timeout: 240_000 }, async () => {
    await fc.assert(fc.asyncProperty(arbitraryInterface, checkAcross), { numRuns: 20 });
  });

  async function checkAcross(plan: PlanInterface): Promise<void> {
    const { loopback, inPlace } = await connect(plan);
    const property = fc.asyncProperty(arbitraryUse(plan), fc.nat(99), async (use, seed) => {
      loopback.passed.length = 0;
      await roundTrip(loopback, use);
      for (const [index, message] of messagesOf(plan, use).entries()) {
        const passed = loopback.passed[index];
        if (message === null || passed === undefined) continue;
        const view = make(inPlace, message.view, isView);
        const written = write(plan, inPlace, message, 0xff, seed);
        for (const bytes of [passed.bytes, written]) {
          view.$receive(storeOf(bytes), 8, bytes.length);
          expectSame(view.toObject(), message.value);
          expectSame(readFields(plan, view, message.layout.fields), message.value);
        }
        // Nothing of what lay there before is in it.
        expectSame(write(plan, inPlace, message, 0, seed), written);
      }
    });
    await fc.assert(property, { numRuns: 30 });
  }

  test("take and refuse the same messages as objects do", { timeout: 240_000 }, async () => {
    const property = fc.asyncProperty(arbitraryInterface, fc.nat(), async (plan, seed) => {
      const { loopback, inPlace } = await connect(plan);
      for (const use of fc.sample(arbitraryUse(plan), { numRuns: 6, seed })) {
        loopback.passed.length = 0;
        await roundTrip(loopback, use);
        const messages = messagesOf(plan, use);
        for (const [index, passed] of [...loopback.passed].entries()) {
          const message = messages[index] ?? null;
          if (message === null) continue;
          const view = make(inPlace, message.view, isView);
          for (const bytes of damage(passed, seed)) {
            const read = readSafely(passed, loopback, bytes, 0xff);
            expectSame(receive(plan, view, message, bytes), read === "refused" ? read : objectOf(use, read));
          }
        }
      }
    });
    await fc.assert(property, { numRuns: 10 });
  });

  test("give what their types allow, and nothing of what lies around, when a message changes under them", {
    timeout: 240_000,
  }, async () => {
    const property = fc.asyncProperty(arbitraryInterface, fc.nat(), async (plan, seed) => {
      const { loopback, inPlace } = await connect(plan);
      for (const use of fc.sample(arbitraryUse(plan), { numRuns: 6, seed })) {
        loopback.passed.length = 0;
        await roundTrip(loopback, use);
        const messages = messagesOf(plan, use);
        for (const [index, passed] of [...loopback.passed].entries()) {
          const message = messages[index] ?? null;
          if (message === null) continue;
          const view = make(inPlace, message.view, isView);
          for (const bytes of damage(passed, seed).filter(({ length }) => length === passed.bytes.length)) {
            const found = readChanged(plan, view, message, passed.bytes, bytes, 0xff);
            expectSame(readChanged(plan, view, message, passed.bytes, bytes, 0x00), found);
            const read = readSafely(passed, loopback, bytes, 0xff);
            if (read !== "refused") expectSame(found, objectOf(use, read));
          }
        }
      }
    });
    await fc.assert(property, { numRuns: 10 });
  });

  /** What the getters give of a message that is another one by the time they are asked. */
  function readChanged(
    plan: PlanInterface,
    view: View,
    message: Message,
    received: Uint8Array,
    changed: Uint8Array,
    around: number,
  ): unknown {
    const store = storeOf(received, around);
    view.$receive(store, 8, received.length);
    store.bytes.set(changed, 8);
    try {
      return readFields(plan, view, message.layout.fields);
    } catch (error) {
      if (!(error instanceof Error) || error.name !== "DecodeError") throw error;
      return "refused";
    }
  }

  function receive(plan: PlanInterface, view: View, message: Message, bytes: Uint8Array): unknown {
    try {
      view.$receive(storeOf(bytes), 8, bytes.length);
    } catch (error) {
      if (!(error instanceof Error) || error.name !== "DecodeError") throw error;
      return "refused";
    }
    const value = view.toObject();
    expectSame(readFields(plan, view, message.layout.fields), value);
    return value;
  }

  function objectOf({ operation }: Use, { value, received }: { value: unknown; received: readonly unknown[] | null }) {
    if (received === null) return value;
    const entries = operation.request.fields.map(({ name }, index) => [name, received[index]] as const);
    return Object.fromEntries(entries.filter(([, one]) => one !== undefined));
  }
});
