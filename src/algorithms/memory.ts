/**
 * What was made of an object, for whoever asks again. The object must never change, and what is made must depend on
 * nothing but it and the `circumstances`, a text. It is forgotten with the object, or under other circumstances.
 */
export class Memory<Key extends object, Value> {
  readonly #known = new WeakMap<Key, { readonly value: Value; readonly circumstances: string }>();

  recall(key: Key, make: () => Value, circumstances = ""): Value {
    const known = this.#known.get(key);
    if (known !== undefined && known.circumstances === circumstances) return known.value;
    const value = make();
    this.#known.set(key, { value, circumstances });
    return value;
  }
}
