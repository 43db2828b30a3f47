import { UnreachableError } from "../../errors.ts";
import type { Loss } from "../routes/routing.ts";
import type { Directory } from "./directory.ts";

/** What its callers are told of a service that a loss has cut off. */
export function unreachable(service: string, loss: Loss, directory: Pick<Directory, "nameOf">): UnreachableError {
  if ("core" in loss) return new UnreachableError(service, directory.nameOf(loss.core));
  const [one, other] = loss.hop.map((core) => directory.nameOf(core));
  return new UnreachableError(service, one ?? "", other ?? "");
}
