import {
  createConnection,
  ProposedFeatures,
  StreamMessageReader,
  StreamMessageWriter,
} from "vscode-languageserver/node";
import { parse } from "../syntax/parse.ts";
import { serve } from "./server.ts";

/** Serves one editor over standard input and output, and ends the process when the editor says so or has gone. */
export function serveStandardInput(): Promise<never> {
  // The first call builds the parser, which takes longer than any short file: better now than when somebody waits.
  parse({ path: "", text: "" });
  const reader = new StreamMessageReader(process.stdin);
  const connection = createConnection(ProposedFeatures.all, reader, new StreamMessageWriter(process.stdout));
  // At once: what is still under way has nobody to answer to.
  reader.onClose(() => process.exit(0));
  serve(connection);
  return new Promise<never>(() => {});
}
