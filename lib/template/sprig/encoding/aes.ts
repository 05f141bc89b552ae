import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto';
import { bytesToGoString, goStringToBytes } from '../../../go/bytes.ts';
import { GoError, GoPanic } from '../../../go/errors.ts';
import { decodeBase } from './base-codec.ts';

const cipher = 'aes-256-cbc';
const keyBytes = 32;
const blockBytes = 16;

/** The first 32 bytes of a password, filled up with zeros. */
function keyOf(password: string): Buffer {
  const key = Buffer.alloc(keyBytes);
  Buffer.from(goStringToBytes(password)).copy(key);
  return key;
}

/** AES-256-CBC with a random vector in front, as base64; nothing for empty text. */
export function encryptAes(password: string, text: string): string {
  if (text === '') {
    return '';
  }
  const vector = randomBytes(blockBytes);
  const encryption = createCipheriv(cipher, keyOf(password), vector);
  return Buffer.concat([vector, encryption.update(goStringToBytes(text)), encryption.final()]).toString('base64');
}

/** The reverse. The padding is trusted as sprig trusts it: a wrong password gives rubbish or a panic. */
export function decryptAes(password: string, encoded: string): string {
  if (encoded === '') {
    return '';
  }
  const bytes = decodeBase(encoded, 'base64');
  if (typeof bytes === 'string') {
    throw new GoError(bytes);
  }
  if (bytes.length < blockBytes) {
    throw new GoPanic(`runtime error: slice bounds out of range [:${blockBytes}] with capacity ${capacity(encoded)}`);
  }
  const body = bytes.subarray(blockBytes);
  if (body.length % blockBytes !== 0) {
    throw new GoPanic('crypto/cipher: input not full blocks');
  }
  if (body.length === 0) {
    throw new GoPanic('runtime error: index out of range [-1]');
  }
  const decryption = createDecipheriv(cipher, keyOf(password), bytes.subarray(0, blockBytes)).setAutoPadding(false);
  return withoutPadding(Buffer.concat([decryption.update(body), decryption.final()]));
}

function withoutPadding(plain: Buffer): string {
  const kept = plain.length - (plain.at(-1) ?? 0);
  if (kept < 0) {
    throw new GoPanic(`runtime error: slice bounds out of range [:${kept}]`);
  }
  return bytesToGoString(plain.subarray(0, kept));
}

/** Go decodes into a buffer for the longest text of that length. */
function capacity(encoded: string): number {
  return Math.floor(goStringToBytes(encoded).length / 4) * 3;
}
