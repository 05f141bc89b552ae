import { trimEnd } from '../base/trim-end.ts';

/** Below the first power of ten, and from the second one on, Go writes an exponent. */
const minPlainPower = -4;
const exponentPower = 6;

/** A float64 as Go's `strconv.FormatFloat(value, 'g', -1, 64)` writes it: `1e+06`, `1.5`, `1e-07`. */
export function formatFloat64(value: number): string {
  return format(value, String(Math.abs(value)));
}

/** The same with 32 bits, which is how YAML keys that are floats become text. */
export function formatFloat32(value: number): string {
  const near = Math.fround(value);
  for (let digits = 1; digits <= 9; digits++) {
    const text = Math.abs(near).toPrecision(digits);
    if (Math.fround(Number(text)) === Math.abs(near)) {
      return format(near, text);
    }
  }
  return format(near, String(Math.abs(near)));
}

function format(value: number, text: string): string {
  if (!Number.isFinite(value)) {
    return Number.isNaN(value) ? '.nan' : value > 0 ? '.inf' : '-.inf';
  }
  const sign = value < 0 || Object.is(value, -0) ? '-' : '';
  const [mantissa = '', exponent = '0'] = text.split('e');
  const [whole = '', fraction = ''] = mantissa.split('.');
  const digits = (whole + fraction).replace(/^0+/, '');
  if (digits === '') {
    return `${sign}0`;
  }
  const leading = (whole + fraction).length - digits.length;
  const power = whole.length - leading - 1 + Number(exponent);
  return sign + layOut(trimEnd(digits, '0'), power);
}

function layOut(digits: string, power: number): string {
  if (power < minPlainPower || power >= exponentPower) {
    const fraction = digits.length > 1 ? `.${digits.slice(1)}` : '';
    return `${digits[0]}${fraction}e${power < 0 ? '-' : '+'}${String(Math.abs(power)).padStart(2, '0')}`;
  }
  if (power < 0) {
    return `0.${'0'.repeat(-power - 1)}${digits}`;
  }
  const whole = digits.slice(0, power + 1).padEnd(power + 1, '0');
  return digits.length > power + 1 ? `${whole}.${digits.slice(power + 1)}` : whole;
}
