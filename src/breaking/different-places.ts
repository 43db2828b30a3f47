import type { Affected } from "../diagnostics/change.ts";
import type { TypedPlace } from "./compare-places.ts";
import type { Difference } from "./compare-types.ts";
import type { Subject } from "./finding.ts";

export interface DifferentPlace<Kind extends Difference["kind"]> {
  readonly place: TypedPlace;
  readonly difference: Extract<Difference, { kind: Kind }>;
  readonly subject: Subject;
  readonly facts: { readonly what: string; readonly old: string; readonly new: string };
}

/** Where types differ in one way. */
export function differentPlaces<Kind extends Difference["kind"]>(
  places: readonly TypedPlace[],
  kind: Kind,
): readonly DifferentPlace<Kind>[] {
  return places.flatMap((place) =>
    place.differences.filter(isOf(kind)).map((difference) => ({
      place,
      difference,
      subject: subjectOf(place),
      facts: { what: place.what, ...place.types },
    })),
  );
}

function isOf<Kind extends Difference["kind"]>(kind: Kind) {
  return (difference: Difference): difference is Extract<Difference, { kind: Kind }> => difference.kind === kind;
}

function subjectOf({ scopes, operations, owner, at, changesCode }: TypedPlace): Subject {
  const clients: readonly Affected[] = ["oldClients", "newClients"];
  const affects = changesCode ? [...clients, "code" as const] : clients;
  return { interface: scopes.old.interface.name, operations, owner, ...at, affects };
}
