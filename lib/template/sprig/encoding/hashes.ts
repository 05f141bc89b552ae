import { createHash } from 'node:crypto';
import { goStringToBytes } from '../../../go/bytes.ts';
import type { TemplateFunction } from '../../function.ts';
import { type Declared, fn } from '../declare.ts';
import { decryptAes, encryptAes } from './aes.ts';
import { derivePassword } from './derive-password.ts';

const adlerModulus = 65521;

/** Checksums, and the two-way functions that depend on nothing but their arguments. */
export const hashFunctions: readonly Declared[] = [
  ['sha1sum', hash('sha1')],
  ['sha256sum', hash('sha256')],
  ['sha512sum', hash('sha512')],
  ['adler32sum', fn(['string'], 'string', ([text]) => String(adler32(goStringToBytes(text))))],
  [
    'encryptAES',
    fn(['string', 'string'], 'string', ([password, text], run) => {
      run.charge(text.length * 2);
      return encryptAes(password, text);
    }),
  ],
  ['decryptAES', fn(['string', 'string'], 'string', ([password, text]) => decryptAes(password, text))],
  [
    'derivePassword',
    fn(['uint32', 'string', 'string', 'string', 'string'], 'string', ([counter, type, password, user, site], run) =>
      derivePassword({ counter, type, password, user, site }, run),
    ),
  ],
];

function hash(algorithm: string): TemplateFunction {
  return fn(['string'], 'string', ([text]) => createHash(algorithm).update(goStringToBytes(text)).digest('hex'));
}

function adler32(bytes: Uint8Array): number {
  let low = 1;
  let high = 0;
  for (const byte of bytes) {
    low = (low + byte) % adlerModulus;
    high = (high + low) % adlerModulus;
  }
  return high * 65536 + low;
}
