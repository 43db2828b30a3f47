/** Programs that run in this very thread. */
import type { Programs } from "../../runtime/program.ts";

export async function loadPrograms(module: URL): Promise<Programs> {
  process.setSourceMapsEnabled(true);
  const loaded: { readonly programs: Programs } = await import(module.href);
  return loaded.programs;
}

/**
 * Programs run in this very thread: what they throw from a timer or leave unhandled is theirs, not a bug of Skerry's, as
 * long as they run. Returns what ends that.
 */
export function catchFaults(onFault: (error: unknown) => void): () => void {
  const usual = process.listeners("uncaughtException");
  process.removeAllListeners("uncaughtException");
  process.on("uncaughtException", onFault);
  return () => {
    process.off("uncaughtException", onFault);
    for (const each of usual) process.on("uncaughtException", each);
  };
}
