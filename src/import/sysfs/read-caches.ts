/** Caches: Linux, Documentation/ABI/testing/sysfs-devices-system-cpu, `cache/index*`. */
import { importDiagnostics } from "../../diagnostics/catalogue/import.ts";
import { printCpuList } from "../description/cpu-list.ts";
import type { CacheFacts, CoreFacts } from "../description/facts.ts";
import { cacheName } from "../description/names.ts";
import { cpuFolder } from "./cpu-folder.ts";
import type { Reading } from "./reading.ts";

const typeOf: ReadonlyMap<string, CacheFacts["type"]> = new Map([
  ["Data", "data"],
  ["Instruction", "instruction"],
  ["Unified", "unified"],
]);

/** Every cache once, in order of level, type and first CPU. */
export function readCaches(reading: Reading, cores: readonly CoreFacts[]): readonly CacheFacts[] {
  const online = cores.flatMap(({ cpus }) => cpus);
  reportCacheless(reading, online);
  const found = new Map<string, CacheFacts>();
  const disputed = new Set<string>();
  for (const cpu of online)
    for (const cache of readCachesOf(reading, cpu, online)) {
      const key = `${cache.level} ${cache.type} ${cpu}`;
      const before = sharerWith(found, cache, cpu);
      if (before === null) for (const sharer of cache.cpus) found.set(`${cache.level} ${cache.type} ${sharer}`, cache);
      else if (!sameCache(before, cache)) reportDispute(reading, cache, before, cpu, disputed);
      found.set(key, before ?? cache);
    }
  const agreed = [...new Set(found.values())].filter((cache) => !disputed.has(keyOf(cache)));
  const caches = agreed.filter((cache) => coversWholeCores(reading, cache, cores, disputed));
  return caches.sort((a, b) => a.level - b.level || order(a.type) - order(b.type) || first(a) - first(b));
}

function reportCacheless(reading: Reading, online: readonly number[]): void {
  const without = online.filter((cpu) => reading.numbered(`${cpuFolder}/cpu${cpu}/cache`, "index").length === 0);
  if (without.length === 0) return;
  const path = `${cpuFolder}/cpu${without[0]}/cache`;
  const cpus = printCpuList([...without].sort((a, b) => a - b));
  reading.report(importDiagnostics.valueMissing, path, {
    path,
    what: `any cache of CPU ${cpus}`,
    consequence: "none is described",
  });
}

function readCachesOf(reading: Reading, cpu: number, online: readonly number[]): readonly CacheFacts[] {
  const folder = `${cpuFolder}/cpu${cpu}/cache`;
  const indices = reading.numbered(folder, "index");
  return indices
    .map((index) => readCache(reading, `${folder}/index${index}`, cpu, online))
    .filter((cache) => cache !== null);
}

function readCache(reading: Reading, folder: string, cpu: number, online: readonly number[]): CacheFacts | null {
  const wanted = (what: string) => ({ what: `${what} of a cache of CPU ${cpu}`, consequence: "the cache is left out" });
  const level = reading.integer(`${folder}/level`, wanted("the level"), { least: 1, most: 9 });
  const parseType = (text: string): CacheFacts["type"] | null => typeOf.get(text) ?? null;
  const type = reading.value(`${folder}/type`, "Data, Instruction or Unified", parseType, wanted("the type"));
  const size = reading.size(`${folder}/size`, wanted("the size"));
  const sharers = reading.cpuList(`${folder}/shared_cpu_list`, wanted("the sharers"));
  const lineBytes = reading.value(`${folder}/coherency_line_size`, "a power of two up to 65536", parseLine, null);
  if (level === null || type === null || size === null || sharers === null) return null;
  const cpus = sharers.filter((sharer) => online.includes(sharer));
  if (cpus.includes(cpu)) return { level, type, size, lineBytes, cpus };
  const path = `${folder}/shared_cpu_list`;
  reading.report(importDiagnostics.valueGarbled, path, {
    path,
    text: sharers.join(","),
    expected: `a list with CPU ${cpu} itself`,
    consequence: "the cache is left out",
  });
  return null;
}

/** The cache found before that claims this CPU or one of its sharers. */
function sharerWith(found: ReadonlyMap<string, CacheFacts>, cache: CacheFacts, cpu: number): CacheFacts | null {
  for (const sharer of [cpu, ...cache.cpus]) {
    const before = found.get(`${cache.level} ${cache.type} ${sharer}`);
    if (before !== undefined) return before;
  }
  return null;
}

function reportDispute(
  reading: Reading,
  cache: CacheFacts,
  before: CacheFacts,
  cpu: number,
  disputed: Set<string>,
): void {
  const key = keyOf(before);
  if (!disputed.has(key))
    reading.report(importDiagnostics.cacheDisagrees, `${cpuFolder}/cpu${cpu}/cache`, {
      cache: cacheName(cache).toUpperCase(),
      cpu,
      other: first(before),
    });
  disputed.add(key);
}

/** Threads of one core share all of its caches; a cache of only some of them contradicts the topology. */
function coversWholeCores(
  reading: Reading,
  cache: CacheFacts,
  cores: readonly CoreFacts[],
  disputed: Set<string>,
): boolean {
  const isIn = (cpu: number): boolean => cache.cpus.includes(cpu);
  const torn = cores.find(({ cpus }) => cpus.some(isIn) && !cpus.every(isIn));
  if (torn === undefined) return true;
  const cpu = torn.cpus.find(isIn) ?? 0;
  const other = torn.cpus.find((one) => !isIn(one)) ?? 0;
  const name = cacheName(cache).toUpperCase();
  const key = `${name} of ${torn.cpus.join()}`;
  if (!disputed.has(key))
    reading.report(importDiagnostics.cacheDisagrees, `${cpuFolder}/cpu${cpu}/cache`, { cache: name, cpu, other });
  disputed.add(key);
  return false;
}

function sameCache(one: CacheFacts, other: CacheFacts): boolean {
  return one.size === other.size && one.lineBytes === other.lineBytes && one.cpus.join() === other.cpus.join();
}

function keyOf(cache: CacheFacts): string {
  return `${cacheName(cache)} ${cache.cpus.join()}`;
}

function order(type: CacheFacts["type"]): number {
  return ["data", "instruction", "unified"].indexOf(type);
}

function first(cache: CacheFacts): number {
  return cache.cpus[0] ?? 0;
}

function parseLine(text: string): number | null {
  const bytes = /^\d{1,5}$/.test(text) ? Number(text) : 0;
  return Number.isInteger(Math.log2(bytes)) ? bytes : null;
}
