const second = 1_000_000_000n;
const nanosecondsOf = new Map([
  ['ns', 1n],
  ['us', 1_000n],
  ['µs', 1_000n],
  ['μs', 1_000n],
  ['ms', 1_000_000n],
  ['s', second],
  ['m', 60n * second],
  ['h', 3600n * second],
]);
const largest = (1n << 63n) - 1n;
const maxLength = 100;
const part = /(\d*)(?:\.(\d*))?([^.\d]+)/y;

/**
 * Reads a duration as Go's time.ParseDuration does (`300ms`, `-1.5h`, `2h45m`). Returns nanoseconds, or undefined
 * where the text is none or does not fit 64 bits.
 */
export function parseGoDuration(text: string): bigint | undefined {
  const sign = /^[+-]/.exec(text)?.[0];
  const body = sign === undefined ? text : text.slice(1);
  if (body === '0') {
    return 0n;
  }
  const total = body.length > maxLength ? undefined : sumParts(body);
  const isNegative = sign === '-';
  if (total === undefined || total > (isNegative ? largest + 1n : largest)) {
    return undefined;
  }
  return isNegative ? -total : total;
}

function sumParts(body: string): bigint | undefined {
  let total = 0n;
  part.lastIndex = 0;
  for (let at = 0; at < body.length; at = part.lastIndex) {
    part.lastIndex = at;
    const [, whole = '', fraction = '', unit = ''] = part.exec(body) ?? [];
    const factor = nanosecondsOf.get(unit);
    if (factor === undefined || whole + fraction === '') {
      return undefined;
    }
    total += BigInt(whole || '0') * factor + (BigInt(fraction || '0') * factor) / 10n ** BigInt(fraction.length);
  }
  return body === '' ? undefined : total;
}
