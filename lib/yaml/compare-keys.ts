const letter = /^\p{L}$/u;
const digit = /^\p{Nd}$/u;

/** The order in which yaml.v2 writes keys: letters behind other characters, and numbers in them by value. */
export function compareKeys(a: string, b: string): number {
  if (a === b) {
    return 0;
  }
  const [x, y] = [[...a], [...b]];
  const length = Math.min(x.length, y.length);
  for (let index = 0; index < length; index++) {
    if (x[index] !== y[index]) {
      return compareAt(x, y, index);
    }
  }
  return x.length - y.length;
}

/** Decides at the first place where two keys differ. */
function compareAt(x: readonly string[], y: readonly string[], index: number): number {
  const [a = '', b = ''] = [x[index], y[index]];
  const [aLetter, bLetter] = [letter.test(a), letter.test(b)];
  if (aLetter !== bLetter) {
    return aLetter ? 1 : -1;
  }
  if (!aLetter) {
    // Behind the digits of a number, zeros count like other digits; in front of one, they do not.
    const inNumber = (a === '0' || b === '0') && followsNumber(x, index);
    const [p, q] = [numberAt(x, index, inNumber), numberAt(y, index, inNumber)];
    if (p.value !== q.value) {
      return p.value < q.value ? -1 : 1;
    }
    if (p.end !== q.end) {
      return p.end - q.end;
    }
  }
  return code(a) - code(b);
}

function followsNumber(key: readonly string[], index: number): boolean {
  for (let before = index - 1; before >= 0 && digit.test(key[before] ?? ''); before--) {
    if (key[before] !== '0') {
      return true;
    }
  }
  return false;
}

/** The number whose digits begin there, in 64 bits, and where it ends. */
function numberAt(key: readonly string[], start: number, inNumber: boolean): { value: bigint; end: number } {
  let value = inNumber ? 1n : 0n;
  let end = start;
  for (; digit.test(key[end] ?? ''); end++) {
    value = BigInt.asIntN(64, value * 10n + BigInt(code(key[end] ?? '') - 48));
  }
  return { value, end };
}

function code(character: string): number {
  return character.codePointAt(0) ?? 0;
}
