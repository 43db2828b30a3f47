/** A decoded message as the value it stands for: no marks of its library, bytes as a Uint8Array and not a Buffer. */
export function withoutExtras(message) {
  const fields = Object.entries(message).filter(([name]) => !name.startsWith("$"));
  return Object.fromEntries(fields.map(([name, value]) => [name, plain(value)]));
}

function plain(value) {
  if (value instanceof Uint8Array) return new Uint8Array(value);
  return ArrayBuffer.isView(value) ? Array.from(value) : value;
}
