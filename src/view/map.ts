/** The picture: a canvas that is dragged, zoomed and walked about in. */
import { bringIntoSight, type Camera, fitBox, panBy, type Size, type Spot, toPicture, zoomAt } from "./camera.ts";
import { type Colours, readColours } from "./colours.ts";
import { make } from "./dom.ts";
import { type Direction, hitItem, nextBox } from "./hit.ts";
import type { ItemName } from "./items.ts";
import { paint } from "./paint.ts";
import { isLinkShown } from "./paint-links.ts";
import { followPointers } from "./pointers.ts";
import type { Scene } from "./scene.ts";
import type { Store } from "./shown.ts";
import type { Ways } from "./ways.ts";

const step = 1.25;
/** Pixels of one press of an arrow key. */
const stride = 80;

export interface MapOptions {
  readonly scene: Scene;
  readonly store: Store;
  readonly ways: Ways;
  readonly programs: ReadonlyMap<number, readonly string[]>;
  readonly choose: (item: ItemName | null) => void;
  /** Enter: tell all of what is chosen. */
  readonly open: () => void;
}

const arrows: Readonly<Record<string, Direction>> = {
  ArrowLeft: "left",
  ArrowRight: "right",
  ArrowUp: "up",
  ArrowDown: "down",
};

export class MachineMap {
  readonly element: HTMLElement;
  readonly #canvas: HTMLCanvasElement;
  readonly #context: CanvasRenderingContext2D;
  readonly #options: MapOptions;
  #camera: Camera = { x: 0, y: 0, scale: 1 };
  #seen: Size = { width: 0, height: 0 };
  #colours: Colours;
  #isDue = false;
  #moving: number | null = null;

  constructor(options: MapOptions) {
    this.#options = options;
    this.#canvas = make("canvas", { "aria-hidden": "true" });
    const context = this.#canvas.getContext("2d");
    if (context === null) throw new Error("this browser has no canvas to draw on");
    this.#context = context;
    this.element = make(
      "div",
      {
        ...{ id: "map", tabindex: 0, role: "application", "aria-roledescription": "map of a machine" },
        ...{ "aria-label": options.scene.data.name, "aria-describedby": "map-help" },
      },
      this.#canvas,
    );
    this.#colours = readColours();
    this.#listen();
  }

  fit(): void {
    const { width, height } = this.#options.scene;
    this.#moveTo(fitBox([0, 0, width, height], this.#seen));
  }

