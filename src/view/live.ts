/** Asks the page's server how the booted system is, as long as somebody wants to know. */
import type { ViewData } from "../emit/view/view-data.ts";
import { type Announcer, make } from "./dom.ts";
import { goneEvent, type LiveFrame } from "./live-frame.ts";
import { createFrameReader, tellChanges } from "./live-loads.ts";
import type { Store } from "./shown.ts";

/** A switch, with a line beside it that says how it is. */
export function makeLiveSwitch(data: ViewData, store: Store, announcer: Announcer): HTMLElement {
  const read = createFrameReader(data);
  const state = make("span", { id: "live-state", class: "live-state" }, "live data is off");
  const control = make(
    "button",
    { type: "button", role: "switch", "aria-checked": "false", id: "live", "aria-describedby": "live-state" },
    make("span", { class: "dot", "aria-hidden": "true" }),
    "Live",
  );
  let source: EventSource | null = null;
  let before: LiveFrame | null = null;

  const tell = (text: string, kind: "on" | "off" | "gone"): void => {
    state.textContent = text;
    control.dataset["state"] = kind;
  };
  const show = (frame: LiveFrame): void => {
    const running = frame.kernels.filter((kernel) => kernel.state === "running").length;
    tell(`${frame.system}: ${running} of ${frame.kernels.length} kernels run, view ${frame.epoch}`, "on");
    const changes = before === null || before.pid !== frame.pid ? [] : tellChanges(before, frame);
    if (changes.length > 0) announcer.say(changes.slice(0, 5).join(" "));
    before = frame;
    store.change({ live: read(frame) });
  };
  const start = (): void => {
    tell("asking …", "gone");
    source = new EventSource("live");
    source.addEventListener("message", (event) => show(parseFrame(event.data)));
    source.addEventListener(goneEvent, (event) => {
      tell(String(JSON.parse(event.data)), "gone");
      store.change({ live: null });
    });
    source.addEventListener("error", () => tell("skerry view does not answer", "gone"));
  };
  const stop = (): void => {
    source?.close();
    source = null;
    before = null;
    tell("live data is off", "off");
    store.change({ live: null });
  };
  control.addEventListener("click", () => {
    const isOn = source === null;
    control.setAttribute("aria-checked", String(isOn));
    if (isOn) start();
    else stop();
  });
  control.click();
  return make("div", { class: "live" }, control, state);
}

/** It is the server's own, of the version that this page came from. */
function parseFrame(text: string): LiveFrame {
  return JSON.parse(text);
}
