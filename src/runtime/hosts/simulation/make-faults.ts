import type { BootConfiguration } from "../../kernel/boot-configuration.ts";
import type { Fault, FaultKind, FaultSchedule, Neighbours } from "./faults.ts";
import { seededRandom } from "./random.ts";

/** What may go wrong with a system, and when. */
export interface FaultRange {
  readonly configuration: BootConfiguration;
  /** Virtual milliseconds in which faults begin: as long as the system runs when nothing goes wrong. */
  readonly span: number;
}

/** Most faults of a schedule. */
const mostFaults = 6;
/** Milliseconds that those last that outlast elections. */
const lasting = [2, 2000] as const;

/** A schedule for a seed; the same for the same. One in eight has no faults. */
export function makeFaults(range: FaultRange, seed: number): FaultSchedule {
  const chance = new Chance(seed);
  const makers = makersFor(range.configuration);
  const count = chance.upTo(8) === 0 ? 0 : 1 + chance.upTo(mostFaults);
  const faults = Array.from({ length: count }, () => makeFault(range, chance, makers));
  return faults.sort((one, other) => one.at - other.at);
}

/** Draws from a seed. */
class Chance {
  readonly draw: () => number;

  constructor(seed: number) {
    this.draw = seededRandom(seed);
    // Seeds that lie side by side begin alike.
    for (let turn = 0; turn < 4; turn++) this.draw();
  }

  /** A whole number from 0, less than `bound`. */
  upTo(bound: number): number {
    return Math.floor(this.draw() * bound);
  }

  pick<Value>(values: readonly Value[]): Value {
    return values[this.upTo(values.length)] as Value;
  }

  /** Between the two, small ones as likely as large ones. */
  between(least: number, most: number): number {
    return round(least * (most / least) ** this.draw());
  }
}

type Maker = (chance: Chance, until: number) => FaultKind;

function makeFault({ span }: FaultRange, chance: Chance, makers: readonly Maker[]): Fault {
  const at = round(span * chance.draw());
  const kind = chance.pick(makers)(chance, round(at + lengthOf(span, chance)));
  return { at, ...kind };
}

/** As long as what programs do takes, about; or as long as others take to notice, to agree on it, and to go on without. */
function lengthOf(span: number, chance: Chance): number {
  return chance.upTo(3) > 0 ? span * chance.between(0.01, 2) : chance.between(...lasting);
}

/** Each kind of fault that can happen to a machine, as often as it is to. */
function makersFor({ order, channels }: BootConfiguration): readonly Maker[] {
  const booting = new Set(order);
  const usable = channels.filter(({ from, to }) => booting.has(from) && booting.has(to) && from < to);
  const pairs = distinct(usable.map(({ from, to }) => [from, to]));
  const weak = distinct(
    usable.flatMap(({ from, to, reliable, ordered }) =>
      reliable === false || ordered === false ? [[from, to] as const] : [],
    ),
  );
  const ofCores: readonly Maker[] = [
    (chance, until) => ({ kind: "kill", core: chance.pick(order), until: chance.upTo(2) === 0 ? null : until }),
    (chance, until) => ({ kind: "slow", core: chance.pick(order), factor: chance.between(2, 100), until }),
    // Two clocks that differ by more than a tenth are beyond what leases promise.
    (chance, until) => ({ kind: "skew", core: chance.pick(order), rate: chance.between(0.96, 1.04), until }),
  ];
  const ofLinks: readonly Maker[] = [
    (chance, until) => ({ kind: "cut", between: chance.pick(pairs), until: chance.upTo(4) === 0 ? null : until }),
    (chance, until) => ({ kind: "partition", cores: partOf(order, chance), until }),
    (chance, until) => {
      return { kind: "delay", between: chance.pick(pairs), nanoseconds: chance.between(100, 1e6), until };
    },
  ];
  const disturb: Maker = (chance, until) => {
    const share = (): number => round(chance.draw() / 2);
    const shares = { loss: share(), duplication: share(), reordering: share() };
    return { kind: "disturb", between: chance.pick(weak), ...shares, until };
  };
  const hasWeak = weak.length > 0;
  return [...ofCores, ...(pairs.length > 0 ? ofLinks : []), ...(hasWeak ? [disturb, disturb, disturb] : [])];
}

function distinct(pairs: readonly Neighbours[]): readonly Neighbours[] {
  return [...new Map(pairs.map((pair) => [pair.join(), pair])).values()];
}

/** At least one and not all of the cores, the larger the rarer; ascending. */
function partOf(cores: readonly number[], chance: Chance): readonly number[] {
  const size = Math.max(1, Math.floor(cores.length * chance.draw() ** 2));
  const left = [...cores];
  const chosen = Array.from({ length: size }, () => left.splice(chance.upTo(left.length), 1)[0] as number);
  return chosen.sort((one, other) => one - other);
}

/** Six digits are enough, and readable. */
function round(value: number): number {
  return Number(value.toPrecision(6));
}
