import { describe, expect, test } from "vitest";
import { changesOf } from "../changes.ts";

describe("service-interface", () => {
  test("exchanged", () => {
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

system one on m {
  service disk: Log = "./disk.ts"
  service log: Block = "./log.ts"
  client web = "./web.ts" uses disk, log
}
`;
    expect(changesOf(old, now)).toEqual([
      "18:11 < 18:11 wire SK9704 (old, new, code; ) the service `disk` served `Block` and serves `Log`",
      "19:11 < 19:11 wire SK9704 (old, new, code; ) the service `log` served `Log` and serves `Block`",
    ]);
  });
});
