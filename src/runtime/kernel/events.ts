/** What a booting and running system reports, as data. Hosts stamp the time; the doors print. */

/** A program of the system, where it runs. */
export interface ProgramPlace {
  /** Index of the core. */
  readonly core: number;
  /** Name in the system description. */
  readonly program: string;
  readonly instance: number;
  readonly instances: number;
}

/** What a kernel reports. */
export type KernelEvent =
  /** The kernel runs. */
  | { readonly kind: "kernelUp"; readonly core: number }
  /** Hello was exchanged with every neighbour over every ring; `channels` counts the rings of both directions. */
  | { readonly kind: "channelsBound"; readonly core: number; readonly channels: number; readonly neighbours: number }
  | ({ readonly kind: "serviceReady"; readonly interface: string; readonly version: number } & ProgramPlace)
  /** It threw while it started; whoever binds to it is refused. */
  | ({ readonly kind: "serviceFailed"; readonly text: string } & ProgramPlace)
  /** It threw something undeclared while it served a request; it goes on serving. */
  | ({ readonly kind: "serviceFault"; readonly text: string; readonly caller: string } & ProgramPlace)
  /** A program has asked for what the description does not allow it; reported for the 1st, 2nd, 4th, 8th … time. */
  | ({
      readonly kind: "notAllowed";
      readonly operation: string;
      readonly caller: string;
      readonly count: number;
    } & ProgramPlace)
  | ({
      readonly kind: "bindingMade";
      readonly service: string;
      readonly serviceInstance: number;
      readonly serviceCore: number;
    } & ProgramPlace)
  /** The instance it was made to is lost, and another is looked for. */
  | ({
      readonly kind: "bindingLost";
      readonly service: string;
      readonly serviceInstance: number;
      readonly text: string;
    } & ProgramPlace)
  | ({
      readonly kind: "bindingFailed";
      readonly service: string;
      readonly serviceInstance: number;
      readonly text: string;
    } & ProgramPlace)
  | ({ readonly kind: "clientStarted" } & ProgramPlace)
  | ({ readonly kind: "clientDone" } & ProgramPlace)
  | ({ readonly kind: "clientFailed"; readonly text: string } & ProgramPlace)
  /** A line a program wrote with `context.log`. */
  | ({ readonly kind: "log"; readonly text: string } & ProgramPlace)
  /** Something that is no message of ours was dropped; reported for the 1st, 2nd, 4th, 8th … of its reason. */
  | {
      readonly kind: "frameDropped";
      readonly core: number;
      readonly reason: DropReason;
      readonly from: number;
      readonly count: number;
    }
  /** Another kernel is gone, as was agreed, and this one has drawn the consequences. */
  | { readonly kind: "coreLost"; readonly core: number; readonly lost: number }
  /** Another kernel has started anew and takes part again. */
  | { readonly kind: "coreJoined"; readonly core: number; readonly joined: number }
  /** Two neighbours cannot talk to each other directly any more, or can again, as was agreed. */
  | { readonly kind: "hopLost" | "hopFound"; readonly core: number; readonly between: readonly [number, number] }
  /** The kernel acts on another view: who takes part, of whom it is one. */
  | { readonly kind: "viewChanged"; readonly core: number; readonly epoch: number; readonly members: number }
  /** Too few kernels are within reach to agree on anything; or enough again. */
  | { readonly kind: "quorumLost" | "quorumFound"; readonly core: number }
  /** The kernel, which started anew or has no replica by the plan, has the state of an object now. */
  | { readonly kind: "replicaRebuilt"; readonly core: number; readonly object: string }
  /** No replica that is left has, or could have, all that was agreed on an object. */
  | { readonly kind: "objectLost"; readonly core: number; readonly object: string }
  /** The others go on without this kernel. */
  | { readonly kind: "excluded"; readonly core: number }
  /** Last words of a kernel that stops in order. */
  | { readonly kind: "kernelStopped"; readonly core: number; readonly statistics: KernelStatistics };

/** What only a host can know. */
export type HostEvent =
  | { readonly kind: "pinned"; readonly core: number; readonly osIndex: number }
  /** Runs anywhere, and why. */
  | { readonly kind: "notPinned"; readonly core: number; readonly text: string }
  /** The kernel died: its worker ended, was killed, or threw. */
  | { readonly kind: "kernelLost"; readonly core: number; readonly text: string }
  /** A kernel starts anew on a core whose kernel was lost or taken offline; how often one has started there before. */
  | { readonly kind: "kernelRestarted"; readonly core: number; readonly incarnation: number }
  /** An instance has moved from `core`; `stateBytes`: what it has taken along, null for nothing. */
  | ({ readonly kind: "serviceMoved"; readonly to: number; readonly stateBytes: number | null } & ProgramPlace)
  | { readonly kind: "shutdown"; readonly reason: string };

export type BootEvent = (KernelEvent | HostEvent) & {
  /** Milliseconds since the boot began. */
  readonly at: number;
  /** Path of the core in the description; null for events of the whole system. */
  readonly coreName: string | null;
};

/** Why a frame was dropped. */
export type DropReason =
  /** No such core, or no way to it. */
  | "destination"
  /** It came over a virtual channel that is not its destination's. */
  | "virtualChannel"
  /** It claims to come from a core whose frames do not come this way. */
  | "source"
  /** No such endpoint, or not this peer's. */
  | "endpoint"
  | "kind"
  /** A length that cannot be. */
  | "length"
  /** A fragment that does not continue its message. */
  | "fragment"
  /** It says that its message lies in a block where none of the sender's can lie. */
  | "block"
  /** An answer to nothing. */
  | "correlation"
  /** More under way than the window allows. */
  | "window"
  /** An operation that client and server do not mean the same by. */
  | "operation"
  /** A payload that is not a message of the interface. */
  | "malformed"
  /** On its way to a core that was lost. */
  | "lost";

export interface KernelStatistics {
  /** Frames taken from rings for programs of this core. */
  readonly delivered: number;
  readonly forwarded: number;
  /** Frames of local origin put into rings. */
  readonly sent: number;
  readonly dropped: Readonly<Partial<Record<DropReason, number>>>;
}

/** How a system ended. */
export interface SystemOutcome {
  /** `completed`: every client ended well. `stopped`: it was told to stop before. `failed`: see `failures`. */
  readonly kind: "completed" | "stopped" | "failed";
  readonly reason: string;
  /** One sentence for each client, service or kernel that failed, naming it. */
  readonly failures: readonly string[];
}
