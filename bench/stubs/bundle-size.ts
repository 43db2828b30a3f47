/** What a program downloads for the three messages. */
import path from "node:path";
import { gzipSync } from "node:zlib";
import type { BenchRow } from "../row.ts";
import { bundle, bundleOptions } from "./build.ts";
import type { Peers } from "./peers.ts";

/** All that it takes to write and read the messages. */
const ownEntry = `export { storeSmall, loadSmall, storeMedium, loadMedium, storeBulk, loadBulk } from "~messages";`;

const peerEntries: Readonly<Record<string, string>> = {
  "protobuf-es": `export * from "~protobuf-es"; export { create, fromBinary, toBinary } from "@bufbuild/protobuf";`,
  "ts-proto": `export { Small, Medium, Bulk } from "~ts-proto";`,
  bebop: `export { Small, Medium, Bulk } from "~bebop";`,
  flatbuffers: `export * from "./flatbuffers-generated.js"; export { Builder, ByteBuffer } from "flatbuffers";`,
  msgpackr: `export { Packr } from "msgpackr/pack";`,
};

/** Bytes after minifying and gzip; Skerry's beside what it shares with every interface, the libraries' with all of theirs. */
export async function bundleRow(root: string, folder: string, peers: Peers | null): Promise<BenchRow> {
  const options = { ...bundleOptions(root, folder), minify: true };
  const size = async (contents: string, more: object): Promise<number> => {
    const stdin = { contents, resolveDir: path.join(root, "bench/stubs/peers") };
    return gzipSync(await bundle({ ...options, stdin, ...more }), { level: 9 }).length;
  };
  const alias = { "~messages": path.join(folder, "messages.ts") };
  const sizes: Record<string, number> = { "skerry with its runtime": await size(ownEntry, {}) };
  if (peers !== null) {
    for (const [name, contents] of Object.entries(peerEntries)) {
      sizes[name] = await size(contents, { alias: peers.alias, nodePaths: [peers.modules] });
    }
  }
  return {
    what: "three messages over the runtime, minified and compressed",
    unit: "bytes",
    skerry: await size(ownEntry, { alias, external: ["skerry/runtime"] }),
    limit: null,
    peers: sizes,
    ratioToLimit: null,
  };
}
