/** What may stand for the placeholders of the command line: `<core>`, `[files...]`. */
import type { Argument, Command, Option } from "commander";
import { operandsOf, type Subject } from "../explain/subjects.ts";
import type { ElementKind } from "./elements.ts";

export type Values =
  /** Files with one of these endings, and folders on the way to them; all files where there are none. */
  | { readonly kind: "files"; readonly endings: readonly string[] }
  | { readonly kind: "folders" }
  | { readonly kind: "words"; readonly words: readonly string[] }
  /** Names in the description that lies here, or that the words before name. */
  | { readonly kind: "elements"; readonly of: readonly ElementKind[] }
  /** Names in a system that runs. */
  | { readonly kind: "running"; readonly of: "core" | "link" | "service" | "system" }
  | { readonly kind: "code" }
  /** A subject of `explain`: a description first, if one is named, then what {@link operandsOf} says. */
  | { readonly kind: "subject" }
  /** A number, a time: nothing that could be listed. */
  | { readonly kind: "free" };

const files = (...endings: readonly string[]): Values => ({ kind: "files", endings });
const free: Values = { kind: "free" };
const anyFile = files();
const versions = files(".skerry", ".json", ".zip");

/** By placeholder; with the name of the command before it where it means something of its own there. */
const placeholders: Readonly<Record<string, Values>> = {
  files: files(".skerry"),
  "boot files": files(".skerry", ".zip"),
  "dump files": files(".skerry", ".bin"),
  "hwloc file": files(".xml"),
  "simulate --faults": files(".json"),
  "simulate --trace": files(".svg"),
  "draw --out": files(".svg"),
  "draw --route": { kind: "elements", of: ["core"] },
  "draw --without": { kind: "elements", of: ["link", "core"] },
  "draw --tree": { kind: "elements", of: ["core"] },
  "draw --address-map": { kind: "elements", of: ["core", "device"] },
  "draw --sequence": { kind: "free" },
  "view --out": files(".html"),
  "build --bundle": files(".zip"),
  file: anyFile,
  description: files(".skerry"),
  folder: { kind: "folders" },
  old: versions,
  new: versions,
  path: anyFile,
  name: { kind: "elements", of: ["system"] },
  system: { kind: "running", of: "system" },
  core: { kind: "running", of: "core" },
  link: { kind: "running", of: "link" },
  service: { kind: "running", of: "service" },
  operands: { kind: "subject" },
  code: { kind: "code" },
  time: free,
  number: free,
  range: free,
  words: free,
};

/** What stands behind the operands of `explain`, by what {@link operandsOf} calls them. */
const operandKinds: Readonly<Record<string, readonly ElementKind[]>> = {
  "latency FROM": ["core", "cache", "memory"],
  "latency TO": ["core", "cache", "memory"],
  FROM: ["core"],
  TO: ["core"],
  ROOT: ["core"],
  CORES: ["core", "part"],
  CORE: ["core"],
  LINK: ["link", "port"],
  "failure LINK": ["failing"],
  PROGRAM: ["program"],
  "INTERFACE[.OPERATION]": ["interface"],
  WHO: ["core", "device"],
  ADDRESS: [],
  DEVICE: ["device"],
  CONTROLLER: ["controller"],
  PART: [],
  DOMAIN: [],
  STATE: ["state"],
};

/** Null where nobody has said what may stand there. */
export function valuesOfOption(command: Command, option: Option): Values | null {
  if (option.argChoices !== undefined) return { kind: "words", words: option.argChoices };
  const [, placeholder = ""] = /[<[]([^>\]]+)[>\]]/.exec(option.flags) ?? [];
  return placeholders[`${command.name()} ${option.long}`] ?? placeholders[placeholder] ?? null;
}

export function valuesOfArgument(command: Command, argument: Argument): Values | null {
  if (argument.argChoices !== undefined) return { kind: "words", words: argument.argChoices };
  return placeholders[`${command.name()} ${argument.name()}`] ?? placeholders[argument.name()] ?? null;
}

/** What may be the operand of `explain` with this number, that of the description not counted. */
export function valuesOfOperand(subject: Subject, index: number): Values | null {
  const all = operandsOf[subject].split(" ");
  const words = all.filter((word) => !word.startsWith("…"));
  const asked = words[index] ?? (words.length < all.length ? words.at(-1) : undefined);
  const name = asked === undefined ? undefined : withoutBrackets(asked);
  if (name === undefined || name === "") return free;
  if (/^[a-z]+$/.test(name)) return { kind: "words", words: [name] };
  const kinds = name.split("|").map((each) => operandKinds[`${subject} ${each}`] ?? operandKinds[each]);
  return kinds.includes(undefined) ? null : { kind: "elements", of: kinds.flatMap((each) => each ?? []) };
}

/** Of `[FROM`, `TO]` and `[INTERFACE[.OPERATION]]`. */
function withoutBrackets(word: string): string {
  const opened = word.replace(/^\[/, "");
  return opened.split("]").length > opened.split("[").length ? opened.slice(0, -1) : opened;
}
