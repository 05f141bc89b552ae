import { toBinary } from '../strings/text.ts';

const bases = {
  base64: { alphabet: 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/', bits: 6 },
  base32: { alphabet: 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567', bits: 5 },
} as const satisfies Record<string, { alphabet: string; bits: number }>;

/** The standard padded base32 text of bytes. */
export function encodeBase32(bytes: Uint8Array): string {
  const { alphabet, bits } = bases.base32;
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
  return text.padEnd(Math.ceil(text.length / 8) * 8, '=');
}

/** The bytes of a standard padded text, line ends skipped; or Go's error text, which names the offset. */
export function decodeBase(text: string, base: keyof typeof bases): Uint8Array | string {
  const { alphabet, bits } = bases[base];
  const reader = base === 'base64' ? readBase64 : readBase32;
  const read = reader(toBinary(text));
  if (typeof read === 'number') {
    return `illegal ${base} data at input byte ${read}`;
  }
  return bytesOfDigits(
    Array.from(read, (char) => alphabet.indexOf(char)),
    bits,
  );
}

/** The digits of base64 text, or the offset of what is wrong. */
function readBase64(text: string): string | number {
  const bad = text.search(/[^A-Za-z0-9+/\r\n]/);
  const digits = text.slice(0, bad < 0 ? text.length : bad).replace(/[\r\n]/g, '');
  const held = digits.length % 4;
  if (bad < 0) {
    return held === 0 ? digits : text.length - held;
  }
  return text[bad] === '=' && held >= 2 ? (paddingProblem(text, bad + 1, held === 2) ?? digits) : bad;
}

/** What is wrong after the first padding character, of which a second one may have to come. */
function paddingProblem(text: string, from: number, needsSecond: boolean): number | undefined {
  let at = skipLineEnds(text, from);
  if (needsSecond) {
    if (at === text.length) {
      return at;
    }
    if (text[at] !== '=') {
      return at - 1;
    }
    at = skipLineEnds(text, at + 1);
  }
  return at < text.length ? at : undefined;
}

function skipLineEnds(text: string, from: number): number {
  let at = from;
  while (text[at] === '\n' || text[at] === '\r') {
    at += 1;
  }
  return at;
}

/** The digits of base32 text, or the offset, line ends not counted, of what is wrong. What follows padding is ignored. */
function readBase32(withLineEnds: string): string | number {
  const text = withLineEnds.replace(/[\r\n]/g, '');
  const bad = text.search(/[^A-Z2-7]/);
  if (bad < 0) {
    return text.length % 8 === 0 ? text : text.length - (text.length % 8);
  }
  const held = bad % 8;
  const behind = text.length - bad - 1;
  if (text[bad] !== '=' || held < 2 || behind >= 8 - 1) {
    return bad;
  }
  if (behind + held < 7) {
    return text.length;
  }
  for (let offset = 0; offset < 7 - held; offset++) {
    if (text[bad + 1 + offset] !== '=') {
      return bad + offset;
    }
  }
  return held === 3 || held === 6 ? bad : text.slice(0, bad);
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
