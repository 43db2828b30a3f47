/** The kernel of the host's core, in this process, beside QEMU. */
import { closeSync, ftruncateSync, mkdtempSync, openSync, rmSync } from "node:fs";
import path from "node:path";
import type { HostSide } from "../../../emit/boot/qemu/host-side.ts";
import { BoardKernel, isOfShutdown } from "../../../runtime/hosts/board/board-kernel.ts";
import type { Packet } from "../../../runtime/hosts/board/packets.ts";
import type { BootConfiguration } from "../../../runtime/kernel/boot-configuration.ts";
import { locatedTextOf } from "../../../runtime/kernel/error-text.ts";
import type { HostEvent, KernelEvent } from "../../../runtime/kernel/events.ts";
import { monitorChannel, withFurtherChannels } from "../../../runtime/kernel/further-channels.ts";
import type { MembershipTiming } from "../../../runtime/kernel/host.ts";
import { longestRoundTrip } from "../../../runtime/kernel/monitoring/round-trips.ts";
import type { Programs } from "../../../runtime/program.ts";
import { catchFaults, loadPrograms } from "../simulated-programs.ts";

/** A file that lies in memory, for the memory of a board. */
export interface SharedMemory {
  readonly path: string;
  readonly file: number;
  readonly remove: () => void;
}

const sharedMemoryFolder = "/dev/shm";

/** Null where this machine has no files in memory. */
export function makeSharedMemory(bytes: number): SharedMemory | null {
  try {
    const folder = mkdtempSync(path.join(sharedMemoryFolder, "skerry-"));
    const remove = () => rmSync(folder, { recursive: true, force: true });
    process.once("exit", remove);
    const name = path.join(folder, "memory");
    const file = openSync(name, "w+", 0o600);
    ftruncateSync(file, bytes);
    return {
      path: name,
      file,
      remove: () => {
        closeSync(file);
        process.off("exit", remove);
        remove();
      },
    };
  } catch {
    return null;
  }
}

/** What the host's kernel is made of, before the board runs. */
export interface HostPart {
  readonly side: HostSide;
  readonly memory: SharedMemory | null;
  /** Bytes of `routes.bin`. */
  readonly routes: Uint8Array;
  /** A module with the programs of the host; null: it has none. */
  readonly programs: URL | null;
}

export interface HostKernelInput extends HostPart {
  readonly configuration: BootConfiguration;
  readonly post: (packet: Packet) => void;
  readonly ring: () => void;
  readonly onEvent: (event: KernelEvent | HostEvent) => void;
  /** A program has failed outside of any call. */
  readonly onFault: (text: string) => void;
}

export interface HostKernel {
  readonly kernel: BoardKernel;
  /** Ends it, if it has not ended. */
  readonly end: () => void;
}

/** Milliseconds, as kernels in C have it: `GATHER_NS` and `slowest_ns` in src/kernel/membership/members.h. */
const leastGather = 2000;

/** Of a kernel beside a board: it waits for the rest of what is lost together as long as those on the board do. */
export function timingOf(configuration: Pick<BootConfiguration, "channels">): MembershipTiming {
  const gather = leastGather + 2 * longestRoundTrip(configuration);
  return { gather, doubt: gather };
}

export async function startHostKernel(input: HostKernelInput): Promise<HostKernel> {
  const { side, memory, routes, post, ring, onEvent, onFault } = input;
  const programs: Programs = input.programs === null ? {} : await loadPrograms(input.programs);
  const calm = catchFaults((error) => {
    if (!isOfShutdown(error)) onFault(`a program failed outside of any call: ${locatedTextOf(error)}`);
  });
  const kernel = new BoardKernel({
    ...{ configuration: configurationOf(input), core: side.core, routes, programs, channels: side.channels },
    ...{ memory: memory?.file ?? null, post, ring, onEvent, membership: timingOf(input.configuration) },
  });
  const end = (): void => {
    kernel.stop();
    calm();
  };
  return { kernel, end };
}

/** Kernels in C know of no memory that they share but rings. */
function configurationOf({ configuration, side }: HostKernelInput): BootConfiguration {
  const plain = { ...configuration, bulk: [], pools: [] };
  const further = withFurtherChannels(plain);
  const gossips = side.channels.some(({ virtualChannel }) => virtualChannel === monitorChannel(plain));
  return gossips ? further : plain;
}
