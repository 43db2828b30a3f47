import { interfaceDiagnostics } from "../../diagnostics/catalogue/interface.ts";
import { interfaceTypeDiagnostics } from "../../diagnostics/catalogue/interface-types.ts";
import { diagnose } from "../../diagnostics/diagnostic.ts";
import { resourceIn, type Type, type UnionArm, type UnionType } from "../../model/interface.ts";
import { placeOf } from "../../source/source-file.ts";
import type { UnionArm as ArmNode, UnionItem } from "../../syntax/ast.ts";
import { expectCount } from "../expect.ts";
import { distinct, type InterfaceScope, named } from "./interface-scope.ts";
import { resolveReserved } from "./resolve-reserved.ts";
import { resolveType } from "./resolve-types.ts";

/** What generated code calls a value of an open union that is of no arm. */
const unknownArm = "unknown";

const tagRange = { least: 0, most: 0xffff };

export function resolveUnion(item: UnionItem, scope: InterfaceScope): UnionType {
  const { context } = scope;
  const isOpen = item.openness === "open";
  const owner = `the union \`${item.name.text}\``;
  const nodes = distinct(item.arms, () => "arm", owner, context.report);
  const tags = tagsOf(nodes, scope);
  const arms = nodes.flatMap((node, index): UnionArm[] => {
    if (isOpen && node.name.text === unknownArm) {
      context.report(diagnose(interfaceDiagnostics.armUnknown, node.name.span, { union: item.name.text }));
    }
    const type = node.type === null ? null : resolveArm(node, node.type, item, scope);
    return type === null && node.type !== null ? [] : [{ ...named(node), tag: tags[index] ?? index, type }];
  });
  const used = nodes.map(({ name }, index) => ({ name, number: tags[index] ?? null }));
  const place = { owner, numbers: "tag" as const, range: tagRange, used };
  return { ...named(item), kind: "union", isOpen, arms, reserved: resolveReserved(item.reserved, place, context) };
}

/** As stated, else the predecessor's plus one. */
function tagsOf(nodes: readonly ArmNode[], { context }: InterfaceScope): readonly number[] {
  const first = new Map<number, ArmNode>();
  let next = 0;
  return nodes.map((node) => {
    const what = `the number of \`${node.name.text}\``;
    const tag = node.tag === null ? next : (expectCount(node.tag, what, context, tagRange) ?? next);
    const earlier = first.get(tag);
    if (earlier === undefined) first.set(tag, node);
    else {
      const facts = { name: node.name.text, tag, first: earlier.name.text, firstPlace: placeOf(earlier.name.span) };
      const related = [{ span: earlier.name.span, message: `\`${earlier.name.text}\` is arm ${tag}` }];
      context.report(diagnose(interfaceTypeDiagnostics.tagTwice, node.name.span, facts, { related }));
    }
    next = tag + 1;
    return tag;
  });
}

function resolveArm(
  { name }: ArmNode,
  node: NonNullable<ArmNode["type"]>,
  union: UnionItem,
  scope: InterfaceScope,
): Type | null {
  const type = resolveType(node, name.text, scope);
  const resource = type === null ? null : resourceIn(type);
  if (resource === null) return type;
  const facts = { union: union.name.text, arm: name.text, resource };
  scope.context.report(diagnose(interfaceTypeDiagnostics.resourceInUnion, node.span, facts));
  return null;
}
