import {
  createConnection,
  ProposedFeatures,
  StreamMessageReader,
  StreamMessageWriter,
} from "vscode-languageserver/node";
import { serve } from "./server.ts";

/** Serves one editor over standard input and output; resolves when its connection has closed. */
export function serveStandardInput(): Promise<void> {
  const reader = new StreamMessageReader(process.stdin);
  const connection = createConnection(ProposedFeatures.all, reader, new StreamMessageWriter(process.stdout));
  const closed = new Promise<void>((resolve) => reader.onClose(resolve));
  serve(connection);
  return closed;
}
