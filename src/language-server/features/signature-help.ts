import type { SignatureHelp } from "vscode-languageserver";
import type { Place } from "../place.ts";
import type { DeclaredSymbol } from "../symbols/symbol.ts";
import { tokensBefore } from "../tokens-before.ts";

/** What a part takes, where one is placed: `package p: Opteron(|`. */
export function signatureHelp({ source, offset, judged }: Place): SignatureHelp | null {
  const call = openCall(tokensBefore(source, offset).map(({ image }) => image));
  if (call === null) return null;
  const part = judged.index.visibleIn.get(source.path)?.get(call.name);
  if (part === undefined || part.kind !== "part") return null;
  const parameters = part.children.filter(({ kind }) => kind === "parameter");
  const labels = parameters.map(textOf);
  const signature = {
    label: `${part.name}(${labels.join(", ")})`,
    parameters: labels.map((label) => ({ label })),
    ...(part.documentation === null ? {} : { documentation: part.documentation }),
  };
  const named = parameters.findIndex(({ name }) => name === call.argument);
  return { signatures: [signature], activeSignature: 0, activeParameter: named === -1 ? call.at : named };
}

function textOf({ span }: DeclaredSymbol): string {
  return span.source.text.slice(span.start, span.end);
}

interface Call {
  readonly name: string;
  /** How many arguments stand before. */
  readonly at: number;
  /** The name of the argument that is being written, where it has one. */
  readonly argument: string | null;
}

/** The parenthesis that is still open, and what stands before it. */
function openCall(tokens: readonly string[]): Call | null {
  let depth = 0;
  let at = 0;
  let argument: string | null = null;
  for (let index = tokens.length - 1; index > 0; index--) {
    const token = tokens[index];
    if (token === "}" || token === "{") return null;
    if (token === ")" || token === "]") depth += 1;
    if (token === "," && depth === 0) at += 1;
    if (token === ":" && depth === 0 && at === 0) argument = tokens[index - 1] ?? null;
    if (token !== "(" && token !== "[") continue;
    if (depth === 0) return token === "(" ? { name: tokens[index - 1] ?? "", at, argument } : null;
    depth -= 1;
  }
  return null;
}
