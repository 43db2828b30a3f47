import { expect, test } from "vitest";
import { Chronicle } from "../../../src/runtime/membership/chronicle.ts";
import { firstView, type View } from "../../../src/runtime/membership/view.ts";
import { circle } from "../fixtures/system.ts";
import { MonitorNetwork, textOf } from "./monitors.ts";

const first = firstView([0, 1, 2]);

function viewOf(epoch: number): View {
  return { ...first, epoch };
}

/** Of core 0, whose neighbours are the others: with the views of these epochs. */
function chronicle(last: number): Chronicle {
  const made = new Chronicle(4, first);
  for (let epoch = 2; epoch <= last; epoch++) made.add(viewOf(epoch), [1, 2]);
  return made;
}

/** Epochs of all views that a neighbour is told of. */
function told(by: Chronicle, neighbour: number): readonly number[] {
  const epochs: number[] = [];
  for (let next = by.nextFor(neighbour); next !== null; next = by.nextFor(neighbour)) {
    epochs.push(next.epoch);
    by.tell(neighbour);
  }
  return epochs;
}

test("a neighbour is told of every view, each once", () => {
  const made = chronicle(4);
  expect(told(made, 1)).toEqual([2, 3, 4]);
  made.add(viewOf(5), [1, 2]);
  expect([told(made, 1), told(made, 2)]).toEqual([[5], [2, 3, 4, 5]]);
});

test("who may have missed something is told of nothing until it says what it knows", () => {
  const made = chronicle(4);
  told(made, 1);
  made.forget(1);
  expect(made.nextFor(1)).toBeNull();
  made.heard(1, 2);
  expect(told(made, 1)).toEqual([3, 4]);
});

test("who knows no view, or lags behind farther than anybody remembers, learns of the latest", () => {
  const made = chronicle(9);
  made.heard(1, 0);
  made.heard(2, 3);
  expect([told(made, 1), told(made, 2)]).toEqual([[9], [9]]);
});

test("nothing is remembered that all neighbours know", () => {
  const made = chronicle(4);
  for (const core of [1, 2]) made.heard(core, 4);
  made.add(viewOf(5), [1, 2]);
  made.heard(1, 3);
  expect(told(made, 1)).toEqual([5]);
});

test("a kernel that hears of nothing while a hop is cut and healed acts on both views, as the others have", () => {
  const network = new MonitorNetwork({ cores: 5, edges: [...circle(5), [0, 2], [1, 3]], seed: 1 });
  const [late] = network.living.filter(({ core }) => core === 4);
  network.delay(4, 200);
  network.cut(0, 1);
  network.run(100);
  network.heal(0, 1);
  network.run(1000);
  const cutAndHealed = ["0.0 1.0 2.0 3.0 4.0 | 0-1", "0.0 1.0 2.0 3.0 4.0 | "];
  expect(network.living.map(({ views }) => views.map(textOf))).toEqual(network.living.map(() => cutAndHealed));
  expect(late?.views.map(({ epoch }) => epoch)).toEqual([2, 3]);
  expect(network.faults).toEqual([]);
});
