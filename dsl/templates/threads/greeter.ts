/** The service: what it gives back answers the calls of its interface. */
import { Refusal, RefusalFailure } from "~skerry/greeting";
import type { Greeter } from "~skerry/hello";

export const program: Greeter = ({ core, log }) => ({
  greet(name, call) {
    if (name === "") throw new RefusalFailure(Refusal.nameless);
    log(`greets ${call.caller.program}`);
    return { text: `Hello ${name}, this is ${core}.` };
  },
});
