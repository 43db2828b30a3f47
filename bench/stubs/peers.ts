/** Gets the libraries that Skerry is held against, and has their generators run over their descriptions of the messages. */
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, statSync } from "node:fs";
import path from "node:path";

export interface Peers {
  /** Where `import` finds what is generated for them. */
  readonly alias: Readonly<Record<string, string>>;
  /** Where `require` finds what they load if it is there. */
  readonly modules: string;
}

/** Null, and the reason on stderr, when they cannot be had here. */
export function preparePeers(root: string, folder: string): Peers | null {
  const home = path.join(root, "bench", "stubs", "peers");
  const generated = path.join(folder, "peers");
  mkdirSync(generated, { recursive: true });
  try {
    installPeers(home);
    runPlugin(home, "protoc-gen-es", "target=js", path.join(generated, "protobuf-es"));
    const options = "forceLong=bigint,env=node,outputServices=false,esModuleInterop=true";
    runPlugin(home, "protoc-gen-ts_proto", options, path.join(generated, "ts-proto"));
    const bebop = ["--include", "messages.bop", "build", "--generator", `ts:${path.join(generated, "bebop.ts")}`];
    run(home, tool(home, "bebopc"), bebop);
  } catch (error) {
    process.stderr.write(`bench: no peers beside Skerry: ${error instanceof Error ? error.message : String(error)}\n`);
    return null;
  }
  return peersIn(home, generated);
}

function peersIn(home: string, generated: string): Peers {
  return {
    alias: {
      "~peers": path.join(home, "index.js"),
      "~protobuf-es": path.join(generated, "protobuf-es", "messages_pb.js"),
      "~ts-proto": path.join(generated, "ts-proto", "messages.ts"),
      "~bebop": path.join(generated, "bebop.ts"),
    },
    modules: path.join(home, "node_modules"),
  };
}

/**
 * Once, and again when the lock file has changed. Not by `npm ci`: what is optional for other systems is missing from the
 * lock file, which it takes for a fault.
 */
export function installPeers(home: string): void {
  const installed = path.join(home, "node_modules", ".package-lock.json");
  const lock = path.join(home, "package-lock.json");
  if (existsSync(installed) && statSync(installed).mtimeMs >= statSync(lock).mtimeMs) return;
  process.stderr.write("bench: installing peers …\n");
  // Scripts of one of them call for another package manager.
  run(home, "npm", ["install", "--no-save", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel", "error"]);
}

/** A generator that protoc would run, without protoc. */
function runPlugin(home: string, plugin: string, parameter: string, out: string): void {
  const request = run(home, process.execPath, ["descriptor.js", parameter]);
  run(home, process.execPath, ["plugin-output.js", out], run(home, tool(home, plugin), [], request));
}

function tool(home: string, name: string): string {
  return path.join(home, "node_modules", ".bin", name);
}

function run(cwd: string, command: string, args: readonly string[], input?: Buffer): Buffer {
  const { status, stdout, stderr, error } = spawnSync(command, [...args], { cwd, ...(input && { input }) });
  if (error !== undefined) throw error;
  if (status !== 0) throw new Error(`${path.basename(command)} ended with ${status}: ${stderr.toString().trim()}`);
  return stdout;
}
