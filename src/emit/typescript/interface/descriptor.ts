import { longestBytes } from "../codec/place.ts";
import { failureBytes } from "../codec/type-functions.ts";
import { documentation } from "../documentation.ts";
import { printConstant, printObject } from "../print-code.ts";
import { failureTypes } from "./declarations.ts";
import type { InterfaceContext } from "./interface-context.ts";
import { served } from "./server.ts";

/** The constant through which a kernel knows the interface. */
export function printDescriptor(context: InterfaceContext): string {
  const { plan, names, runtime } = context;
  const types = [names.client, names.server, names.events ?? "null"];
  const docs = documentation(plan.documentation, plan.at, `${plan.name}, version ${plan.version}.`);
  const type = `${runtime.type("InterfaceDescriptor")}<${types.join(", ")}>`;
  return printConstant(docs, names.descriptor, type, printFields(context));
}

function printFields(context: InterfaceContext): string {
  const { plan, names } = context;
  const operations = plan.operations;
  const hasServed = served(context).length > 0;
  const fields: Readonly<Record<string, string>> = {
    name: JSON.stringify(plan.name),
    version: String(plan.version),
    fingerprint: JSON.stringify(plan.fingerprint),
    longestRequest: String(
      longest(operations.filter(({ verb }) => verb !== "event").map(({ request }) => longestBytes(request))),
    ),
    longestReply: String(longestReply(context)),
    connect: operations.length === 0 ? `() => new ${names.client}()` : `(binding) => new ${names.client}(binding)`,
    serve: hasServed ? `(server) => new ${names.stub}(server)` : `() => new ${names.stub}()`,
    events: names.events === null ? "() => null" : `(publisher) => new ${names.events}(publisher)`,
  };
  return printObject(Object.keys(fields), Object.values(fields));
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
