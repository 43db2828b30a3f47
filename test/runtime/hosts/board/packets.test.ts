import { fc, test } from "@fast-check/vitest";
import { expect } from "vitest";
import { bell, bodyOf, ConsoleReader, encodePacket } from "../../../../src/runtime/hosts/board/packets.ts";

type Heard = readonly [kind: string, ...facts: readonly unknown[]];

/** What is heard of bytes that come in pieces of these lengths, over and over. */
function listen(bytes: Uint8Array, pieces: readonly number[]): readonly Heard[] {
  const heard: Heard[] = [];
  const reader = new ConsoleReader({
    line: (text) => heard.push(["line", text]),
    bell: () => heard.push(["bell"]),
    packet: ({ type, body }) => heard.push(["packet", type, [...body]]),
    damaged: () => heard.push(["damaged"]),
  });
  let at = 0;
  for (let piece = 0; at < bytes.length; piece++) {
    const end = at + (pieces[piece % pieces.length] ?? 1);
    reader.read(bytes.subarray(at, end));
    at = end;
  }
  reader.end();
  return heard;
}

const said = fc.oneof(
  fc.record({ kind: fc.constant("line" as const), text: fc.stringMatching(/^[ -~äß€]{0,40}$/) }),
  fc.record({ kind: fc.constant("bell" as const) }),
  fc.record({ kind: fc.constant("packet" as const), type: fc.nat(255), body: fc.uint8Array({ maxLength: 68 }) }),
);

test.prop([fc.array(said, { maxLength: 20 }), fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 })])(
  "lines, bells and packets are told apart, however they are cut",
  (all, pieces) => {
    const bytes = all.flatMap((each) => {
      if (each.kind === "line") return [...new TextEncoder().encode(`${each.text}\n`)];
      return each.kind === "bell" ? [bell] : [...encodePacket(each.type, each.body)];
    });
    const expected = all.map((each): Heard => {
      if (each.kind === "line") return ["line", each.text];
      return each.kind === "bell" ? ["bell"] : ["packet", each.type, [...each.body]];
    });
    expect(listen(Uint8Array.from(bytes), pieces)).toEqual(expected);
  },
);

test.prop([fc.uint8Array({ maxLength: 68 }), fc.nat(), fc.integer({ min: 1, max: 255 })])(
  "of a packet with one byte changed nothing is believed",
  (body, place, change) => {
    const packet = encodePacket(1, body);
    const at = 1 + (place % (packet.length - 1));
    packet[at] = (packet[at] ?? 0) ^ change;
    expect(listen(packet, [packet.length]).some(([kind]) => kind === "packet")).toBe(false);
  },
);

test("a packet's bytes are those that the kernels check", () => {
  // CRC-32C by a table of another implementation.
  expect([...encodePacket(0, bodyOf(1, 2))].slice(0, 11)).toEqual([2, 0, 8, 1, 0, 0, 0, 2, 0, 0, 0]);
});
