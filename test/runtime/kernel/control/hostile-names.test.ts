import { expect, test } from "vitest";
import { encodeControl } from "../../../../src/runtime/kernel/control/control.ts";
import { firstFragment, frameKind } from "../../../../src/runtime/kernel/frame.ts";
import { Tester } from "../../fixtures/tester.ts";
import { victim, writeSlot } from "../../fixtures/victim.ts";

const names = [
  "__proto__",
  "constructor",
  "prototype",
  "toString",
  "hasOwnProperty",
  "../../etc/passwd",
  "file:///etc/passwd",
];
const expressions = [
  "`;globalThis.spoilt = 1;`",
  "');globalThis.spoilt = 1;('",
  "javascript:globalThis.spoilt=1",
  "\u0000",
  "a".repeat(300),
];
const payload = 40;

function say({ attack, run }: ReturnType<typeof victim>, kind: number, texts: readonly string[]): void {
  const { words, bytes } = encodeControl({ numbers: [1, 3, 0, 0], texts });
  for (let at = 0; at < bytes; at += payload) {
    const header = {
      destination: 1,
      source: 0,
      endpoint: 0,
      sourceEndpoint: 0,
      kind,
      opcode: 0,
      correlation: 1,
      total: bytes,
    };
    const data = [...words.slice(at >> 2, (at >> 2) + 10)];
    for (const ring of attack.slice(0, 1)) {
      writeSlot(ring, { ...header, flags: at === 0 ? firstFragment : 0, payload: Math.min(payload, bytes - at), data });
    }
    run();
  }
}

test("names that mean something to JavaScript, to a shell or to a file system are names that nobody has", async () => {
  const before = Object.getOwnPropertyNames(Object.prototype);
  const target = victim();
  const kinds = [
    frameKind.register,
    frameKind.lookup,
    frameKind.bind,
    frameKind.lease,
    frameKind.vouch,
    frameKind.unbind,
  ];
  for (const kind of kinds) {
    for (const name of [...names, ...expressions]) {
      for (const texts of [[name], [Tester.fingerprint, name], [name, name, name]]) say(target, kind, texts);
    }
  }
  expect(Object.getOwnPropertyNames(Object.prototype)).toEqual(before);
  expect(({} as { spoilt?: unknown }).spoilt ?? (globalThis as { spoilt?: unknown }).spoilt).toBeUndefined();
  const sum = target.client.add(20, 22);
  target.run();
  expect(await sum).toBe(42);
});

test("a program that the description binds to no service gets no endpoint of one", () => {
  const target = victim();
  const message = {
    ...{ destination: 1, source: 0, sourceEndpoint: 3, opcode: 3, correlation: 0, total: 4, payload: 4 },
    flags: 1,
  };
  // Endpoints so far: the service, the client of this kernel, its binding, ours. Nothing comes after them.
  for (const program of ["main", "stranger", "Evil", "evil "])
    say(target, frameKind.bind, [Tester.fingerprint, program]);
  const [ring] = target.attack;
  if (ring === undefined) throw new Error("no ring");
  for (const endpoint of [4, 5, 6]) {
    writeSlot(ring, { ...message, endpoint, kind: frameKind.message, data: Array.from({ length: 10 }, () => 0) });
  }
  target.run();
  expect(target.kernel.statistics.dropped).toEqual({ endpoint: 3 });
});
