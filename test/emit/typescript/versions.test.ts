/** What was generated for one version at one end, for another at the other: on both hosts. */
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { simulate } from "../../../src/runtime/hosts/simulation/simulation.ts";
import { bootThreads } from "../../../src/runtime/hosts/threads/boot.ts";
import type { BootEvent } from "../../../src/runtime/kernel/events.ts";
import { logsOf } from "../../runtime/fixtures/reports.ts";
import { systemOf } from "../../runtime/fixtures/system.ts";
import { bundleWorkerInto } from "../../runtime/fixtures/worker-bundle.ts";
import { describeTexts } from "./described.ts";
import { loadTogether } from "./load-generated.ts";
import { isDescriptor } from "./uses.ts";
import {
  type AnyDisk,
  descriptions,
  type Version,
  type VersionsCase,
  versionsCases,
  versionsPrograms,
  versionsShape,
} from "./versions.ts";

const versions = Object.keys(descriptions).filter((name): name is Version => name in descriptions);
const system = systemOf(versionsShape);

function filesOf(version: Version): Readonly<Record<string, string>> {
  return describeTexts({ "disk.skerry": descriptions[version] }).files;
}

async function load(version: Version): Promise<AnyDisk> {
  const { Disk } = await loadTogether(filesOf(version), "disk.ts");
  if (!isDisk(Disk)) throw new Error("no descriptor");
  return Disk;
}

function isDisk(value: unknown): value is AnyDisk {
  return isDescriptor(value);
}

function expectLogs(events: readonly BootEvent[], { disk, main }: VersionsCase): void {
  const wanted = main.map((text) => (text instanceof RegExp ? expect.stringMatching(text) : text));
  const textOf = (program: string) =>
    logsOf(events).flatMap((text) => (text.startsWith(`${program}: `) ? [text.slice(program.length + 2)] : []));
  expect({ disk: textOf("disk"), main: textOf("main") }).toEqual({ disk, main: wanted });
}

describe("under simulation", () => {
  test.each(Object.entries(versionsCases))("%s", async (_, one) => {
    const programs = versionsPrograms(one, await load(one.client), await load(one.server));
    const { events, outcome } = await simulate(system.configuration, system.routes, programs);
    expectLogs(events, one);
    expect(outcome.kind).toBe("completed");
  });
});

describe("on threads", () => {
  let folder = "";

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), "skerry-versions-"));
    for (const version of versions) {
      await mkdir(join(folder, version));
      await writeFile(join(folder, version, "disk.ts"), filesOf(version)["disk.ts"] ?? "");
    }
    await writeFile(join(folder, "programs.ts"), printPrograms());
    await bundleWorkerInto(join(folder, "built"), join(folder, "programs.ts"));
  }, 60_000);

  afterAll(() => rm(folder, { recursive: true, force: true }));

  test.each(Object.entries(versionsCases))("%s", async (name, one) => {
    const events: BootEvent[] = [];
    const programs = pathToFileURL(join(folder, "built/programs.mjs"));
    programs.searchParams.set("case", name);
    const worker = pathToFileURL(join(folder, "built/worker.mjs"));
    const outcome = await bootThreads({ ...system, programs, worker, onEvent: (event) => events.push(event) }).done;
    expectLogs(events, one);
    expect(outcome.kind).toBe("completed");
  });
});

/** The module of the case that its own address names. */
function printPrograms(): string {
  const fixture = JSON.stringify(join(process.cwd(), "test/emit/typescript/versions.ts"));
  return [
    `import { versionsCases, versionsPrograms } from ${fixture};`,
    ...versions.map((version) => `import { Disk as ${version} } from "./${version}/disk.ts";`),
    `const made = { ${versions.join(", ")} };`,
    `const one = versionsCases[new URL(import.meta.url).searchParams.get("case")];`,
    "export const programs = versionsPrograms(one, made[one.client], made[one.server]);",
    "",
  ].join("\n");
}
