import { verdict } from "../control/control.ts";
import type { ControlEndpoint } from "../control/control-endpoint.ts";
import { frameKind } from "../frame.ts";
import { type GrantedEndpoint, parseOpcodes } from "../resources/endpoint-grants.ts";
import type { Right, Service } from "./service.ts";

/** Most of a kernel's rights that are vouched for at a time, so that it cannot use up what this kernel may ask. */
const mostVouching = 128;

/** What came of asking about a right: null when nobody vouches for it. */
export type Vouched = (right: Right | null) => void;

/** Asks those who gave rights to call a service whether they did: nobody else is believed, and nobody gives more than it has. */
export class Vouchers {
  readonly #core: number;
  readonly #control: ControlEndpoint;
  /** Questions under way about the rights of a kernel, by kernel. */
  readonly #underWay = new Map<number, number>();

  constructor(core: number, control: ControlEndpoint) {
    this.#core = core;
    this.#control = control;
  }

  /** Asks whether the kernel of core `holder` has the right. */
  ask(service: Service, grant: GrantedEndpoint, holder: number, told: Vouched): void {
    const { program, instance } = service.place;
    const underWay = this.#underWay.get(holder) ?? 0;
    if (underWay >= mostVouching) {
      told(null);
      return;
    }
    this.#underWay.set(holder, underWay + 1);
    const done = (right: Right | null): void => {
      this.#underWay.set(holder, (this.#underWay.get(holder) ?? 1) - 1);
      told(right);
    };
    this.#control.ask({
      core: grant.granter,
      kind: frameKind.vouch,
      answerKind: frameKind.vouched,
      message: { numbers: [grant.grant, holder, instance, 0], texts: [program] },
      answer: ({ numbers: [result], texts: [granting = "", opcodes = ""] }) =>
        done(result === verdict.yes ? this.#rightOf(service, grant, granting, opcodes) : null),
      fail: () => done(null),
    });
  }

  /** What `granting`, a program of the granter, has given; null when it has nothing to give. */
  #rightOf(service: Service, grant: GrantedEndpoint, granting: string, opcodes: string): Right | null {
    const isOwn = grant.granter === this.#core && granting === service.place.program;
    const granter = isOwn ? null : service.rightOf(grant.granter, granting);
    return granter === undefined ? null : { grant, granter, opcodes: parseOpcodes(opcodes) };
  }
}
