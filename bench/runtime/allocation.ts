/** What messages in place take of the heap: two kernels in this thread, so that nothing runs but what moves them. */
import { getHeapStatistics } from "node:v8";
import { Segment } from "../../src/runtime/channel/ring.ts";
import { rememberBinding } from "../../src/runtime/in-place/clients.ts";
import type { KernelHost } from "../../src/runtime/kernel/host.ts";
import { Kernel } from "../../src/runtime/kernel/kernel.ts";
import { RouteTable } from "../../src/runtime/kernel/routes/route-table.ts";
import { EventPublisher } from "../../src/runtime/kernel/services/publisher.ts";
import { wire } from "../../src/runtime/kernel/wiring.ts";
import { serviceEntry } from "../../src/runtime/program.ts";
import type { BenchRow } from "../row.ts";
import { Echo, EchoInPlace, serveEchoInPlace } from "./echo.ts";
import { echoSystem } from "./systems.ts";

const messages = 10_000_000;
/** Calls between two looks at the heap; each is two messages. */
const piece = 50_000;
const host: KernelHost = {
  ...{ now: () => 0, ticking: true, published: () => {}, credited: () => {}, alarm: () => {}, log: () => {} },
};

export function measureAllocation(): BenchRow {
  const call = joinKernels();
  call(10 * piece);
  let [bytes, seen] = [0, 0];
  for (let done = 0; done < messages; done += 2 * piece) {
    const before = heapInUse();
    call(piece);
    const grown = heapInUse() - before;
    // A collection has hidden what was taken.
    if (grown < 0) continue;
    bytes += grown;
    seen += 2 * piece;
  }
  const what = "heap that a message in place takes in the kernels of both its ends, over 10 M";
  return { what, unit: "bytes", skerry: bytes / seen, limit: 0, peers: {}, ratioToLimit: null };
}

function heapInUse(): number {
  return getHeapStatistics().used_heap_size;
}

/** What makes so many calls of the echo's client. */
function joinKernels(): (times: number) => void {
  const { configuration, routes } = echoSystem(0);
  const segment = new Segment(new SharedArrayBuffer(configuration.segmentBytes));
  const build = (core: number): Kernel =>
    new Kernel(configuration, core, new RouteTable(routes), wire(configuration, core, segment), host);
  const [server, caller] = [build(0), build(1)];
  const run = (): void => {
    while (server.poll(64) + caller.poll(64) > 0);
  };
  server.start();
  caller.start();
  const echo = bindEcho(server, caller, run);
  let left = 0;
  const failed = (error: unknown): void => {
    throw error;
  };
  const replied = (): void => {
    if (--left > 0) echo.ping(replied, failed);
  };
  return (times) => {
    left = times;
    echo.ping(replied, failed);
    run();
    server.tick();
    caller.tick();
  };
}

function bindEcho(server: Kernel, caller: Kernel, run: () => void): EchoInPlace {
  const { serves } = serviceEntry({ serves: Echo, uses: {}, load: notLoaded });
  if (serves === null) throw new Error("an echo serves something");
  const service = { core: 0, program: "echoInPlace", instance: 0, instances: 1 };
  server.services.serve(service, serves, new EventPublisher(), serveEchoInPlace(() => {}).stub, null);
  const place = { core: 1, program: "main", instance: 0, instances: 1 };
  const { binding } = caller.clients.bind(
    place,
    { service: "echoInPlace", instance: 0 },
    serves,
    Number.POSITIVE_INFINITY,
  );
  const client = Echo.connect(binding);
  rememberBinding(client, binding);
  run();
  return new EchoInPlace(client);
}

async function notLoaded(): Promise<never> {
  throw new Error("it runs already");
}
