import { bytesToGoString, goStringToBytes } from '../../../go/bytes.ts';
import { type Declared, fn } from '../declare.ts';
import { decodeBase, encodeBase32 } from './base-codec.ts';

/** Base64 and base32; decoding gives the error's text where it fails. */
export const encodingFunctions: readonly Declared[] = [
  [
    'b64enc',
    fn(['string'], 'string', ([text], run) => {
      run.charge(text.length * 2);
      return Buffer.from(goStringToBytes(text)).toString('base64');
    }),
  ],
  ['b64dec', fn(['string'], 'string', ([text]) => decodedText(text, 'base64'))],
  [
    'b32enc',
    fn(['string'], 'string', ([text], run) => {
      run.charge(text.length * 2);
      return encodeBase32(goStringToBytes(text));
    }),
  ],
  ['b32dec', fn(['string'], 'string', ([text]) => decodedText(text, 'base32'))],
];

function decodedText(text: string, base: 'base64' | 'base32'): string {
  const decoded = decodeBase(text, base);
  return typeof decoded === 'string' ? decoded : bytesToGoString(decoded);
}
