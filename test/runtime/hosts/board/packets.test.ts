import { fc, test } from "@fast-check/vitest";
import { expect } from "vitest";
import { bell, ConsoleReader, encodeFrame } from "../../../../src/runtime/hosts/board/packets.ts";

type Heard = readonly [kind: string, ...facts: readonly unknown[]];

/** What is heard of bytes that come in pieces of these lengths, over and over. */
function listen(bytes: Uint8Array, pieces: readonly number[]): readonly Heard[] {
  const heard: Heard[] = [];
  const reader = new ConsoleReader({
    line: (text) => heard.push(["line", text]),
    bell: () => heard.push(["bell"]),
    frame: (content) => heard.push(["frame", ...content]),
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
  fc.record({ kind: fc.constant("frame" as const), content: fc.uint8Array({ minLength: 3, maxLength: 71 }) }),
);

test.prop([fc.array(said, { maxLength: 20 }), fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1 })])(
  "lines, bells and frames are told apart, however they are cut",
  (all, pieces) => {
    const bytes = all.flatMap((each) => {
      if (each.kind === "line") return [...new TextEncoder().encode(`${each.text}\n`)];
      return each.kind === "bell" ? [bell] : [...encodeFrame(each.content)];
    });
    const expected = all.map((each): Heard => {
      if (each.kind === "line") return ["line", each.text];
      return each.kind === "bell" ? ["bell"] : ["frame", ...each.content];
    });
    expect(listen(Uint8Array.from(bytes), pieces)).toEqual(expected);
  },
);

const contents = fc.uint8Array({ minLength: 3, maxLength: 71 });

test.prop([contents, contents, fc.nat(), fc.nat(255), fc.constantFrom("changed", "lost", "added")])(
  "of a frame that is damaged nothing else is believed, and the next is heard whatever it was",
  (content, other, place, byte, damage) => {
    const frame = [...encodeFrame(content)];
    const at = place % frame.length;
    if (damage === "changed" && frame[at] === byte) return;
    const harmed = frame.toSpliced(at, damage === "added" ? 0 : 1, ...(damage === "lost" ? [] : [byte]));
    const clean = [...encodeFrame(other)];
    const heard = listen(Uint8Array.from([...harmed, ...clean]), [7]).filter(([kind]) => kind === "frame");
    const whole = [content, other].map((each) => JSON.stringify(["frame", ...each]));
    expect(heard.every((each) => whole.includes(JSON.stringify(each)))).toBe(true);
    expect(heard.at(-1)).toEqual(["frame", ...other]);
  },
);

test("a frame's bytes are those that the kernels check", () => {
  expect([...encodeFrame(Uint8Array.of(0, 2, 3))].slice(0, 6)).toEqual([2, 0, 16, 0x22, 16, 0x23]);
  // What RFC 3720's polynomial makes of these is 0xe3069283: the check value of CRC-32C.
  expect([...encodeFrame(new TextEncoder().encode("123456789"))].slice(10)).toEqual([0x83, 0x92, 0x06, 0xe3, 3]);
});
