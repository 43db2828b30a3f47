/** Serves one page to browsers of this machine, to those who know its address. */
import { randomBytes, timingSafeEqual } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";

export interface PageServer {
  /** With the secret. */
  readonly address: string;
  close(): Promise<void>;
}

export interface Page {
  readonly html: string;
  readonly policy: string;
  /** Takes over a request for the stream of live data; null where there is none. */
  readonly stream: ((response: ServerResponse) => void) | null;
}

const loopback = "127.0.0.1";

/**
 * Rejects with the system's error where the port cannot be had. Others on this machine can connect as well: without the
 * secret, 128 random bits in the path, there is nothing for them. Names that lead here by a trick of DNS are refused by their Host.
 */
export async function servePage(page: Page, port: number): Promise<PageServer> {
  const secret = randomBytes(16).toString("hex");
  const server = createServer((request, response) => answer(request, response, server, secret, page));
  await new Promise<void>((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, loopback, resolve);
  });
  return {
    address: `http://${loopback}:${portOf(server)}/${secret}/`,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

function portOf(server: Server): number {
  const address = server.address();
  return typeof address === "object" && address !== null ? address.port : 0;
}

function answer(request: IncomingMessage, response: ServerResponse, server: Server, secret: string, page: Page): void {
  for (const [name, value] of Object.entries(headers)) response.setHeader(name, value);
  const what = whatIsAsked(request, portOf(server), secret);
  if (request.method !== "GET") end(response, 405, "Only GET is answered.\n");
  else if (what === "") sendPage(response, page);
  else if (what === "live" && page.stream !== null) page.stream(response);
  else end(response, 404, "There is nothing here.\n");
}

function sendPage(response: ServerResponse, { html, policy }: Page): void {
  response.setHeader("Content-Security-Policy", `${policy}; frame-ancestors 'none'`);
  response.setHeader("Content-Type", "text/html; charset=utf-8");
  response.end(html);
}

const headers = {
  "Cache-Control": "no-store",
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Resource-Policy": "same-origin",
  "Referrer-Policy": "no-referrer",
  "X-Content-Type-Options": "nosniff",
  "X-Frame-Options": "DENY",
} as const;

/** What stands behind the secret; null for whoever does not know it, or asks another host. */
function whatIsAsked({ url = "", headers }: IncomingMessage, port: number, secret: string): string | null {
  const hosts = [`${loopback}:${port}`, `localhost:${port}`];
  const [, given = "", what = null] = /^\/([^/?#]*)\/([^?#]*)$/.exec(url) ?? [];
  return what !== null && isSecret(given, secret) && hosts.includes(headers.host ?? "") ? what : null;
}

/** In the same time whatever was given. */
function isSecret(given: string, secret: string): boolean {
  const [one, other] = [Buffer.from(given), Buffer.from(secret)];
  return one.length === other.length && timingSafeEqual(one, other);
}

function end(response: ServerResponse, status: number, text: string): void {
  response.statusCode = status;
  response.setHeader("Content-Type", "text/plain; charset=utf-8");
  response.end(text);
}
