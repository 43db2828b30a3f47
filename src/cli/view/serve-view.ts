import type { ServerResponse } from "node:http";
import { emitView, policyOf } from "../../emit/view/page.ts";
import { readPageAssets } from "../../files/installation.ts";
import type { Plan } from "../../plan/plan.ts";
import type { Call, Ending } from "../call.ts";
import { exitCode } from "../exit-code.ts";
import { onInterruption } from "../interruption.ts";
import { printJson } from "../print-json.ts";
import { refuseLacking } from "../refusal.ts";
import { findLiveSystem } from "./find-live-system.ts";
import { LiveStream } from "./live-stream.ts";
import { servePage } from "./page-server.ts";
import { type ViewOptions, wantsLive } from "./view-options.ts";

/** Serves the page until somebody interrupts. */
export async function serveView(call: Call, plan: Plan, options: ViewOptions): Promise<Ending> {
  const live = wantsLive(options);
  const find = () => findLiveSystem(plan, options, call.workingFolder);
  const first = live ? await find() : null;
  if (first !== null && "kind" in first) return first;
  const stream = first === null ? null : new LiveStream(first, find);
  const assets = readPageAssets();
  const { content } = await emitView(plan, assets, { live });
  const page = {
    html: String(content),
    policy: policyOf(assets, { live }),
    stream: stream === null ? null : (to: ServerResponse) => stream.join(to),
  };
  try {
    const server = await servePage(page, options.port ?? 0);
    tellAddress(call, server.address, options);
    await interrupted();
    stream?.close();
    await server.close();
    return exitCode.done;
  } catch (error) {
    stream?.close();
    const text = error instanceof Error ? error.message : String(error);
    return refuseLacking(`the page cannot be served: ${text}`, "Leave out --port, and one that is free is taken.");
  }
}

function tellAddress({ terminal }: Call, address: string, { json }: ViewOptions): void {
  if (json === true) printJson(terminal, { ok: true, address });
  else {
    terminal.print(`${address}\n`);
    terminal.say("Open it in a browser on this machine; the secret in it keeps others out. Ctrl-C ends.\n");
  }
}

function interrupted(): Promise<void> {
  return new Promise((resolve) => {
    const forget = onInterruption(
      () => {
        forget();
        resolve();
      },
      () => {},
    );
  });
}
