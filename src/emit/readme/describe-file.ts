import type { Plan } from "../../plan/plan.ts";
import { headerPaths } from "../c/emit-c.ts";
import { inPlaceFile, nameFiles } from "../typescript/file-names.ts";

const known: Readonly<Record<string, string>> = {
  "c/skerry-codec.h": "what the headers of interfaces read and write messages with",
  "c/skerry.h": "what a program in C sees of its kernel",
  "boot/qemu/blob.bin": "what kernels on bare metal boot from: `skerry dump blob` reads it",
  "boot/qemu/qemu.json": "the program and the arguments that make QEMU the machine, for tools",
  "boot/qemu/qemu.sh": "the same for a shell",
  "boot/threads.json": "what a host boots: kernels, channels, programs",
  "formal/conflation.pml": "reports of replicas that wait for room, for SPIN to prove",
  "formal/ring.pml": "a ring and the doorbells of its kernels, for SPIN to prove",
  "machine.svg": "the machine drawn",
  "machine.xml": "the machine for hwloc and all that reads it: `lstopo -i machine.xml`",
  "plan.json": "the plan that all other files come of",
  "programs.ts": "the programs with what they serve and use, for the host that boots them",
  "report.html": "what was decided and why, with pictures, on one page",
  "report.md": "the same as text",
  "routes.bin": "the next hops, as a kernel maps them",
  "routes.json": "the next hops, virtual channels and latencies, for tools",
  "routes.ts": "the same as TypeScript",
};

/** Says of each file of the output folder what it is. */
export function describeFiles(plan: Plan): (path: string) => string {
  const { interfaces, system, states } = nameFiles(plan);
  const texts = new Map(Object.entries(known));
  for (const [index, path] of interfaces.entries()) {
    const name = `interface ${plan.interfaces[index]?.name}`;
    texts.set(path, `${name}: client, server, messages and their codec`);
    texts.set(inPlaceFile(path), `${name} without objects: messages read and written where they lie`);
  }
  for (const { name, protocol } of plan.system?.states ?? []) {
    texts.set(`formal/states/${name}.pml`, `${name}: agreement by ${protocol}, for SPIN to prove`);
    texts.set(`formal/states/${name}-roll-call.pml`, `${name}: changes of who decides, for SPIN to prove`);
    texts.set(`formal/states/${name}-bereavement.pml`, `${name}: the end of a majority, for SPIN to prove`);
  }
  for (const [index, path] of headerPaths(plan).entries()) {
    texts.set(path, `interface ${plan.interfaces[index]?.name} in C: client, server, messages and their codec`);
  }
  if (system !== null) texts.set(system, "the types that services and clients are written against");
  if (states !== null) texts.set(states, "replicated state: its types, and the codec of its keys and values");
  return (path) => texts.get(path) ?? describeBootFile(path);
}

/** Of `boot/<target>/…`, what its name says. */
function describeBootFile(path: string): string {
  if (path.startsWith("boot/microkit/"))
    return path.endsWith(".h") ? "what a domain's program has to know" : "the system, for the Microkit";
  const [, target, file = ""] = /^boot\/(linux-multikernel|kerf)\/(.*)$/.exec(path) ?? [];
  if (target === undefined) return "";
  if (file === "apply.sh") return "gives each kernel of Linux's multikernel what is its, or none of them anything";
  const [, stem = "", form] = /^(.*)\.(dtbo?|dts)$/.exec(file) ?? [];
  const what = stem === "baseline" ? "what all kernels are given" : `the kernel \`${stem.replace("instances/", "")}\``;
  return form === "dts" ? `${what}, to be read` : what;
}
