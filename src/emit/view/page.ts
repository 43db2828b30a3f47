import { sha256OfText } from "../../algorithms/sha256.ts";
import { invariant } from "../../diagnostics/invariant.ts";
import type { Plan } from "../../plan/plan.ts";
import type { OutputFile } from "../../source/output-file.ts";
import { buildViewData } from "./build-data.ts";

/** The page's own code, made by `scripts/bundle.js`. */
export interface PageAssets {
  readonly script: string;
  readonly style: string;
}

export interface PageOptions {
  /** Whether what is shown may be asked for how it is now, where it was loaded from: `skerry view --live`. */
  readonly live: boolean;
}

/** `view.html`: the machine of a plan, to walk about in. One file that loads nothing. */
export async function emitView(plan: Plan, assets: PageAssets, options: PageOptions): Promise<OutputFile> {
  invariant(plan.machine !== null, "a plan without a machine has nothing to view");
  const data = await buildViewData(plan, plan.machine);
  return { path: "view.html", content: printPage(plan.name, JSON.stringify(data), assets, options) };
}

function printPage(name: string, data: string, { script, style }: PageAssets, { live }: PageOptions): string {
  return `<!doctype html>
<html lang="en"${live ? ' data-live=""' : ""}>
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${policyOf({ script, style }, { live })}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<meta name="color-scheme" content="light dark">
<meta name="generator" content="skerry view">
<title>${escapeText(name)} – Skerry</title>
<style>${style}</style>
</head>
<body>
<noscript><p>This page needs JavaScript: what it shows is drawn by it.</p></noscript>
<script type="application/json" id="plan">${escapeData(data)}</script>
<script>${script}</script>
</body>
</html>
`;
}

/**
 * Nothing but what this page has in it: its own script and style by their hashes, no network but for live data, and no way from text to markup
 * or script (Content Security Policy Level 3, https://www.w3.org/TR/CSP3/; Trusted Types).
 */
export function policyOf({ script, style }: PageAssets, { live }: PageOptions): string {
  return [
    "default-src 'none'",
    `script-src 'sha256-${hashOf(script)}'`,
    `style-src 'sha256-${hashOf(style)}'`,
    ...(live ? ["connect-src 'self'"] : []),
    "base-uri 'none'",
    "form-action 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join("; ");
}

function hashOf(text: string): string {
  const bytes = sha256OfText(text).match(/../g) ?? [];
  return btoa(bytes.map((byte) => String.fromCharCode(Number.parseInt(byte, 16))).join(""));
}

/** JSON whose texts cannot end the element it stands in, nor begin another. */
function escapeData(json: string): string {
  return json.replace(/[<>&\u2028\u2029]/g, (letter) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, "0")}`);
}

function escapeText(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;").replaceAll(">", "&gt;");
}
