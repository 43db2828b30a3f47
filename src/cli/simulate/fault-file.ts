/** Fault schedules as people keep them: JSON in which cores go by their names. */
import { closestName } from "../../algorithms/closest-name.ts";
import type { Fault, FaultSchedule } from "../../runtime/hosts/simulation/faults.ts";
import type { BootConfiguration } from "../../runtime/kernel/boot-configuration.ts";

export type ReadSchedule =
  | { readonly kind: "schedule"; readonly schedule: FaultSchedule }
  /** What is wrong, a sentence without its end. */
  | { readonly kind: "faulty"; readonly text: string };

type Json = { readonly [name: string]: unknown };

/** The members of each kind of fault beside `kind`, `at` and `until`. */
const members: { readonly [Kind in Fault["kind"]]: readonly string[] } = {
  kill: ["core"],
  cut: ["between"],
  partition: ["cores"],
  delay: ["between", "nanoseconds"],
  disturb: ["between", "loss", "duplication", "reordering"],
  slow: ["core", "factor"],
  skew: ["core", "rate"],
};

/** Those that may last. */
const lasting: ReadonlySet<string> = new Set(["kill", "cut", "partition"]);

/** The schedule with the names of cores in place of their numbers. */
export function nameCores(schedule: FaultSchedule, { cores }: BootConfiguration): readonly Json[] {
  const nameOf = (core: number): string => cores[core]?.name ?? `${core}`;
  return schedule.map((fault) => ({
    ...fault,
    ...("core" in fault ? { core: nameOf(fault.core) } : {}),
    ...("cores" in fault ? { cores: fault.cores.map(nameOf) } : {}),
    ...("between" in fault ? { between: fault.between.map(nameOf) } : {}),
  }));
}

/** Reads what {@link nameCores} gives, as JSON text. */
export function parseSchedule(text: string, configuration: BootConfiguration): ReadSchedule {
  const json = parseJson(text);
  if (!Array.isArray(json)) return { kind: "faulty", text: "it is no JSON array of faults" };
  const reader = new FaultReader(configuration);
  const schedule: Fault[] = [];
  for (const [index, each] of json.entries()) {
    const fault = reader.read(each);
    if (typeof fault === "string") return { kind: "faulty", text: `fault ${index + 1} ${fault}` };
    schedule.push(fault);
  }
  return { kind: "schedule", schedule };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

class FaultReader {
  readonly #cores: ReadonlyMap<string, number>;

  constructor({ cores, order }: BootConfiguration) {
    this.#cores = new Map(order.map((core) => [cores[core]?.name ?? "", core]));
  }

  /** The fault, or what is wrong with it. */
  read(json: unknown): Fault | string {
    if (!isObject(json)) return "is no object";
    const { kind } = json;
    if (typeof kind !== "string" || !isKind(kind)) return `has no kind among ${Object.keys(members).join(", ")}`;
    const wrong = this.#faultOf(json, kind);
    return wrong ?? this.#build(json, kind);
  }

  #faultOf(json: Json, kind: Fault["kind"]): string | null {
    const known = ["kind", "at", "until", ...members[kind]];
    const unknown = Object.keys(json).find((name) => !known.includes(name));
    if (unknown !== undefined) return `has a member ${unknown}, which ${kind} has not`;
    for (const name of known.slice(1)) {
      const text = this.#faultOfMember(name, json[name] ?? null, lasting.has(kind));
      if (text !== null) return text;
    }
    return null;
  }

  #faultOfMember(name: string, value: unknown, mayLast: boolean): string | null {
    if (name === "core") return this.#faultOfCore(value);
    if (name === "between" || name === "cores") {
      if (!Array.isArray(value) || value.length === 0) return `says no cores in ${name}`;
      if (name === "between" && value.length !== 2) return "is not between two cores";
      return value.map((core) => this.#faultOfCore(core)).find((text) => text !== null) ?? null;
    }
    if (name === "until" && value === null && mayLast) return null;
    const isShare = ["loss", "duplication", "reordering"].includes(name);
    const isNumber = typeof value === "number" && Number.isFinite(value) && value >= 0 && (!isShare || value <= 1);
    const isPositive = isNumber && (value > 0 || !["factor", "rate"].includes(name));
    return isPositive ? null : `has no ${name} that is a number from 0${isShare ? " to 1" : ""}`;
  }

  #faultOfCore(name: unknown): string | null {
    if (typeof name !== "string") return "names no core";
    if (this.#cores.has(name)) return null;
    const near = closestName(name, this.#cores.keys());
    return `names ${name}, which no kernel runs on${near === null ? "" : `; did you mean ${near}?`}`;
  }

  #build(json: Json, kind: Fault["kind"]): Fault {
    const number = (name: string): number => Number(json[name]);
    const core = (name: unknown): number => this.#cores.get(String(name)) ?? -1;
    const list = (name: string): readonly number[] => (Array.isArray(json[name]) ? json[name].map(core) : []);
    const [one = -1, other = -1] = list("between");
    const between = [one, other] as const;
    const at = number("at");
    const until = typeof json["until"] === "number" ? json["until"] : null;
    const end = until ?? at;
    switch (kind) {
      case "kill":
        return { kind, at, core: core(json["core"]), until };
      case "cut":
        return { kind, at, between, until };
      case "partition":
        return { kind, at, cores: list("cores"), until };
      case "delay":
        return { kind, at, between, nanoseconds: number("nanoseconds"), until: end };
      case "disturb": {
        const [loss, duplication, reordering] = [number("loss"), number("duplication"), number("reordering")];
        return { kind, at, between, loss, duplication, reordering, until: end };
      }
      case "slow":
        return { kind, at, core: core(json["core"]), factor: number("factor"), until: end };
      case "skew":
        return { kind, at, core: core(json["core"]), rate: number("rate"), until: end };
    }
  }
}

function isObject(value: unknown): value is Json {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isKind(kind: string): kind is Fault["kind"] {
  return Object.hasOwn(members, kind);
}
