/** What `explain agreement` prints of one object. */
import { printSize, printTime } from "../../algorithms/print-quantity.ts";
import type { Cost } from "../../analyses/replicas/cost-of-use.ts";
import type { AgreementView } from "./agreement-view.ts";
import type { Losses } from "./replica-losses.ts";
import { type Column, renderTable } from "./text-table.ts";

const left = (head: string): Column => ({ head: [head], align: "left" });
const right = (head: string): Column => ({ head: [head], align: "right" });

export function printAgreement(view: AgreementView): string {
  return [
    `${printHead(view)}\n`,
    printPhases(view),
    printUsers(view),
    printTree(view),
    `${printLosses(view.losses, view.replicas.length)}\n${printCandidates(view)}`,
  ].join("\n");
}

const roles: Readonly<Record<AgreementView["protocol"], string>> = {
  broadcast: "ordered by",
  twoPhase: "coordinated by",
  majority: "led first by",
  shootdown: "from whoever changes it; here from",
};

function printHead({ name, kind, protocol, leader, replicas, bytes, capacity }: AgreementView): string {
  const holds = kind === "map" || kind === "set" || kind === "log" ? ` of at most ${capacity}` : "";
  return (
    `${name}: a ${kind}${holds}, agreed on by ${protocol}, ${roles[protocol]} ${leader}\n` +
    `${replicas.length} ${replicas.length === 1 ? "replica" : "replicas"}: ${abridge(replicas)}\n` +
    `A command has at most ${bytes.command} bytes, a snapshot ${printSize(bytes.snapshot)}, a replica takes ${printSize(bytes.replica)}.`
  );
}

const mostNamed = 8;

function abridge(paths: readonly string[]): string {
  const rest = paths.length - mostNamed;
  return rest <= 0 ? paths.join(", ") : `${paths.slice(0, mostNamed).join(", ")} and ${rest} more`;
}

function printPhases({ phases, messages, broadcasts }: AgreementView): string {
  const rows = phases.map((phase) => [phase.name, String(phase.messages), printTime(phase.done)]);
  const all = ["a change, in all", String(messages), ""];
  const table = renderTable([left("phase"), right("messages"), right("done after")], [...rows, all]);
  return `${table}${printBroadcasts(broadcasts)}`;
}

function printBroadcasts(broadcasts: AgreementView["broadcasts"]): string {
  const lines = broadcasts.slice(0, mostNamed).map(({ from, to, over }) => {
    return `${from} tells ${abridge(to)} at once, since ${over} broadcasts: it stores one line for all of them.\n`;
  });
  const rest = broadcasts.length - lines.length;
  return lines.length === 0 ? "" : `\n${lines.join("")}${rest > 0 ? `… and ${rest} more\n` : ""}`;
}

const mostUsers = 16;

function printUsers({ users, reads }: AgreementView): string {
  if (users.length === 0) return "No program uses it.\n";
  const rows = users.slice(0, mostUsers).map(({ program, core, replica, change, get, read }) => {
    return [`${program} on ${core}`, core === replica ? "its own" : replica, ...[change, get, read].map(printCost)];
  });
  const columns = [left("from"), left("replica"), right("change"), right("get"), right("read")];
  const rest = users.length - mostUsers;
  return `${renderTable(columns, rows)}${rest > 0 ? `… and ${rest} more\n` : ""}\n${printReads(reads)}\n`;
}

function printReads({ read }: AgreementView["reads"]): string {
  const local = "get is local: what was agreed on, perhaps not the latest.";
  if (read === "linearisable") return `${local}\nread is linearisable: it has all that was agreed on before it began.`;
  return `${local}\nread has all that was agreed on before it began; of what is agreed on meanwhile others may see other parts.`;
}

function printCost({ messages, time }: Cost): string {
  return messages === 0 ? "at once" : `${printTime(time)}, ${messages} ${messages === 1 ? "message" : "messages"}`;
}

const mostLines = 32;

function printTree({ tree: { cores, parents }, protocol }: AgreementView): string {
  if (protocol === "majority") return "The leader sends straight to each replica, along no tree.\n";
  const lines: string[] = [];
  const draw = (place: number, lead: string, below: string): void => {
    if (lines.length < mostLines) lines.push(lead + cores[place]);
    const children = parents.flatMap((parent, child) => (parent === place ? [child] : []));
    children.forEach((child, index) => {
      const isLast = index === children.length - 1;
      draw(child, `${below}${isLast ? "└─ " : "├─ "}`, `${below}${isLast ? "   " : "│  "}`);
    });
  };
  draw(0, "", "");
  const rest = cores.length - lines.length;
  return `${lines.join("\n")}\n${rest > 0 ? `… and ${rest} more\n` : ""}`;
}

function printCandidates({ replicas, candidates }: AgreementView): string {
  const lines = candidates.flatMap((cores, place) =>
    cores.length === 0 ? [] : [`  ${replicas[place]} → ${cores.join(", or ")}\n`],
  );
  if (lines.length === 0) return "A replica that is lost is not rebuilt elsewhere.\n";
  const rest = lines.length > mostNamed ? `  and ${lines.length - mostNamed} more\n` : "";
  return `A replica that is lost is rebuilt elsewhere:\n${lines.slice(0, mostNamed).join("")}${rest}`;
}

function printLosses({ most, atOnce, domains }: Losses, replicas: number): string {
  const survives =
    most === 0
      ? `It survives no loss of ${replicas === 1 ? "its replica" : "a replica"}.`
      : `It goes on without ${most === 1 ? "any one" : `any ${most}`} of its replicas, ${atOnce ? "at once" : "once the kernels have agreed that they are lost"}.`;
  const told = domains.map(({ domain, replicas: lost, goesOn }) => {
    return `Failure domain ${domain} holds ${abridge(lost)}: without ${lost.length === 1 ? "it" : "them"} it ${goesOn ? "goes on" : "stops"}.`;
  });
  return [survives, ...told].join("\n");
}
