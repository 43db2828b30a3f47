/** SK97xx: systems, and who may call what. */
import { compatibleChange, sourceChange, wireChange } from "../../change.ts";

interface Allowed {
  readonly service: string;
  readonly program: string;
  readonly operations: string;
}

export const systemChanges = {
  systemRemoved: wireChange<{ readonly name: string }>({
    code: "SK9701",
    title: "the system is gone",
    affects: ["oldClients", "code"],
    explanation:
      "The old description runs services on a machine and the new one runs none. Perhaps NEW names one file where OLD names a whole description.",
    message: ({ name }) => `the system \`${name}\` is gone, with all of its services`,
  }),
  systemRenamed: sourceChange<{ readonly old: string; readonly new: string }>({
    code: "SK9702",
    title: "the system has another name",
    explanation:
      "Programs import the types of their services from a file that is called after the system. Those imports must be changed.",
    message: ({ old, new: now }) => `the system \`${old}\` is called \`${now}\` now`,
  }),
  serviceRemoved: wireChange<{ readonly service: string; readonly system: string; readonly suggestion: string | null }>(
    {
      code: "SK9703",
      title: "a service is gone",
      affects: ["oldClients", "code"],
      explanation:
        "Services are found by their names. Clients that use this one are not bound any more. Keep it until the last of them is gone.",
      message: ({ service, system, suggestion }) =>
        `the service \`${service}\` is gone from \`${system}\`${suggestion === null ? "" : `; is \`${suggestion}\` what became of it?`}`,
    },
  ),
  serviceInterfaceChanged: wireChange<{ readonly service: string; readonly old: string; readonly new: string }>({
    code: "SK9704",
    title: "a service serves another interface",
    affects: ["oldClients", "newClients", "code"],
    explanation:
      "A client is bound to a service by its name and must find the interface that it was built for. Let the service keep its interface, and serve the other one under a new name.",
    message: ({ service, old, new: now }) => `the service \`${service}\` served \`${old}\` and serves \`${now}\``,
  }),
  allowNarrowed: wireChange<Allowed>({
    code: "SK9705",
    title: "a program may use less of a service",
    affects: ["oldClients", "code"],
    explanation:
      "What `allow` does not name is refused by the server, whenever the client was built, and the client's type no longer has it. Allow it again, or first see to it that the program calls it no more.",
    message: ({ service, program, operations }) => `\`${program}\` may no longer use ${operations} of \`${service}\``,
  }),
  useRemoved: sourceChange<{ readonly service: string; readonly program: string }>({
    code: "SK9706",
    title: "a program no longer uses a service",
    explanation:
      "The type of a program has the services that it says it uses, and no others. Its code no longer compiles where it asks for this one.",
    message: ({ service, program }) => `\`${program}\` no longer uses \`${service}\`: its code cannot ask for it`,
  }),
  serviceAdded: compatibleChange<{ readonly service: string; readonly system: string }>({
    code: "SK9751",
    title: "a new service",
    explanation: "Nobody knew it before, so nobody can miss anything. Old programs go on without it.",
    message: ({ service, system }) => `the service \`${service}\` of \`${system}\` is new`,
  }),
  allowWidened: compatibleChange<Allowed>({
    code: "SK9752",
    title: "a program may use more of a service",
    explanation: "Nothing that worked is refused. See that it was meant: a right that is given is hard to take back.",
    message: ({ service, program, operations }) => `\`${program}\` may now use ${operations} of \`${service}\` too`,
  }),
} as const;
