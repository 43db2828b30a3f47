#!/usr/bin/env node
// In a clone the sources lie beside: make sure that what runs is built from them. A published package is `dist` alone.
import { existsSync } from "node:fs";
import module from "node:module";

if (existsSync(new URL("../src", import.meta.url))) {
  const { setUp } = await import("../scripts/setup.js");
  await setUp();
}
module.enableCompileCache?.();
await import("../dist/skerry.js");
