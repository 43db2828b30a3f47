/** Interrupt controllers: first all of them, then where their lines go, since they send lines to each other. */
import { countNumbers, mergeRanges, type NumberRange, subtractRanges } from "../../algorithms/number-ranges.ts";
import { lineDiagnostics } from "../../diagnostics/catalogue/resolve/interrupts.ts";
import { diagnose } from "../../diagnostics/diagnostic.ts";
import type { RegisterBank } from "../../model/address-space.ts";
import type { Controller, LineRoute, LineTarget } from "../../model/interrupt.ts";
import type * as ast from "../../syntax/ast.ts";
import { expectCount } from "../expect.ts";
import type { Place } from "../selected.ts";
import { addMember, readEach } from "./arrays.ts";
import { controllerAttributes } from "./attribute-tables.ts";
import { openPlace, type Site } from "./building.ts";
import { chooseTaker, reportLineMissing, reportNoController } from "./interrupt-takers.ts";
import { chooseLines, lineCount, linesFrom } from "./line-numbers.ts";
import { eachTurn } from "./loops.ts";
import { readAttributes } from "./read-attributes.ts";
import { type Bank, banksOf, readBanks } from "./registers.ts";
import { storeBank } from "./store-bank.ts";

const mostLines = 2 ** 32;

export function placeControllers(item: ast.ControllerItem, site: Site): void {
  const attributes = readAttributes(controllerAttributes, item.attributes, "a controller", site.context);
  const takesMessages = attributes.has("msi");
  const size = attributes.number("registers");
  const said = readEach(item, site, (turn) => ({
    dimensions: readDimensions(item, turn),
    banks: banksOf({ kind: [], own: readBanks(item.banks, turn.context), size }, item, turn.context),
  }));
  addMember(site, item, "controllers", (path, turn) => {
    const { dimensions, banks } = said(turn);
    return dimensions === null ? null : placeController(item, { path, dimensions, takesMessages }, banks, turn);
  });
}

function placeController(
  item: ast.ControllerItem,
  facts: Pick<Controller, "path" | "dimensions" | "takesMessages">,
  banks: readonly Bank[],
  site: Site,
): Place | null {
  if (!site.building.budget.take(banks.length, item.span)) return null;
  const { controllers } = site.building.lists;
  const { documentation, span } = item;
  const routes: LineRoute[] = [];
  const registers: RegisterBank[] = [];
  const controller: Controller = {
    ...facts,
    index: controllers.length,
    documentation,
    span,
    part: site.part,
    registers,
    routes,
  };
  controllers.push(controller);
  site.building.later.routes.push(() => {
    // Not spread: there may be more than a call takes arguments.
    for (const route of readRoutes(item, controller, site)) routes.push(route);
  });
  const place = openPlace({ kind: "controller", controller });
  for (const bank of banks) registers.push(storeBank(bank, { kind: "controller", controller }, place, site));
  return place;
}

function readDimensions(item: ast.ControllerItem, site: Site): readonly number[] | null {
  const what = `the number of lines of \`${item.name.text}\``;
  const bounds = { least: 1, most: mostLines };
  const counts = item.lines.map((expression) => expectCount(expression, what, site.context, bounds));
  const dimensions = counts.filter((count) => count !== null);
  if (dimensions.length < counts.length) return null;
  if (lineCount({ dimensions }) <= mostLines) return dimensions;
  const facts = { controller: item.name.text, limit: mostLines };
  site.context.report(diagnose(lineDiagnostics.tooManyLines, item.name.span, facts));
  return null;
}

// ───────────────────────────── routes ─────────────────────────────

function readRoutes(item: ast.ControllerItem, controller: Controller, site: Site): readonly LineRoute[] {
  const named: LineRoute[] = [];
  readItems(item.routes, site, (route, turn) => {
    const read = readNamedRoute(route, item.target, controller, turn);
    if (read !== null) named.push(read);
  });
  const whole = [{ from: 0, to: lineCount(controller) - 1 }];
  const rest = subtractRanges(whole, mergeRanges(named.flatMap(({ lines }) => lines)));
  if (item.target === null || rest.length === 0) return named;
  const to = readTarget(item.target, rest, "same", site);
  return to === null ? named : [...named, { span: item.target.span, lines: rest, isShared: false, to }];
}

function readItems(items: readonly ast.LineItem[], site: Site, read: (route: ast.LineRoute, turn: Site) => void): void {
  for (const item of items) {
    if (item.kind === "for") eachTurn(item, site, (turn) => readItems(item.items, turn, read));
    else read(item, site);
  }
}

/** A route that says no more than that its lines are shared goes where all others go. */
function readNamedRoute(
  { lines: written, isShared, target, span }: ast.LineRoute,
  fallback: ast.LineTarget | null,
  controller: Controller,
  site: Site,
): LineRoute | null {
  const lines = chooseLines(written, controller, site.context);
  if (lines === null) return null;
  const [next, arrangement] = target === null ? [fallback, "same" as const] : [target, "packed" as const];
  if (next === null) return { span, lines, isShared, to: null };
  const to = readTarget(next, lines, arrangement, site);
  return to === null ? null : { span, lines, isShared, to };
}

/** How lines arrive at the next controller: each at its own number from there on, or the named ones side by side. */
type Arrangement = "same" | "packed";

/** Where lines that leave go; null after a report. */
function readTarget(
  target: ast.LineTarget,
  leaving: readonly NumberRange[],
  arrangement: Arrangement,
  site: Site,
): LineTarget | null {
  const taker = chooseTaker(target.paths, "where a line goes", site);
  if (taker === null) return null;
  const { entry } = target;
  if (taker.kind === "cores") {
    return entry === null ? taker : reportNoController(taker.cores, entry.lines, site);
  }
  const { controller } = taker;
  if (entry === null) return reportLineMissing(controller, `-> ${controller.path} at 0`, target.span, site);
  const lines = arrivingLines(entry, leaving, arrangement, controller, site);
  return lines === null ? null : { kind: "controller", controller, lines };
}

function arrivingLines(
  { isJoined, lines: written, span }: ast.LineEntry,
  leaving: readonly NumberRange[],
  arrangement: Arrangement,
  controller: Controller,
  site: Site,
): readonly NumberRange[] | null {
  const lines = chooseLines(written, controller, site.context);
  const first = lines?.[0]?.from;
  if (lines === null || first === undefined) return null;
  if (countNumbers(lines) > 1) {
    const facts = { word: isJoined ? "line" : "at", lines: countNumbers(lines) };
    site.context.report(diagnose(lineDiagnostics.severalLines, written.span, facts));
    return null;
  }
  if (isJoined) return lines;
  const count = arrangement === "packed" ? countNumbers(leaving) : (leaving.at(-1)?.to ?? 0) + 1;
  const window = linesFrom(first, count, controller, span, site.context);
  if (window === null) return null;
  return arrangement === "packed" ? [window] : leaving.map(({ from, to }) => ({ from: from + first, to: to + first }));
}
