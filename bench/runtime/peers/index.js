// Pools of worker threads, with one thread that is kept.
import { Piscina } from "piscina";
import { Tinypool } from "tinypool";

const options = { filename: new URL("./task.js", import.meta.url).href, minThreads: 1, maxThreads: 1 };

export const pools = {
  piscina: () => new Piscina(options),
  tinypool: () => new Tinypool(options),
};
