/** What generated code says of a replicated object, so that a program gets it with its types. */
import type {
  LocalCounter,
  LocalLease,
  LocalLog,
  LocalMap,
  LocalRegister,
  LocalSet,
  RemoteCounter,
  RemoteLease,
  RemoteLog,
  RemoteMap,
  RemoteRegister,
  RemoteSet,
} from "./faces.ts";
import type { ReplicatedObject, StateKind, StateMachine } from "./replicated-object.ts";
import { TypedLocalCounter, TypedRemoteCounter } from "./typed/counter.ts";
import { TypedLocalLease, TypedRemoteLease } from "./typed/lease.ts";
import { TypedLocalLog, TypedRemoteLog } from "./typed/log.ts";
import { type MapCodec, TypedLocalMap, TypedRemoteMap } from "./typed/map.ts";
import { TypedLocalRegister, TypedRemoteRegister } from "./typed/register.ts";
import { TypedLocalSet, TypedRemoteSet } from "./typed/set.ts";
import type { ValueCodec } from "./value-codec.ts";

/** Makes what a program has of an object. */
export interface StateDescriptor<Face> {
  readonly kind: StateKind;
  readonly open: (object: ReplicatedObject) => Face;
}

/** One object: for programs that have a replica on every core they run on, and for others. */
export interface StateEntry<Local, Remote> {
  readonly local: StateDescriptor<Local>;
  readonly remote: StateDescriptor<Remote>;
}

export const stateEntry = {
  register: <Value>(value: ValueCodec<Value>): StateEntry<LocalRegister<Value>, RemoteRegister<Value>> =>
    entryOf(
      "register",
      (object, replica) => new TypedLocalRegister(object, value, replica),
      (object) => new TypedRemoteRegister(object, value),
    ),
  map: <Key, Value>(codec: MapCodec<Key, Value>): StateEntry<LocalMap<Key, Value>, RemoteMap<Key, Value>> =>
    entryOf(
      "map",
      (object, replica) => new TypedLocalMap(object, codec, replica),
      (object) => new TypedRemoteMap(object, codec),
    ),
  counter: (): StateEntry<LocalCounter, RemoteCounter> =>
    entryOf(
      "counter",
      (object, replica) => new TypedLocalCounter(object, replica),
      (object) => new TypedRemoteCounter(object),
    ),
  set: <Element>(element: ValueCodec<Element>): StateEntry<LocalSet<Element>, RemoteSet<Element>> =>
    entryOf(
      "set",
      (object, replica) => new TypedLocalSet(object, element, replica),
      (object) => new TypedRemoteSet(object, element),
    ),
  log: <Entry>(entry: ValueCodec<Entry>): StateEntry<LocalLog<Entry>, RemoteLog<Entry>> =>
    entryOf(
      "log",
      (object, replica) => new TypedLocalLog(object, entry, replica),
      (object) => new TypedRemoteLog(object, entry),
    ),
  /** `milliseconds`: how long it holds. */
  lease: (milliseconds: number): StateEntry<LocalLease, RemoteLease> =>
    entryOf(
      "lease",
      (object, replica) => new TypedLocalLease(object, milliseconds, replica),
      (object) => new TypedRemoteLease(object, milliseconds),
    ),
} as const;

function entryOf<Local, Remote>(
  kind: StateKind,
  openLocal: (object: ReplicatedObject, replica: StateMachine) => Local,
  openRemote: (object: ReplicatedObject) => Remote,
): StateEntry<Local, Remote> {
  return {
    local: {
      kind,
      open: (object) => {
        if (object.replica === null) throw new Error(`this kernel has no replica of a ${kind} that is to be local`);
        return openLocal(object, object.replica);
      },
    },
    remote: { kind, open: openRemote },
  };
}
