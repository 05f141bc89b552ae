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
  const [aLetter, bLetter] = [isLetter(a), isLetter(b)];
  if (aLetter !== bLetter) {
    return aLetter ? 1 : -1;
  }
  if (!aLetter) {
    // After the digits of a number, zeros count like other digits; in front of one, they do not.
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

function isLetter(character: string): boolean {
  return character < '\u0080' ? /[A-Za-z]/.test(character) : isBeyondAscii(character, 'letter');
}

function isDigit(character = ''): boolean {
  return character < '\u0080' ? /[0-9]/.test(character) : isBeyondAscii(character, 'digit');
}

/** Made by the first key that needs it: V8 checks such literals when it reads the file, at every cold start. */
let beyondAscii: { readonly letter: RegExp; readonly digit: RegExp } | undefined;

function isBeyondAscii(character: string, kind: 'letter' | 'digit'): boolean {
  const of = (category: string): RegExp => new RegExp(`^\\p{${category}}$`, 'u');
  beyondAscii ??= { letter: of('L'), digit: of('Nd') };
  return beyondAscii[kind].test(character);
}

function followsNumber(key: readonly string[], index: number): boolean {
  for (let before = index - 1; before >= 0 && isDigit(key[before]); before--) {
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
  for (; isDigit(key[end]); end++) {
    value = BigInt.asIntN(64, value * 10n + BigInt(code(key[end] ?? '') - 48));
  }
  return { value, end };
}

function code(character: string): number {
  return character.codePointAt(0) ?? 0;
}
