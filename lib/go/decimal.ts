import { trimEnd } from '../base/trim-end.ts';
/** A float in decimal: 0.d1d2d3… times ten to the `point`, without trailing zeros; no digits for zero. */
export interface Decimal {
  readonly digits: string;
  readonly point: number;
}

const bits = new DataView(new ArrayBuffer(8));

/** The parts of a finite float64: `mantissa * 2 ** exponent`, positive, without regard to the sign. */
export function binaryParts(value: number): { readonly mantissa: bigint; readonly exponent: number } {
  bits.setFloat64(0, value);
  const raw = bits.getBigUint64(0);
  const biased = Number((raw >> 52n) & 0x7ffn);
  const fraction = raw & 0xf_ffff_ffff_ffffn;
  return biased === 0
    ? { mantissa: fraction, exponent: -1074 }
    : { mantissa: fraction | (1n << 52n), exponent: biased - 1075 };
}

/** All digits of a finite float64, sign left out. */
export function exactDecimal(value: number): Decimal {
  const { mantissa, exponent } = binaryParts(value);
  if (mantissa === 0n) {
    return { digits: '', point: 0 };
  }
  const digits = exponent >= 0 ? mantissa << BigInt(exponent) : mantissa * 5n ** BigInt(-exponent);
  const text = digits.toString();
  return trimmed(text, text.length + Math.min(exponent, 0));
}

/** The fewest digits that read back as the same float64 (or float32), sign left out. */
export function shortestDecimal(value: number, size: 32 | 64): Decimal {
  if (value === 0) {
    return { digits: '', point: 0 };
  }
  const text = size === 64 ? Math.abs(value).toExponential() : shortestFloat32(Math.abs(value));
  const [mantissa = '', exponent = ''] = text.split('e');
  return trimmed(mantissa.replace('.', ''), Number(exponent) + 1);
}

function shortestFloat32(value: number): string {
  for (let precision = 0; precision < 9; precision++) {
    const text = value.toExponential(precision);
    if (Math.fround(Number(text)) === value) {
      return text;
    }
  }
  return value.toExponential();
}

/** Rounds to `count` digits, half to even. */
export function roundDecimal(decimal: Decimal, count: number): Decimal {
  const { digits, point } = decimal;
  if (count >= digits.length) {
    return decimal;
  }
  if (count < 0) {
    return { digits: '', point: 0 };
  }
  const kept = digits.slice(0, count);
  if (!roundsUp(digits, count)) {
    return trimmed(kept, point);
  }
  const raised = (BigInt(kept || '0') + 1n).toString().padStart(count, '0');
  return trimmed(raised, point + raised.length - count);
}

function roundsUp(digits: string, count: number): boolean {
  const next = digits.charAt(count);
  if (next !== '5' || digits.length > count + 1) {
    return next >= '5';
  }
  return count > 0 && Number(digits.charAt(count - 1)) % 2 === 1;
}

function trimmed(text: string, point: number): Decimal {
  const digits = trimEnd(text, '0');
  return { digits, point: digits === '' ? 0 : point };
}
