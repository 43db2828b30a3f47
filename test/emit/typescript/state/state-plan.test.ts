/** How programs read the objects that they use: at once, or by messages. */
import { expect, test } from "vitest";
import { describeTexts } from "../described.ts";

/** The faces of an object with such replicas, for a service and a client that are there so. */
function faceOf(replicas: string, service: string): string | undefined {
  const texts = {
    "site.skerry": `
use "prelude/amd64"
machine quad {
  core cpu[4]: amd64 @ 2 GHz
  memory ram: 1 GiB
  coherence between cpu[*]: latency 100 ns
}
interface Disk { call read(lba: u32) -> (data: bytes<8>) }
system site on quad {
  state hits: counter replicas ${replicas}
  service disk: Disk = "./disk.ts" ${service} uses hits
  client web = "./web.ts" uses disk on cpu[3]
}
`,
  };
  const { files } = describeTexts(texts);
  return /readonly hits: (\w+);/.exec(files["site.ts"] ?? "")?.[1];
}

test("at once where a replica is on its core, and it stays there", () => {
  expect(faceOf("on cpu[0], cpu[1]", "on cpu[1]")).toBe("LocalHits");
});

test("at once where replicas are on all cores that it may be moved to", () => {
  expect(faceOf("every core", "")).toBe("LocalHits");
});

test("by messages where it may be moved from the replicas", () => {
  expect(faceOf("on cpu[0], cpu[1], cpu[2]", "")).toBe("RemoteHits");
});

test("by messages where no replica is on its core", () => {
  expect(faceOf("on cpu[0], cpu[1]", "on cpu[2]")).toBe("RemoteHits");
});
