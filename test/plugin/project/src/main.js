import { StatusFailure } from "./common.skerry";
import { Greeter, names, Refusal, RefusalFailure } from "./hello.skerry";
import { Names, Problem, Store, size } from "./store.skerry";

const version = "first";

console.log(
  JSON.stringify({
    version,
    size,
    interfaces: [Store.name, Names.name, Greeter.name],
    longestRequest: Store.longestRequest,
    problem: Problem.unknown,
    failures: [new StatusFailure(1).message, new RefusalFailure(Refusal.nameless).message],
    states: Object.keys(names).length > 0,
  }),
);
