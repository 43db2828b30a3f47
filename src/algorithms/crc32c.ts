/**
 * The CRC-32C of bytes: the polynomial of Castagnoli, Bräuer and Herrmann, "Optimization of cyclic redundancy-check codes
 * with 24 and 32 parity bits", IEEE Transactions on Communications 41 (6), 1993, as iSCSI has it (RFC 3720, B.4). It finds
 * every change of up to four bytes that lie together.
 */
export function crc32c(bytes: Uint8Array): number {
  let crc = 0xffff_ffff;
  for (const byte of bytes) crc = (crc >>> 8) ^ (table[(crc ^ byte) & 0xff] ?? 0);
  return ~crc >>> 0;
}

const reversedPolynomial = 0x82f6_3b78;

const table = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) crc = (crc & 1) === 0 ? crc >>> 1 : (crc >>> 1) ^ reversedPolynomial;
  return crc >>> 0;
});
