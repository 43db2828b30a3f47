import type { PlanOperation } from "../../../plan/plan.ts";
import { longestBytes } from "../codec/place.ts";
import { failureBytes } from "../codec/type-functions.ts";
import { documentation } from "../documentation.ts";
import { printArray, printObject } from "../print-code.ts";
import { type ConstantDeclarationStructure, StructureKind } from "../structures.ts";
import { failureTypes } from "./declarations.ts";
import { handsOver } from "./handed-over.ts";
import type { InterfaceContext } from "./interface-context.ts";
import { served } from "./server.ts";

/** The constant through which a kernel knows the interface. */
export function printDescriptor(context: InterfaceContext): ConstantDeclarationStructure {
  const { plan, names, runtime } = context;
  const types = [names.client, names.server, names.events ?? "null"];
  const docs = documentation(plan.documentation, plan.at, `${plan.name}, version ${plan.version}.`);
  const type = `${runtime.type("InterfaceDescriptor")}<${types.join(", ")}>`;
  const initializer = printFields(context);
  return { kind: StructureKind.Constant, docs, name: names.descriptor, type, inferred: null, initializer };
}

function printFields(context: InterfaceContext): string {
  const { plan, names } = context;
  const operations = plan.operations;
  const hasServed = served(context).length > 0;
  const fields: Readonly<Record<string, string>> = {
    name: JSON.stringify(plan.name),
    version: String(plan.version),
    fingerprint: JSON.stringify(plan.fingerprint),
    operations: printArray(operations.map(printFacts)),
    ...(operations.some((one) => handsOver(plan, one)) ? { hasResources: "true" } : {}),
    longestRequest: String(
      longest(
        operations.flatMap(({ verb, request, upload }) =>
          verb === "event" ? [] : [longestBytes(request), longestBytes(upload)],
        ),
      ),
    ),
    longestReply: String(longestReply(context)),
    connect: operations.length === 0 ? `() => new ${names.client}()` : `(binding) => new ${names.client}(binding)`,
    serve: hasServed ? `(server) => new ${names.stub}(server)` : `() => new ${names.stub}()`,
    events: names.events === null ? "() => null" : `(publisher) => new ${names.events}(publisher)`,
  };
  return printObject(Object.keys(fields), Object.values(fields));
}

const picosecondsInMillisecond = 1e9;

function printFacts({ name, opcode, signature, ...traits }: PlanOperation): string {
  const { idempotent, deadline, priority, window } = traits;
  const facts: Readonly<Record<string, string | null>> = {
    name: JSON.stringify(name),
    opcode: String(opcode),
    signature: JSON.stringify(signature),
    idempotent: idempotent ? "true" : null,
    deadline: deadline === null ? null : String(deadline / picosecondsInMillisecond),
    priority: priority === 0 ? null : String(priority),
    window: window === null ? null : String(window),
  };
  const said = Object.entries(facts).filter(([, text]) => text !== null);
  return `{ ${said.map(([fact, text]) => `${fact}: ${text}`).join(", ")} }`;
}

/** Of replies, items, events and failures. */
function longestReply(context: InterfaceContext): number {
  const { operations } = context.plan;
  const replies = operations.map(({ reply }) => longestBytes(reply));
  const events = operations.filter(({ verb }) => verb === "event").map(({ request }) => longestBytes(request));
  return longest([...replies, ...events, ...failureTypes(context).map((type) => failureBytes(context, type))]);
}

function longest(sizes: readonly number[]): number {
  return Math.max(0, ...sizes);
}
