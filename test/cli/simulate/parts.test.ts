import { fc, test } from "@fast-check/vitest";
import { describe, expect } from "vitest";
import { renderText } from "../../../src/cli/simulate/diagram-text.ts";
import { nameCores, parseSchedule } from "../../../src/cli/simulate/fault-file.ts";
import { type Diagram, drawSequence } from "../../../src/emit/pictures/sequence-picture.ts";
import { makeFaults } from "../../../src/runtime/hosts/simulation/make-faults.ts";
import { circle, systemOf } from "../../runtime/fixtures/system.ts";

const { configuration: reliable } = systemOf({ cores: 6, edges: circle(6) });
const channels = reliable.channels.map((channel) => ({
  ...channel,
  reliable: false as const,
  ordered: false as const,
}));
const configuration = { ...reliable, channels };
const seeds = fc.nat({ max: 2 ** 31 - 1 });

describe("faults of a seed", () => {
  test.prop([seeds])("are the same for the same", (seed) => {
    expect(makeFaults({ configuration, span: 3 }, seed)).toEqual(makeFaults({ configuration, span: 3 }, seed));
  });

  test.prop([seeds, fc.double({ min: 1e-3, max: 1e4, noNaN: true })])(
    "begin while the system runs, and end later",
    (seed, span) => {
      for (const { at, until } of makeFaults({ configuration, span }, seed)) {
        expect(at).toBeGreaterThanOrEqual(0);
        expect(at).toBeLessThanOrEqual(span * 1.00001);
        if (until !== null) expect(until).toBeGreaterThan(at);
      }
    },
  );

  test("are of every kind, and leave links alone that promise everything", () => {
    const kindsOf = (system: typeof reliable) =>
      new Set(
        Array.from({ length: 200 }, (_, seed) => makeFaults({ configuration: system, span: 1 }, seed))
          .flat()
          .map(({ kind }) => kind),
      );
    expect([...kindsOf(configuration)].sort()).toEqual([
      "cut",
      "delay",
      "disturb",
      "kill",
      "partition",
      "skew",
      "slow",
    ]);
    expect([...kindsOf(reliable)].sort()).toEqual(["cut", "delay", "kill", "partition", "skew", "slow"]);
  });

  test.prop([seeds])("are read as they are written", (seed) => {
    const schedule = makeFaults({ configuration, span: 1 }, seed);
    const text = JSON.stringify(nameCores(schedule, configuration));
    expect(parseSchedule(text, configuration)).toEqual({ kind: "schedule", schedule });
  });
});

describe("a file of faults", () => {
  const kill = { kind: "kill", at: 1, core: "cpu[0]", until: null };
  const delay = { kind: "delay", at: 1, between: ["cpu[0]", "cpu[1]"], nanoseconds: 5, until: 2 };
  test.each([
    [[7], "fault 1 is no object"],
    [
      [kill, { ...kill, kind: "explode" }],
      "fault 2 has no kind among kill, cut, partition, delay, disturb, slow, skew",
    ],
    [[{ ...kill, kind: "constructor" }], "fault 1 has no kind among kill, cut, partition, delay, disturb, slow, skew"],
    [[{ ...kill, core: "cpu[9]" }], "fault 1 names cpu[9], which no kernel runs on; did you mean cpu[0]?"],
    [[{ ...kill, at: -1 }], "fault 1 has no at that is a number from 0"],
    [[{ ...kill, factor: 2 }], "fault 1 has a member factor, which kill has not"],
    [[{ ...delay, until: null }], "fault 1 has no until that is a number from 0"],
    [[{ ...delay, between: ["cpu[0]"] }], "fault 1 is not between two cores"],
    [[{ ...delay, nanoseconds: "5" }], "fault 1 has no nanoseconds that is a number from 0"],
  ])("%j is refused", (faults, text) => {
    expect(parseSchedule(JSON.stringify(faults), configuration)).toEqual({ kind: "faulty", text });
  });

  test.prop([fc.json()])("whatever it is, nothing is thrown", (text) => {
    parseSchedule(text, configuration);
    parseSchedule(`[${text}]`, configuration);
  });
});

const diagram: Diagram = {
  title: "two <systems> & more",
  lifelines: ["cpu[0]", "cpu[1]", "cpu[2]"],
  earlier: 3,
  silent: 1,
  rows: [
    { kind: "note", at: 0, on: null, text: "fault: a link is cut" },
    { kind: "message", at: 0.001, arrived: 0.0012, from: 0, to: 2, text: "request 1" },
    { kind: "message", at: 0.002, arrived: null, from: 2, to: 1, text: "reply" },
    { kind: "note", at: 0.003, on: 1, text: "main: \u001b[31mred" },
  ],
};

test("a diagram as text", () => {
  expect(renderText(diagram)).toBe(`two <systems> & more
            1  cpu[0]
            2  cpu[1]
            3  cpu[2]
               left out: 3 earlier messages, 1 kernel that says nothing here

           ms  1   2   3
     0.000000  ┆   ┆   ┆  fault: a link is cut
     0.001000  ├───┼───▶  request 1 (200 ns)
     0.002000  │   ✗───┤  reply, lost
     0.003000  │   ■   │  main: \\u{1b}[31mred
`);
});

test("a diagram as a picture is XML, whatever is said in it", () => {
  const svg = drawSequence(diagram);
  expect(svg).toContain("2 messages between 3 cores; left out: 3 earlier messages");
  expect(svg).toContain("main: \ufffd[31mred");
  expect(svg.match(/<path class="tip"/g)).toHaveLength(1);
  expect(svg.match(/<path class="message lost"/g)).toHaveLength(1);
  expect(svg.replace(/<(\w+)[^<>]*\/>/g, "").match(/<\w+/g)?.length).toBe(svg.match(/<\/\w+/g)?.length);
});
