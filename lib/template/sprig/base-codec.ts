import { toBinary } from './text.ts';

const bases = {
  base64: { alphabet: 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/', bits: 6, group: 4 },
  base32: { alphabet: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567', bits: 5, group: 8 },
} as const satisfies Record<string, { alphabet: string; bits: number; group: number }>;

/** How many characters of an incomplete last group can stand for whole bytes. */
const possibleTails: Readonly<Record<keyof typeof bases, readonly number[]>> = { base64: [2, 3], base32: [2, 4, 5, 7] };

/** The standard padded base32 text of bytes. */
export function encodeBase32(bytes: Uint8Array): string {
  const { alphabet, bits, group } = bases.base32;
  let text = '';
  let held = 0;
  let count = 0;
  for (const byte of bytes) {
    held = (held << 8) | byte;
    for (count += 8; count >= bits; count -= bits) {
      text += alphabet[(held >> (count - bits)) & 31];
    }
    held &= 0xff;
  }
  text += count > 0 ? alphabet[(held << (bits - count)) & 31] : '';
  return text.padEnd(Math.ceil(text.length / group) * group, '=');
}

/** The bytes of a standard padded text, line ends skipped; or Go's error text, which names the offset. */
export function decodeBase(text: string, base: keyof typeof bases): Uint8Array | string {
  const input = toBinary(text);
  const kept = [...input].map((char, at) => ({ char, at })).filter(({ char }) => char !== '\n' && char !== '\r');
  const { alphabet, group } = bases[base];
  const padding = kept.findIndex(({ char }) => char === '=');
  const digits = padding < 0 ? kept : kept.slice(0, padding);
  const bad = digits.find(({ char }) => !alphabet.includes(char));
  const offset = bad?.at ?? paddingError(kept, { base, group, digits: digits.length, end: input.length });
  if (offset !== undefined) {
    return `illegal ${base} data at input byte ${offset}`;
  }
  return bytesOfDigits(
    digits.map(({ char }) => alphabet.indexOf(char)),
    bases[base].bits,
  );
}

interface Shape {
  readonly base: keyof typeof bases;
  readonly group: number;
  readonly digits: number;
  readonly end: number;
}

/** Where the padding is wrong; undefined if it is right. */
function paddingError(kept: readonly { char: string; at: number }[], shape: Shape): number | undefined {
  const { base, group, digits, end } = shape;
  const tail = digits % group;
  if (digits === kept.length) {
    return tail === 0 ? undefined : incomplete(shape, kept);
  }
  const first = kept[digits];
  if (!possibleTails[base].includes(tail)) {
    return first?.at;
  }
  for (let index = digits; index < digits - tail + group; index++) {
    const item = kept[index];
    if (item?.char !== '=') {
      return base === 'base64' ? (item?.at ?? end) : (item?.at ?? end);
    }
  }
  return kept[digits - tail + group]?.at;
}

/** A text that ends within a group. */
function incomplete({ base, group, digits, end }: Shape, kept: readonly { at: number }[]): number {
  const start = digits - (digits % group);
  return base === 'base64' ? (kept[start]?.at ?? end) : end;
}

function bytesOfDigits(digits: readonly number[], bits: number): Uint8Array {
  const bytes = new Uint8Array(Math.floor((digits.length * bits) / 8));
  let held = 0;
  let count = 0;
  let at = 0;
  for (const digit of digits) {
    held = ((held << bits) | digit) & 0xffff;
    count += bits;
    if (count >= 8) {
      count -= 8;
      bytes[at++] = (held >> count) & 0xff;
    }
  }
  return bytes;
}
