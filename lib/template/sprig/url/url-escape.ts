import { GoError } from '../../../go/errors.ts';
import { quote } from '../../../go/quote.ts';

/** Where in a URL text stands; it decides what must be escaped. */
export type UrlPart = 'path' | 'user' | 'host' | 'zone' | 'fragment';

const unreserved = 'A-Za-z0-9\\-_.~';
const literal: Readonly<Record<UrlPart, RegExp>> = {
  path: new RegExp(`^[${unreserved}$&+,/:;=@]$`),
  user: new RegExp(`^[${unreserved}$&+,;=]$`),
  host: new RegExp(`^[${unreserved}!$&'()*+,;=:[\\]<>"]$`),
  zone: new RegExp(`^[${unreserved}!$&'()*+,;=:[\\]<>"]$`),
  fragment: new RegExp(`^[${unreserved}$&+,/:;=?@!()*]$`),
};
const escapePattern = /^%[0-9A-Fa-f]{2}/;

/** Whether a byte must be escaped there. */
function mustEscape(byte: string, place: UrlPart): boolean {
  return !literal[place].test(byte);
}

/** Escapes bytes, each of which is one character of the text. */
export function escapeUrl(bytes: string, place: UrlPart): string {
  return Array.from(bytes, (byte) => (mustEscape(byte, place) ? hex(byte) : byte)).join('');
}

function hex(byte: string): string {
  return `%${byte.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`;
}

/** Takes escapes out of bytes. @throws `GoError` in Go's words. */
export function unescapeUrl(bytes: string, place: UrlPart): string {
  let plain = '';
  for (let at = 0; at < bytes.length; at++) {
    const byte = bytes.charAt(at);
    if (byte === '%') {
      plain += unescapeByte(bytes.slice(at, at + 3), place);
      at += 2;
    } else {
      refuseInHost(byte, place);
      plain += byte;
    }
  }
  return plain;
}

function unescapeByte(text: string, place: UrlPart): string {
  const value = escapePattern.test(text) ? Number.parseInt(text.slice(1), 16) : Number.NaN;
  const byte = String.fromCharCode(value);
  const badHost = place === 'host' && value < 0x80 && text !== '%25';
  const badZone = place === 'zone' && text !== '%25' && byte !== ' ' && mustEscape(byte, 'host');
  if (Number.isNaN(value) || badHost || badZone) {
    throw new GoError(`invalid URL escape ${quote(text)}`);
  }
  return byte;
}

function refuseInHost(byte: string, place: UrlPart): void {
  if ((place === 'host' || place === 'zone') && byte < '\u0080' && mustEscape(byte, place)) {
    throw new GoError(`invalid character ${quote(byte)} in host name`);
  }
}
