/** The client: a system ends when all of its clients have. */
import type { Visitor } from "~skerry/hello";

export const program: Visitor = async ({ core, services, log }) => {
  const { text } = await services.greeter.greet(core);
  log(text);
};
