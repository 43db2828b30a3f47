import type { Binding } from "../stub.ts";

const bindings = new WeakMap<object, Binding>();

/** The client itself, whose binding is known from now on. */
export function rememberBinding(client: unknown, binding: Binding): unknown {
  if (typeof client === "object" && client !== null) bindings.set(client, binding);
  return client;
}

/** The binding behind a client of `context.services`. */
export function bindingOf(client: object): Binding {
  const binding = bindings.get(client);
  if (binding === undefined) throw new TypeError("only a client that the kernel has made can be used in place");
  return binding;
}
