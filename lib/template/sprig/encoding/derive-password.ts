import { createHmac, scryptSync } from 'node:crypto';
import { goStringToBytes } from '../../../go/bytes.ts';
import { integerOf } from '../../../go/numbers.ts';
import type { GoValue } from '../../../go/value.ts';
import type { RunContext } from '../../function.ts';

/** The name space of the Master Password algorithm, and the strength of its key derivation. */
const scope = 'com.lyndir.masterpassword';
const strength = { N: 32_768, r: 8, p: 2, maxmem: 64 * 1024 * 1024 } as const;
const keyBytes = 64;
/** One derivation takes 32 MiB for a tenth of a second, so a render's budget allows only a few. */
const derivationCost = 16 * 1024 * 1024;

/** Patterns of passwords by type; each letter stands for a class of characters. */
const patterns: ReadonlyMap<string, readonly string[]> = new Map([
  ['maximum', ['anoxxxxxxxxxxxxxxxxx', 'axxxxxxxxxxxxxxxxxno']],
  [
    'long',
    [
      ...['CvcvnoCvcvCvcv', 'CvcvCvcvnoCvcv', 'CvcvCvcvCvcvno', 'CvccnoCvcvCvcv', 'CvccCvcvnoCvcv', 'CvccCvcvCvcvno'],
      ...['CvcvnoCvccCvcv', 'CvcvCvccnoCvcv', 'CvcvCvccCvcvno', 'CvcvnoCvcvCvcc', 'CvcvCvcvnoCvcc', 'CvcvCvcvCvccno'],
      ...['CvccnoCvccCvcv', 'CvccCvccnoCvcv', 'CvccCvccCvcvno', 'CvcvnoCvccCvcc', 'CvcvCvccnoCvcc', 'CvcvCvccCvccno'],
      ...['CvccnoCvcvCvcc', 'CvccCvcvnoCvcc', 'CvccCvcvCvccno'],
    ],
  ],
  ['medium', ['CvcnoCvc', 'CvcCvcno']],
  ['short', ['Cvcn']],
  ['basic', ['aaanaaan', 'aannaaan', 'aaannaaa']],
  ['pin', ['nnnn']],
]);

const upperVowels = 'AEIOU';
const upperConsonants = 'BCDFGHJKLMNPQRSTVWXYZ';
const lowerVowels = upperVowels.toLowerCase();
const lowerConsonants = upperConsonants.toLowerCase();
const digits = '0123456789';
const letters = upperVowels + lowerVowels + upperConsonants + lowerConsonants;

const characters: ReadonlyMap<string, string> = new Map([
  ['V', upperVowels],
  ['C', upperConsonants],
  ['v', lowerVowels],
  ['c', lowerConsonants],
  ['A', upperVowels + upperConsonants],
  ['a', letters],
  ['n', digits],
  ['o', "@&%?,=[]_:-+*$#!'^~;()/."],
  ['x', `${letters}${digits}!@#$%^&*()`],
]);

interface Account {
  readonly counter: GoValue;
  readonly type: string;
  readonly password: string;
  readonly user: string;
  readonly site: string;
}

/** The Master Password algorithm, version 0, as sprig has it; the text of an error for an unknown type. */
export function derivePassword({ counter, type, password, user, site }: Account, run: RunContext): string {
  const templates = patterns.get(type);
  if (templates === undefined) {
    return `cannot find password template ${type}`;
  }
  run.charge(derivationCost);
  const key = scryptSync(goStringToBytes(password), scoped(user), keyBytes, strength);
  const count = Buffer.alloc(4);
  count.writeUInt32BE(Number(integerOf(counter) ?? 0n));
  const seed = createHmac('sha256', key)
    .update(Buffer.concat([scoped(site), count]))
    .digest();
  const template = templates[seed.readUInt8(0) % templates.length] ?? '';
  return Array.from(template, (letter, index) =>
    characterAt(characters.get(letter) ?? '', seed.readUInt8(index + 1)),
  ).join('');
}

function characterAt(set: string, byte: number): string {
  return set.charAt(byte % set.length);
}

function scoped(name: string): Buffer {
  const bytes = goStringToBytes(name);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([Buffer.from(scope), length, bytes]);
}
