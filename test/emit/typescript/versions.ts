// Clients and servers of several versions of one interface: what each is built from, what they say, and how it ends.
import { inspect } from "node:util";
import { clientEntry, type InterfaceDescriptor, type Programs, serviceEntry } from "skerry/runtime";
import { line, type Shape } from "../../runtime/fixtures/system.ts";

const old = `interface Disk @ 7 {
  open enum Kind: u8 { disk, tape }
  open struct Extent<64> { lba: u64; hint?: u32 }
  call classify @ 1 (kind: Kind) -> (kind: Kind)
  call locate @ 2 (at: Extent) -> (at: Extent)
  call size @ 3 () -> (sectors: u32)
  call erase @ 4 (from: u32) -> (done: bool)
}`;

/** Grown, renamed, changed and added to. */
const next = `interface Disk @ 8 {
  open enum Kind: u8 { disk, tape, drum }
  open struct Extent<64> { lba: u64; hint?: u32; length?: u32 }
  call classify @ 1 (kind: Kind) -> (kind: Kind)
  call locate @ 2 (at: Extent) -> (at: Extent)
  call capacity @ 3 () -> (sectors: u32)
  call erase @ 4 (from: u64) -> (done: bool)
  call flush @ 5 () -> (done: bool)
}`;

/** By the name of the version. */
export const descriptions = {
  ...{ old, next, afterNext: next.replace("@ 8", "@ 9"), other: old.replace("from: u32", "from: u64") },
} as const;

export type Version = keyof typeof descriptions;

export interface VersionsCase {
  readonly client: Version;
  readonly server: Version;
  /** Methods of the client, each with its argument. */
  readonly calls: readonly (readonly [method: string, argument?: unknown])[];
  /** Of the server what came in, of the client what came back. */
  readonly disk: readonly string[];
  readonly main: readonly (string | RegExp)[];
}

const extent = { lba: 1n, hint: 2, length: 3 };
const [drum, kept] = [2, 2];

function unavailable(operation: string, client: number, server: number): string {
  const versions = `version ${client}, which the client was built for, and version ${server}, which is served`;
  return `OperationUnavailableError: ${operation} of disk cannot be used: ${versions}, do not agree on it`;
}

function refused(client: number, server: number): RegExp {
  const [served, wanted] = [server, client].map((version) => `Disk @ ${version} \\([0-9a-f]{16}\\)`);
  return RegExp(
    `^BindingRefused: disk refused the binding: it serves ${served}, and the client was built for ${wanted}$`,
  );
}

const sizes = "{ sectors: 512 }";

export const versionsCases: Readonly<Record<string, VersionsCase>> = {
  "a client of the next version at an old server": {
    ...{ client: "next", server: "old" },
    calls: [["classify", drum], ["locate", extent], ["capacity"], ["erase", 5n], ["flush"], ["classify", kept]],
    disk: ["classify 2", "locate { lba: 1n, hint: 2 }", "size", "classify 2"],
    main: [
      ...["{ kind: 2 }", "{ at: { lba: 1n, hint: 2 } }", sizes, unavailable("erase", 8, 7), unavailable("flush", 8, 7)],
      "{ kind: 2 }",
    ],
  },
  "an old client at a server of the next version": {
    ...{ client: "old", server: "next" },
    calls: [["classify", 1], ["locate", { lba: 1n }], ["locate", { lba: 9n, hint: 2 }], ["size"], ["erase", 5]],
    disk: ["classify 1", "locate { lba: 1n }", "locate { lba: 9n, hint: 2 }", "capacity"],
    main: ["{ kind: 1 }", "{ at: { lba: 1n } }", "{ at: { lba: 9n, hint: 2 } }", sizes, unavailable("erase", 7, 8)],
  },
  "a server of the next version that says what an old client does not know": {
    ...{ client: "old", server: "next" },
    calls: [
      ["classify", 0],
      ["locate", { lba: 0n }],
    ],
    disk: ["classify 0", "locate { lba: 0n }"],
    main: ["{ kind: 2 }", "{ at: { lba: 0n, hint: 4 } }"],
  },
  "versions two apart": {
    ...{ client: "afterNext", server: "old", calls: [["capacity"], ["flush"]] },
    ...{ disk: [], main: [refused(9, 7), refused(9, 7)] },
  },
  "one version that is not the same at both ends": {
    ...{ client: "other", server: "old", calls: [["size"], ["erase", 5n]] },
    ...{ disk: [], main: [refused(7, 7), refused(7, 7)] },
  },
  "one version that is the same": {
    ...{ client: "next", server: "next", calls: [["locate", extent], ["erase", 5n], ["flush"]] },
    disk: ["locate { lba: 1n, hint: 2, length: 3 }", "erase 5n", "flush"],
    main: ["{ at: { lba: 1n, hint: 2, length: 3 } }", "{ done: true }", "{ done: true }"],
  },
};

export type AnyDisk = InterfaceDescriptor<object, object, null>;

export const versionsShape: Shape = {
  ...{ cores: 2, edges: line(2) },
  programs: [
    { name: "disk", kind: "service", core: 0 },
    { name: "main", kind: "client", core: 1, uses: ["disk"] },
  ],
};

/** The programs of a case, given what was generated for each end. */
export function versionsPrograms({ calls }: VersionsCase, client: AnyDisk, server: AnyDisk): Programs {
  return {
    disk: serviceEntry({
      ...{ serves: server, uses: {} },
      load: async () => ({ program: ({ log }) => serve(log) }),
    }),
    main: clientEntry<{ disk: object }>({
      uses: { disk: client },
      load: async () => ({
        program: async ({ services: { disk }, log }) => {
          for (const [method, ...given] of calls) log(await call(disk, method, given).then(inspect, String));
        },
      }),
    }),
  };
}

async function call(disk: object, method: string, given: readonly unknown[]): Promise<unknown> {
  return Reflect.apply(Reflect.get(disk, method), disk, [...given]);
}

/** Has the methods of every version; what is zero it answers by what only the next version knows. */
function serve(log: (text: string) => void): object {
  const done = { done: true };
  const measure = (name: string) => () => {
    log(name);
    return { sectors: 512 };
  };
  return {
    classify: (kind: number) => {
      log(`classify ${kind}`);
      return { kind: kind === 0 ? drum : kind };
    },
    locate: (at: { readonly lba: bigint }) => {
      log(`locate ${inspect(at)}`);
      return { at: at.lba === 0n ? { lba: 0n, hint: 4, length: 5 } : at };
    },
    size: measure("size"),
    capacity: measure("capacity"),
    erase: (from: unknown) => {
      log(`erase ${inspect(from)}`);
      return done;
    },
    flush: () => {
      log("flush");
      return done;
    },
  };
}
