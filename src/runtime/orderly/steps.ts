/** What a kernel does for a change in order, one step at a time; a host brings the steps to it, and its answers back. */
import { ShutdownError } from "../errors.ts";
import { Expiring } from "../kernel/deadlines.ts";
import { textOf } from "../kernel/error-text.ts";
import type { ProgramPlace } from "../kernel/events.ts";
import type { HeldFor, RunningService } from "../kernel/handover.ts";
import type { Kernel } from "../kernel/kernel.ts";
import type { ServiceName } from "../kernel/service-name.ts";
import type { Legacy } from "../kernel/services/service-life.ts";

export type Step =
  /** Connections are held; within so many milliseconds nothing is to be under way on them. */
  | { readonly step: "hold"; readonly about: HeldFor; readonly within: number }
  /** Nothing is held any more; unless it is null, once a view says so, or that was waited for in vain. */
  | { readonly step: "release"; readonly once: Awaited | null }
  /** Replicated objects go on without those who have left. */
  | { readonly step: "settle"; readonly within: number }
  /** Objects that decide by majority do so without a core that is to leave; null: with all again. */
  | { readonly step: "relinquish"; readonly core: number | null; readonly within: number }
  /** The instance is served to nobody new. */
  | ({ readonly step: "retire" } & ServiceName)
  /** It goes on as before. */
  | ({ readonly step: "stay" } & ServiceName)
  /** It ends, and leaves its state; with force, whoever is still bound to it. */
  | ({ readonly step: "suspend"; readonly within: number; readonly force: boolean } & ServiceName)
  /** From a view on, which is to say so, it runs on another core; `move`: the number of that. */
  | ({ readonly step: "relocate"; readonly core: number; readonly move: number; readonly within: number } & ServiceName)
  /** `failsAs`: who has failed for good where it does not come up; null: it is started somewhere else then. */
  | ({ readonly step: "start"; readonly legacy: Legacy; readonly failsAs: ProgramPlace | null } & ServiceName);

export type StepAnswer =
  /** `legacy`: of a suspended service. */
  { readonly kind: "done"; readonly legacy: Legacy } | { readonly kind: "failed"; readonly text: string };

/** A kernel that is to be in the view, or not to be. */
export interface Awaited {
  readonly core: number;
  readonly isMember: boolean;
  /** Milliseconds. */
  readonly within: number;
}

/** Starts a service of the kernel that has run elsewhere; why it did not come up, or null. */
export type StartService = (name: ServiceName, legacy: Legacy) => Promise<string | null>;

const tooFew = "too few kernels are within reach to agree on it";

const done: StepAnswer = { kind: "done", legacy: { state: null, subscriptions: 0 } };

/** Never rejects. */
export function doStep(kernel: Kernel, start: StartService, step: Step): Promise<StepAnswer> {
  const { handover } = kernel;
  switch (step.step) {
    case "hold":
      return within(
        kernel,
        step.within,
        (held) => handover.hold(step.about, held),
        () => handover.unfinished,
      );
    case "release":
      return release(kernel, step.once);
    case "settle":
      return within(
        kernel,
        step.within,
        (settled) => settle(kernel, settled, step.within),
        () => null,
      );
    case "relinquish":
      return within(
        kernel,
        step.within,
        (done) => relinquish(kernel, step.core, done, step.within),
        () => describeRest(kernel, step.core),
      );
    case "retire":
      if (!kernel.membership.hasQuorum) return failed(tooFew);
      return handover.retire(step, () => {}) === null ? failed("it does not run there") : Promise.resolve(done);
    case "stay":
      handover.stay(step);
      return Promise.resolve(done);
    case "suspend":
      return suspend(kernel, step, step);
    case "relocate":
      return relocate(kernel, step);
    case "start":
      if (handover.has(step)) return failed("it has started there without what it left");
      if (kernel.directory.coreOf(step) !== kernel.core) return failed("it is agreed that it runs elsewhere");
      return start(step, step.legacy).then((text) => {
        if (text === null) return done;
        if (step.failsAs !== null) kernel.services.failed(step.failsAs, text);
        return { kind: "failed", text };
      });
  }
}

function failed(text: string): Promise<StepAnswer> {
  return Promise.resolve({ kind: "failed", text });
}

class Limit extends Expiring {
  readonly #passed: () => void;

  constructor(passed: () => void) {
    super();
    this.#passed = passed;
  }

  override expire(): void {
    this.#passed();
  }
}

/** Done when it calls back in time; else what keeps it from that is said. */
function within(
  { deadlines }: Kernel,
  milliseconds: number,
  begin: (done: () => void) => void,
  unfinished: () => string | null,
): Promise<StepAnswer> {
  return new Promise((resolve) => {
    const limit = new Limit(() => resolve({ kind: "failed", text: unfinished() ?? "it was not done in time" }));
    deadlines.add(limit, milliseconds);
    begin(() => {
      deadlines.remove(limit);
      resolve(done);
    });
  });
}

