import { describe, expect, test } from "vitest";
import { changesOf } from "../changes.ts";

describe("service-removed", () => {
  test("and who used it", () => {
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
  service disk: Block = "./disk.ts"
  client web = "./web.ts" uses disk
}
`;
    expect(changesOf(old, now)).toEqual([
      "17:8 < 19:11 wire SK9703 (old, code; ) the service `log` is gone from `one`",
    ]);
  });

  test("or renamed", () => {
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
  service disc: Block = "./disc.ts"
  service log: Log = "./log.ts"
  client web = "./web.ts" uses disc, log
}
`;
    expect(changesOf(old, now)).toEqual([
      "17:8 < 18:11 wire SK9703 (old, code; ) the service `disk` is gone from `one`; is `disc` what became of it?",
      "18:11 < 17:8 compatible SK9751 (; ) the service `disc` of `one` is new",
    ]);
  });
});
