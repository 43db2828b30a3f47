/** A direct-current motor and the loop that holds its speed, as differential equations in steps. */

/** Volt seconds per radian, and newton metres per ampere: one number for both. */
const constant = 0.05;
const ohms = 0.5;
const henries = 0.005;
/** Kilogram square metres of rotor and shaft. */
const inertia = 2e-4;
/** Newton metre seconds. */
const friction = 1e-5;
const volts = 24;
/** Steps of the equations in one of the loop: they are stiffer than the loop is slow. */
const fine = 20;

export class Plant {
  /** Radians per second. */
  speed = 0;
  /** Amperes. */
  current = 0;
  /** Newton metres. */
  torque = 0;

  /** `seconds` on at a voltage. */
  advance(voltage: number, seconds: number): void {
    const step = seconds / fine;
    for (let count = 0; count < fine; count++) {
      const back = constant * this.speed;
      this.current += ((voltage - ohms * this.current - back) / henries) * step;
      const push = constant * this.current - friction * this.speed;
      const rest = Math.max(0, this.torque) * Math.sign(this.speed);
      this.speed += ((push - rest) / inertia) * step;
    }
  }
}

/** Proportional and integral: what the wish lacks, and what it has lacked. */
export class Controller {
  wish = 0;
  #lacked = 0;

  /** The voltage for the next `seconds`. */
  answer(speed: number, seconds: number): number {
    const lack = this.wish - speed;
    const voltage = 0.12 * lack + 1.8 * (this.#lacked + lack * seconds);
    const possible = Math.min(volts, Math.max(-volts, voltage));
    // What the supply cannot give is not counted as lacking.
    if (possible === voltage) this.#lacked += lack * seconds;
    return possible;
  }

  reset(): void {
    this.wish = 0;
    this.#lacked = 0;
  }
}
