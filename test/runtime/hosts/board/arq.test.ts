import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { Arq, arqWindow } from "../../../../src/runtime/hosts/board/arq.ts";
import type { Packet } from "../../../../src/runtime/hosts/board/packets.ts";
import { NoisyLine, randomOf } from "./noisy-line.ts";

const packet = (random: () => number, at: number): Packet => ({
  type: at % 5,
  body: Uint8Array.from({ length: Math.floor(random() * 69) }, () => Math.floor(random() * 256)),
});

const isOfPackets = (kind: number): boolean => kind < 0x80;

/** Turns that a line needs at most, damaged as tests do it: far more than it has ever taken. */
const patience = 50_000;

/** Both ends send, at random times; what each was sent, and the line when there is nothing left to do. */
function chat(seed: number, rate: number, count: number) {
  const random = randomOf(seed);
  const line = new NoisyLine(random, rate);
  const said: readonly [Packet[], Packet[]] = [[], []];
  for (let turn = 0; turn < patience; turn++) {
    const from = random() < 0.5 ? 0 : 1;
    for (let more = random() * 8; more > 1 && said[from].length < count; more--) {
      const next = packet(random, said[from].length);
      said[from].push(next);
      line.ends[from].arq.send(next, line.now);
    }
    line.carry(random() < 0.5 ? 0 : 1, Math.floor(random() * 400));
    if (random() < 0.5) line.pass(random() * 40);
    if (line.isQuiet && said.every((packets) => packets.length === count)) return { line, said };
  }
  throw new Error(`seed ${seed}: nothing settles, at rate ${rate}`);
}

describe.each([0, 0.0005, 0.002, 0.01])("of all bytes %d is damaged", (rate) => {
  test.prop([fc.nat()], { numRuns: 12 })("all packets arrive once, in order, as they were sent", (seed) => {
    const { line, said } = chat(seed, rate, 120);
    expect(line.ends[1].log.taken).toEqual(said[0]);
    expect(line.ends[0].log.taken).toEqual(said[1]);
  });
});

test.prop([fc.nat()])("a line that damages nothing carries each packet once, however late it is", (seed) => {
  const random = randomOf(seed);
  const line = new NoisyLine(random, 0);
  const count = 40;
  for (let at = 0; at < count; at++) line.ends[0].arq.send(packet(random, at), line.now);
  for (let turn = 0; turn < patience && !line.isQuiet; turn++) {
    line.carry(random() < 0.5 ? 0 : 1, Math.floor(random() * 30));
    line.pass(random() * 400);
  }
  const { written } = line.ends[0].log;
  const packets = [...written].reduce((sum, [kind, times]) => sum + (isOfPackets(kind) ? times : 0), 0);
  expect(packets).toBe(count);
  expect(line.ends[1].log.taken).toHaveLength(count);
});

test.prop([fc.nat()])("what is lost costs no more than it and what was under way behind it", (seed) => {
  const random = randomOf(seed);
  const line = new NoisyLine(random, 0);
  const [one, other] = line.ends;
  for (let at = 0; at < arqWindow; at++) one.arq.send(packet(random, at), line.now);
  // Somewhere in the middle a byte does not come.
  one.line.splice(Math.floor(random() * one.line.length), 1);
  for (let turn = 0; turn < patience && !line.isQuiet; turn++) {
    line.carry(0, 1000);
    line.carry(1, 1000);
    line.pass(1);
  }
  const packets = [...one.log.written].reduce((sum, [kind, times]) => sum + (isOfPackets(kind) ? times : 0), 0);
  expect(other.log.taken).toHaveLength(arqWindow);
  expect(packets).toBeLessThanOrEqual(2 * arqWindow);
});

test("who is not answered asks ever less often, and sends nothing again", () => {
  const written: number[] = [];
  const arq = new Arq({ write: ([kind = 0]) => written.push(kind), take: () => {} });
  arq.send({ type: 1, body: Uint8Array.of(7) }, 0);
  const times: number[] = [];
  for (let now = 0; now < 10_000; now += 10) {
    const before = written.length;
    arq.expire(now);
    if (written.length > before) times.push(now);
  }
  expect(times).toEqual([30, 80, 180, 380, 780, 1580, 3180, 4780, 6380, 7980, 9580]);
  expect(written.filter(isOfPackets)).toEqual([1]);
});

test("what makes no sense changes nothing", () => {
  const written: number[] = [];
  const arq = new Arq({ write: ([kind = 0]) => written.push(kind), take: () => written.push(-1) });
  for (const content of [[], [0x81], [0x81, 0, 9], [0x83, 0, 0], [0x80, 0, 200], [0xff, 1, 0]])
    arq.hear(Uint8Array.from(content), 0);
  expect(written).toEqual([]);
  expect(arq.due).toBeNull();
});
