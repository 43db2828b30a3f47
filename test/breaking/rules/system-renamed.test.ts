import { describe, expect, test } from "vitest";
import { changesOf } from "../changes.ts";

describe("system-renamed", () => {
  test("and nothing else", () => {
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
    const now = `use "prelude/amd64"

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

system two on m {
  service disk: Block = "./disk.ts"
  service log: Log = "./log.ts"
  client web = "./web.ts" uses disk, log
}
`;
    expect(changesOf(old, now)).toEqual(["17:8 < 17:8 source SK9702 (code; ) the system `one` is called `two` now"]);
  });
});