async function release(kernel: Kernel, once: Awaited | null): Promise<StepAnswer> {
  const { handover, membership } = kernel;
  if (once !== null) {
    let ignore = (): void => {};
    await within(
      kernel,
      once.within,
      (then) => {
        const look = (): void => {
          if (membership.view.members.has(once.core) === once.isMember) then();
        };
        ignore = membership.onView(look);
        look();
      },
      () => null,
    );
    ignore();
  }
  handover.release();
  return done;
}

type Relocation = Extract<Step, { step: "relocate" }>;

/** Why a move will not be agreed on, as far as this kernel knows; "" when it is agreed on, null while that is open. */
function faultOfMove({ handover, membership }: Kernel, step: Relocation): string | null {
  const placement = handover.placementOf(step);
  if (placement !== null && placement.move >= step.move) {
    return placement.move === step.move && placement.core === step.core ? "" : "it has been moved again";
  }
  if (!membership.hasQuorum) return tooFew;
  return membership.view.members.has(step.core) ? null : "its kernel takes no part";
}

/** Done when it is agreed on; else why it is not. */
async function relocate(kernel: Kernel, step: Relocation): Promise<StepAnswer> {
  const { handover, membership } = kernel;
  handover.moves(step, step.core, step.move);
  let end = (): void => {};
  let fault: string | null = null;
  const answer = await within(
    kernel,
    step.within,
    (then) => {
      const look = (): void => {
        fault ??= faultOfMove(kernel, step);
        if (fault !== null) then();
      };
      const [onView, onQuorum] = [membership.onView(look), membership.onQuorum(look)];
      end = () => {
        onView();
        onQuorum();
      };
      look();
    },
    () => "it was not agreed on in time",
  );
  end();
  return fault === null || fault === "" ? answer : { kind: "failed", text: fault };
}

/** Milliseconds between two looks. */
const settlingPause = 1;

function settle(kernel: Kernel, settled: () => void, rest: number): void {
  if (kernel.states.settle()) settled();
  else if (rest > 0)
    kernel.deadlines.add(new Limit(() => settle(kernel, settled, rest - settlingPause)), settlingPause);
}

function relinquish(kernel: Kernel, core: number | null, done: () => void, rest: number): void {
  if (kernel.states.relinquish(core).length === 0) done();
  else if (rest > 0)
    kernel.deadlines.add(new Limit(() => relinquish(kernel, core, done, rest - settlingPause)), settlingPause);
}

function describeRest({ states }: Kernel, core: number | null): string {
  return `the replicas of ${states.relinquish(core).join(", ")} do not agree without it`;
}

interface Patience {
  readonly within: number;
  readonly force: boolean;
}

async function suspend(kernel: Kernel, name: ServiceName, patience: Patience): Promise<StepAnswer> {
  const { handover } = kernel;
  let running: RunningService | null = null;
  const milliseconds = patience.force ? 0 : patience.within;
  const gone = await within(
    kernel,
    milliseconds,
    (then) => {
      running = handover.retire(name, then);
    },
    () => `${handover.boundTo(name) ?? "somebody"} is still bound to it`,
  );
  if (gone.kind === "failed" && !patience.force) return gone;
  const left = running === null ? await failed("it does not run there") : await suspended(kernel, running, patience);
  if (left.kind === "failed") return left;
  const { state } = left.legacy;
  // What it has itself begun is given the time to end; the hook was the moment to see to that.
  let holdNoMore = (): void => {};
  await within(
    kernel,
    milliseconds,
    (then) => {
      holdNoMore = handover.holdOf(name, then);
    },
    () => null,
  );
  const subscriptions = handover.remove(name, new ShutdownError("the service has moved to another core"));
  holdNoMore();
  return { kind: "done", legacy: { state, subscriptions } };
}

/** What it leaves, by its own word; what has no end is waited for no longer than anything else. */
function suspended({ deadlines }: Kernel, running: RunningService, patience: Patience): Promise<StepAnswer> {
  const leaves = (state: Uint8Array | null): StepAnswer => ({ kind: "done", legacy: { state, subscriptions: 0 } });
  const text = `its onSuspend did not end within ${patience.within} ms`;
  return new Promise((resolve) => {
    const limit = new Limit(() => resolve(patience.force ? leaves(null) : { kind: "failed", text }));
    deadlines.add(limit, patience.within);
    const answer = (answered: StepAnswer): void => {
      deadlines.remove(limit);
      resolve(answered);
    };
    running.suspend().then(
      (state) => answer(leaves(state)),
      (error) => answer({ kind: "failed", text: `its onSuspend failed: ${textOf(error)}` }),
    );
  });
}
