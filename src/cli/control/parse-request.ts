import { closestName } from "../../algorithms/closest-name.ts";
import { type ControlRequest, controlVersion, type Outcome, refuse } from "./message.ts";

export type ParsedRequest =
  | { readonly kind: "request"; readonly id: number; readonly request: ControlRequest }
  | { readonly kind: "fault"; readonly id: number | null; readonly outcome: Outcome };

type Json = { readonly [name: string]: unknown };
type MemberKind = "name" | "name?" | "flag?" | "time?";

const insistence = { force: "flag?", within: "time?" } as const;

/** The members of each command beside `version`, `id` and `command`. */
const members: { readonly [Command in ControlRequest["command"]]: Readonly<Record<string, MemberKind>> } = {
  status: {},
  measure: {},
  offline: { core: "name", to: "name?", ...insistence },
  online: { core: "name" },
  kill: { core: "name" },
  cut: { link: "name" },
  heal: { link: "name" },
  move: { service: "name", core: "name?", ...insistence },
};

const common = ["version", "id", "command"];
/** Longest path of a description that is believed to be one. */
const longestName = 512;
/** Milliseconds: nobody waits longer in earnest. */
const longestWait = 600_000;

/** Reads one line of a client that may be hostile: anything that is not exactly a request is a fault, with the reason. */
export function parseRequest(line: string): ParsedRequest {
  const json = parseJson(line);
  if (!isObject(json)) return fault(null, refuse("malformed", "the line is no JSON object"));
  const { version, id, command } = json;
  if (typeof id !== "number" || !Number.isSafeInteger(id)) {
    return fault(null, refuse("malformed", "the request has no id that is a whole number"));
  }
  if (version !== controlVersion) {
    const text = `the system speaks version ${controlVersion} of the control protocol, the request another`;
    return fault(id, refuse("version", text, "Use the Skerry that the system was booted with."));
  }
  if (!isCommand(command)) return fault(id, unknownCommand(command));
  const wrong = faultOf(json, members[command]);
  return wrong === null
    ? { kind: "request", id, request: build(json, command) }
    : fault(id, refuse("malformed", wrong));
}

function fault(id: number | null, outcome: Outcome): ParsedRequest {
  return { kind: "fault", id, outcome };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isCommand(value: unknown): value is ControlRequest["command"] {
  return typeof value === "string" && Object.hasOwn(members, value);
}

function unknownCommand(command: unknown): Outcome {
  if (typeof command !== "string") return refuse("malformed", "the request has no command");
  const near = closestName(command.slice(0, longestName), Object.keys(members));
  return refuse("unknownCommand", "there is no such command", near === null ? null : `Did you mean ${near}?`);
}

function faultOf(json: Json, known: Readonly<Record<string, MemberKind>>): string | null {
  for (const name of Object.keys(json)) {
    if (!common.includes(name) && !Object.hasOwn(known, name))
      return "the request has a member that its command has not";
  }
  for (const [name, kind] of Object.entries(known)) if (!fits(json[name], kind)) return `${name} is not ${asked[kind]}`;
  return null;
}

const asked: Readonly<Record<MemberKind, string>> = {
  name: "a name",
  "name?": "a name, or null",
  "flag?": "true, false, or left out",
  "time?": "a number of milliseconds, or null",
};

function fits(value: unknown, kind: MemberKind): boolean {
  const isName = typeof value === "string" && value.length > 0 && value.length <= longestName;
  if (kind === "name") return isName;
  if (value === undefined) return true;
  if (kind === "flag?") return typeof value === "boolean";
  if (value === null) return true;
  if (kind === "name?") return isName;
  return typeof value === "number" && value >= 0 && value <= longestWait;
}

function build(json: Json, command: ControlRequest["command"]): ControlRequest {
  const name = (member: string): string => String(json[member]);
  const optional = (member: string): string | null => (typeof json[member] === "string" ? name(member) : null);
  const within = typeof json["within"] === "number" ? json["within"] : null;
  const insisting = { force: json["force"] === true, within };
  switch (command) {
    case "status":
    case "measure":
      return { command };
    case "offline":
      return { command, core: name("core"), to: optional("to"), ...insisting };
    case "online":
    case "kill":
      return { command, core: name("core") };
    case "cut":
    case "heal":
      return { command, link: name("link") };
    case "move":
      return { command, service: name("service"), core: optional("core"), ...insisting };
  }
}
