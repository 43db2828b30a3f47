import { describe, expect, test } from "vitest";
import { changesOf } from "../changes.ts";

describe("service-added", () => {
  test("one more", () => {
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
  client web = "./web.ts" uses disk
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
  service log: Log = "./log.ts"
  client web = "./web.ts" uses disk, log
}
`;
    expect(changesOf(old, now)).toEqual(["19:11 < 17:8 compatible SK9751 (; ) the service `log` of `one` is new"]);
  });
});
