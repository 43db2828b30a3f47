import type { Rule } from "./rule.ts";
import { allowNarrowed } from "./rules/allow-narrowed.ts";
import { allowWidened } from "./rules/allow-widened.ts";
import { armNumberReused } from "./rules/arm-number-reused.ts";
import { arrayLength } from "./rules/array-length.ts";
import { boundChanged } from "./rules/bound-changed.ts";
import { callDeadline } from "./rules/call-deadline.ts";
import { callIdempotent } from "./rules/call-idempotent.ts";
import { choiceStorage } from "./rules/choice-storage.ts";
import { constantAdded } from "./rules/constant-added.ts";
import { constantChanged } from "./rules/constant-changed.ts";
import { constantRemoved } from "./rules/constant-removed.ts";
import { constantType } from "./rules/constant-type.ts";
import { fieldAdded } from "./rules/field-added.ts";
import { fieldPresence } from "./rules/field-presence.ts";
import { fieldRemoved } from "./rules/field-removed.ts";
import { fieldRenamed } from "./rules/field-renamed.ts";
import { fieldsReordered } from "./rules/fields-reordered.ts";
import { interfaceAdded } from "./rules/interface-added.ts";
import { interfaceRemoved } from "./rules/interface-removed.ts";
import { memberAdded } from "./rules/member-added.ts";
import { memberRemoved } from "./rules/member-removed.ts";
import { memberRenamed } from "./rules/member-renamed.ts";
import { memberRenumbered } from "./rules/member-renumbered.ts";
import { nameReturns } from "./rules/name-returns.ts";
import { notReserved } from "./rules/not-reserved.ts";
import { numberRepresentation } from "./rules/number-representation.ts";
import { numberReturns } from "./rules/number-returns.ts";
import { numberWidth } from "./rules/number-width.ts";
import { openStructRoom } from "./rules/open-struct-room.ts";
import { operationAdded } from "./rules/operation-added.ts";
import { operationFailure } from "./rules/operation-failure.ts";
import { operationNumberReused } from "./rules/operation-number-reused.ts";
import { operationPriority } from "./rules/operation-priority.ts";
import { operationRemoved } from "./rules/operation-removed.ts";
import { operationRenamed } from "./rules/operation-renamed.ts";
import { operationRenumbered } from "./rules/operation-renumbered.ts";
import { operationUpload } from "./rules/operation-upload.ts";
import { operationVerb } from "./rules/operation-verb.ts";
import { operationWindow } from "./rules/operation-window.ts";
import { regionAccess } from "./rules/region-access.ts";
import { reservationDropped } from "./rules/reservation-dropped.ts";
import { serviceAdded } from "./rules/service-added.ts";
import { serviceInterface } from "./rules/service-interface.ts";
import { serviceRemoved } from "./rules/service-removed.ts";
import { strictness } from "./rules/strictness.ts";
import { systemRemoved } from "./rules/system-removed.ts";
import { systemRenamed } from "./rules/system-renamed.ts";
import { typeAdded } from "./rules/type-added.ts";
import { typeChanged } from "./rules/type-changed.ts";
import { typeKind } from "./rules/type-kind.ts";
import { typeName } from "./rules/type-name.ts";
import { typeRemoved } from "./rules/type-removed.ts";
import { typeRenamed } from "./rules/type-renamed.ts";
import { useRemoved } from "./rules/use-removed.ts";
import { versionOrder } from "./rules/version-order.ts";

/** Every rule; none depends on another. */
export const rules: readonly Rule[] = Object.freeze([
  interfaceRemoved,
  interfaceAdded,
  versionOrder,
  operationRemoved,
  operationNumberReused,
  operationRenumbered,
  operationVerb,
  operationUpload,
  operationFailure,
  operationRenamed,
  operationAdded,
  callIdempotent,
  callDeadline,
  operationPriority,
  operationWindow,
  fieldAdded,
  fieldRemoved,
  fieldsReordered,
  fieldPresence,
  fieldRenamed,
  typeChanged,
  numberWidth,
  numberRepresentation,
  boundChanged,
  arrayLength,
  regionAccess,
  typeName,
  memberAdded,
  memberRemoved,
  memberRenumbered,
  armNumberReused,
  memberRenamed,
  choiceStorage,
  strictness,
  openStructRoom,
  typeKind,
  typeRemoved,
  typeRenamed,
  typeAdded,
  constantRemoved,
  constantType,
  constantChanged,
  constantAdded,
  numberReturns,
  nameReturns,
  reservationDropped,
  notReserved,
  systemRemoved,
  systemRenamed,
  serviceRemoved,
  serviceInterface,
  useRemoved,
  serviceAdded,
  allowNarrowed,
  allowWidened,
]);