  zoom(factor: number, at: Spot = { x: this.#seen.width / 2, y: this.#seen.height / 2 }): void {
    this.#moving = null;
    this.#set(zoomAt(this.#camera, factor, at, this.#options.scene, this.#seen));
  }

  zoomIn(): void {
    this.zoom(step);
  }

  zoomOut(): void {
    this.zoom(1 / step);
  }

  /** Moves so that an item can be seen. */
  show(name: ItemName): void {
    const { data, lines } = this.#options.scene;
    const [kind, text] = name.split(" ");
    const index = Number(text);
    const cores =
      kind === "program" ? data.programs[index]?.instances.map(({ core }) => core) : data.states[index]?.replicas;
    const box =
      kind === "link"
        ? lines[index]?.bounds
        : kind === "program" || kind === "state"
          ? data.cores[cores?.[0] ?? -1]?.box
          : { part: data.parts, core: data.cores, bar: data.bars, device: data.devices }[kind ?? ""]?.[index]?.box;
    if (box !== undefined) this.#moveTo(bringIntoSight(this.#camera, box, this.#seen));
  }

  /** Draws again before the next picture of the screen. */
  redraw(): void {
    if (this.#isDue) return;
    this.#isDue = true;
    requestAnimationFrame(() => {
      this.#isDue = false;
      const { scene, store, ways, programs } = this.#options;
      const painting = { context: this.#context, scene, camera: this.#camera, seen: this.#seen, shown: store.shown };
      paint({ ...painting, colours: this.#colours, ways, programs }, devicePixelRatio);
    });
  }

  #listen(): void {
    const { element } = this;
    new ResizeObserver(() => this.#resize()).observe(element);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => {
      this.#colours = readColours();
      this.redraw();
    });
    this.#options.store.watch(() => this.redraw());
    element.addEventListener("keydown", (event) => this.#press(event));
    element.addEventListener("wheel", (event) => this.#wheel(event), { passive: false });
    followPointers(element, {
      drag: (by) => this.#pan(by),
      pinch: (factor, at) => this.zoom(factor, at),
      hover: (at) => this.#hover(at),
      press: (at) => this.#options.choose(this.#itemAt(at)),
      pressTwice: (at) => this.zoom(2, at),
    });
  }

  #resize(): void {
    const { clientWidth: width, clientHeight: height } = this.element;
    const isFirst = this.#seen.width === 0;
    this.#seen = { width, height };
    this.#canvas.width = Math.round(width * devicePixelRatio);
    this.#canvas.height = Math.round(height * devicePixelRatio);
    if (isFirst && width > 0)
      this.#set(fitBox([0, 0, this.#options.scene.width, this.#options.scene.height], this.#seen));
    this.redraw();
  }

  #set(camera: Camera): void {
    this.#camera = camera;
    this.redraw();
  }

  /** In a fifth of a second, or at once for those who want no motion. */
  #moveTo(target: Camera): void {
    const start = this.#camera;
    const began = performance.now();
    if (matchMedia("(prefers-reduced-motion: reduce)").matches) {
      this.#set(target);
      return;
    }
    const frame = (now: number): void => {
      if (this.#moving === null) return;
      const share = Math.min(1, Math.max(0, (now - began) / 200));
      const eased = 1 - (1 - share) ** 3;
      const mix = (from: number, to: number): number => from + (to - from) * eased;
      this.#set({ x: mix(start.x, target.x), y: mix(start.y, target.y), scale: mix(start.scale, target.scale) });
      this.#moving = share < 1 ? requestAnimationFrame(frame) : null;
    };
    this.#moving = requestAnimationFrame(frame);
  }

  #pan(by: Spot): void {
    this.#moving = null;
    this.#set(panBy(this.#camera, by, this.#options.scene, this.#seen));
  }

  #wheel(event: WheelEvent): void {
    event.preventDefault();
    const lines = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? 16 : 1;
    const { left, top } = this.element.getBoundingClientRect();
    const speed = event.ctrlKey ? 0.01 : 0.0015;
    this.zoom(Math.exp(-event.deltaY * lines * speed), { x: event.clientX - left, y: event.clientY - top });
  }

  #itemAt(at: Spot): ItemName | null {
    const { scene, store } = this.#options;
    const isShown = (link: number): boolean => isLinkShown(link, { scene, shown: store.shown });
    return hitItem(scene, toPicture(this.#camera, at), 6 / this.#camera.scale, isShown);
  }

  #hover(at: Spot | null): void {
    const hovered = at === null ? null : this.#itemAt(at);
    const { store } = this.#options;
    this.element.style.cursor = hovered === null ? "grab" : "pointer";
    if (hovered !== store.shown.hovered) store.change({ hovered });
  }

  #press(event: KeyboardEvent): void {
    if (event.altKey || event.metaKey || event.ctrlKey) return;
    const act = this.#actionOf(event);
    if (act === null) return;
    event.preventDefault();
    act();
  }

  #actionOf({ key, shiftKey }: KeyboardEvent): (() => void) | null {
    const direction = arrows[key];
    if (direction !== undefined) return () => (shiftKey ? this.#panTo(direction) : this.#walk(direction));
    switch (key) {
      case "+":
      case "=":
        return () => this.zoomIn();
      case "-":
        return () => this.zoomOut();
      case "0":
      case "Home":
        return () => this.fit();
      case "Enter":
      case " ":
        return () => this.#options.open();
      case "Escape":
        return () => this.#options.choose(null);
      default:
        return null;
    }
  }

  #panTo(direction: Direction): void {
    const by = { left: [stride, 0], right: [-stride, 0], up: [0, stride], down: [0, -stride] } as const;
    const [x, y] = by[direction];
    this.#pan({ x, y });
  }

  /** From the chosen core, or whatever is chosen, to the next core. */
  #walk(direction: Direction): void {
    const { data } = this.#options.scene;
    const { selected } = this.#options.store.shown;
    const [kind, text] = (selected ?? "").split(" ");
    const boxes = data.cores.map(({ box }) => box);
    const lists = { core: data.cores, part: data.parts, bar: data.bars, device: data.devices };
    const from = lists[kind as keyof typeof lists]?.[Number(text)]?.box;
    const next = from === undefined ? 0 : nextBox(boxes, from, direction);
    if (next === -1 || boxes.length === 0) return;
    this.#options.choose(`core ${next}`);
    this.show(`core ${next}`);
  }
}
