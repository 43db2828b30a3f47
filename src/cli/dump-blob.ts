/** A boot blob, for people and for tools. */
import { readFileSync, statSync } from "node:fs";
import path from "node:path";
import { type Blob, decodeBlob } from "../emit/boot/qemu/decode-blob.ts";
import type { Call, Ending } from "./call.ts";
import { exitCode } from "./exit-code.ts";
import { type Column, renderTable } from "./explain/text-table.ts";
import { printJson } from "./print-json.ts";
import { refuseCall } from "./refusal.ts";

export function dumpBlob(call: Call, names: readonly string[], json: boolean): Ending {
  const [name, ...others] = names;
  if (name === undefined || others.length > 0) {
    return refuseCall(
      "one boot blob can be dumped at a time",
      "Name it: skerry build --target qemu writes one, blob.bin.",
    );
  }
  const bytes = readBytes(path.resolve(call.workingFolder, name));
  if (bytes === null) return refuseCall(`${name} is no file that can be read`, "Name the blob.bin of a build.");
  const decoded = decodeBlob(bytes);
  if (decoded.kind === "damaged") return refuseCall(`${name} is no boot blob: it ${decoded.fault}`);
  if (json) printJson(call.terminal, { ok: true, ...describe(decoded.blob) });
  else call.terminal.print(render(decoded.blob));
  return exitCode.done;
}

/** Null for what is no plain file too: a device need not end. */
function readBytes(file: string): Uint8Array | null {
  try {
    return statSync(file).isFile() ? readFileSync(file) : null;
  } catch {
    return null;
  }
}

/** The routing tables are said by their length: `routes.json` has them as text. */
function describe({ routes, ...blob }: Blob): object {
  return { format: "skerry-blob", ...blob, routes: { bytes: routes.length } };
}

const left = (...head: readonly string[]): Column => ({ head, align: "left" });
const right = (...head: readonly string[]): Column => ({ head, align: "right" });

function render(blob: Blob): string {
  const { name, version, bytes, checksum, address, bootCore, cores, window, virtualChannels, routes } = blob;
  const head = [
    `${name}: version ${version}, ${bytes} bytes at ${hex(address)}, checksum ${hex(checksum)}.`,
    `Boots on ${cores[bootCore]?.name ?? bootCore}; ${virtualChannels} virtual channels, a window of ${window}, ${routes.length} bytes of routes.`,
  ];
  const tables = [
    renderCores(blob),
    renderMemories(blob),
    renderDistances(blob),
    renderAttributes(blob),
    renderChannels(blob),
    renderDomains(blob),
    renderPrograms(blob),
  ];
  return `${[`${head.join("\n")}\n`, ...tables.filter((table) => table !== "")].join("\n")}`;
}

function renderCores({ cores }: Blob): string {
  const columns = [
    left("core"),
    right("hardware id"),
    right("node"),
    right("doorbell"),
    right("memory"),
    right("KiB"),
    right("frames"),
  ];
  const rows = cores.map(({ name, online, host, hardwareId, node, doorbell, memory, frames }) => {
    if (!online) return [name, "offline"];
    if (host !== null) return [name, "host"];
    const own = [hex(memory.address), `${memory.bytes / 1024}`, `${frames}`];
    return [name, `${hardwareId}`, `${node}`, hex(doorbell), ...own];
  });
  return renderTable(columns, rows);
}

function renderMemories({ memories }: Blob): string {
  const rows = memories.map(({ name, node, address, bytes }) => [name, `${node}`, hex(address), `${bytes / 2 ** 20}`]);
  return renderTable([left("memory"), right("node"), right("address"), right("MiB")], rows);
}

function renderDistances({ distances }: Blob): string {
  if (distances.length === 0) return "";
  const columns = [left("distance"), ...distances.map((_, node) => right(`${node}`))];
  return renderTable(
    columns,
    distances.map((row, node) => [`from ${node}`, ...row.map(String)]),
  );
}

function renderAttributes({ attributes }: Blob): string {
  if (attributes.length === 0) return "";
  const units = { latency: "ns", bandwidth: "MiB/s", cache: "bytes" } as const;
  const rows = attributes.map(({ kind, initiator, target, level, value }) => [
    ...[kind === "cache" ? `cache of level ${level}` : kind, `${initiator}`, `${target}`, `${value} ${units[kind]}`],
  ]);
  return renderTable([left("memory's"), right("for node"), right("of node"), right("is")], rows);
}

function renderChannels({ channels, cores }: Blob): string {
  const columns = [
    left("from"),
    left("to"),
    right("virtual channel"),
    right("slots"),
    right("bytes each"),
    right("address"),
  ];
  const nameOf = (core: number): string => cores[core]?.name ?? `${core}`;
  const rows = channels.map(({ from, to, virtualChannel, slots, slotBytes, address }) => [
    ...[nameOf(from), nameOf(to), `${virtualChannel}`, `${slots}`, `${slotBytes}`, hex(address)],
  ]);
  return renderTable(columns, rows);
}

function renderDomains({ domains, cores }: Blob): string {
  if (domains.length === 0) return "";
  const rows = domains.map((members) => [members.map((core) => cores[core]?.name ?? `${core}`).join(", ")]);
  return renderTable([left("lost together")], rows);
}

function renderPrograms({ programs, cores }: Blob): string {
  if (programs.length === 0) return "";
  const labelOf = (index: number): string => {
    const program = programs[index];
    if (program === undefined) return `${index}`;
    return program.instances > 1 ? `${program.name}[${program.instance}]` : program.name;
  };
  const rows = programs.map((program, index) => [
    ...[labelOf(index), program.kind, cores[program.core]?.name ?? "", program.interface, program.fingerprint],
    program.uses.map((use) => labelOf(use.program) + printOpcodes(use.opcodes)).join(", "),
  ]);
  return renderTable(
    [left("program"), left("kind"), left("core"), left("serves"), left("fingerprint"), left("uses")],
    rows,
  );
}

function printOpcodes(opcodes: readonly number[] | null): string {
  return opcodes === null ? "" : ` (operations ${opcodes.join(", ")})`;
}

function hex(value: number): string {
  return `0x${value.toString(16)}`;
}
