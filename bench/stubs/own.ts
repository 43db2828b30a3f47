/** Who needs nothing but this repository and Node. */
export { json, structuredClone } from "./built-in.ts";
export { limit } from "./limit.ts";
export { checked, unchecked } from "./skerry.ts";
