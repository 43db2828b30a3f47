import { describe, expect, test } from "vitest";
import { changesOf } from "../changes.ts";

describe("system-removed", () => {
  test("and the machine with it", () => {
    const old = `use "prelude/amd64"

machine m {
  core cpu[2]: amd64 @ 2 GHz
  coherence between cpu[*]: latency 100 cycles
}

interface Block @ 1 {
  message ping()
  call read() -> (a: u32)
}

interface Log @ 1 {
  message write()
}

system one on m {
  service disk: Block = "./disk.ts"
  service log: Log = "./log.ts"
  client web = "./web.ts" uses disk, log
}
`;
    const now = `interface Block @ 1 {
  message ping()
  call read() -> (a: u32)
}

interface Log @ 1 {
  message write()
}
`;
    expect(changesOf(old, now)).toEqual([
      "– < 17:8 wire SK9701 (old, code; ) the system `one` is gone, with all of its services",
    ]);
  });
});
