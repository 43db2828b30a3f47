declare module "comlink/dist/esm/node-adapter.mjs" {
  import type { MessagePort } from "node:worker_threads";
  import type { Endpoint } from "comlink";

  /** Comlink's view of Node's ports; the package ships it without a type of its own. */
  const nodeEndpoint: (port: MessagePort) => Endpoint;
  // biome-ignore lint/style/noDefaultExport: that is how comlink exports it
  export default nodeEndpoint;
}
