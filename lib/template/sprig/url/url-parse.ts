import { isIPv4, isIPv6 } from 'node:net';
import { GoError } from '../../../go/errors.ts';
import { quote } from '../../../go/quote.ts';
import { fromBinary, toBinary } from '../strings/text.ts';
import { escapeUrl, unescapeUrl } from './url-escape.ts';

/** The parts of a URL as net/url keeps them, as bytes of one character each. */
export interface Url {
  readonly scheme: string;
  readonly opaque: string;
  /** Escaped, with a colon before the password; undefined where there is none. */
  readonly user: string | undefined;
  readonly host: string;
  readonly path: string;
  readonly query: string;
  readonly fragment: string;
}

/** net/url.Parse. @throws `GoError` in Go's words. */
export function parseUrl(text: string): Url {
  const bytes = toBinary(text);
  const [main, fragment] = cut(bytes, '#');
  const url = located(main, () => parseMain(main));
  return fragment === '' ? url : { ...url, fragment: located(bytes, () => unescapeUrl(fragment, 'fragment')) };
}

function located<Result>(bytes: string, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    throw error instanceof GoError ? new GoError(`parse ${quote(fromBinary(bytes))}: ${error.message}`) : error;
  }
}

function cut(text: string, at: string): [string, string] {
  const index = text.indexOf(at);
  return index < 0 ? [text, ''] : [text.slice(0, index), text.slice(index + at.length)];
}

const empty: Url = { scheme: '', opaque: '', user: undefined, host: '', path: '', query: '', fragment: '' };

function parseMain(text: string): Url {
  if (hasControl(text)) {
    throw new GoError('net/url: invalid control character in URL');
  }
  if (text === '*') {
    return { ...empty, path: '*' };
  }
  const { scheme, behind } = splitScheme(text);
  const [rest, query] = cut(behind, '?');
  const url = { ...empty, scheme: scheme.toLowerCase(), query };
  if (!rest.startsWith('/')) {
    if (scheme !== '') {
      return { ...url, opaque: rest };
    }
    if (cut(rest, '/')[0].includes(':')) {
      throw new GoError('first path segment in URL cannot contain colon');
    }
  }
  const hasAuthority = rest.startsWith('//') && (scheme !== '' || !rest.startsWith('///'));
  return hasAuthority ? withAuthority(url, rest.slice(2)) : { ...url, path: unescapeUrl(rest, 'path') };
}

function hasControl(text: string): boolean {
  return Array.from(text).some((char) => char < ' ' || char === '\u007f');
}

function splitScheme(text: string): { readonly scheme: string; readonly behind: string } {
  const [, scheme, behind = ''] = /^([A-Za-z][A-Za-z0-9+.-]*):(.*)$/s.exec(text) ?? [];
  if (text.startsWith(':')) {
    throw new GoError('missing protocol scheme');
  }
  return scheme === undefined ? { scheme: '', behind: text } : { scheme, behind };
}

function withAuthority(url: Url, text: string): Url {
  const slash = text.indexOf('/');
  const authority = slash < 0 ? text : text.slice(0, slash);
  const at = authority.lastIndexOf('@');
  const host = parseHost(url.scheme, authority.slice(at + 1));
  const user = at < 0 ? undefined : parseUser(authority.slice(0, at));
  return { ...url, user, host, path: unescapeUrl(slash < 0 ? '' : text.slice(slash), 'path') };
}

function parseUser(text: string): string {
  if (!/^[A-Za-z0-9\-._:~!$&'()*+,;=%@]*$/.test(text)) {
    throw new GoError('net/url: invalid userinfo');
  }
  const [name, password] = cut(text, ':');
  const escaped = (part: string): string => escapeUrl(unescapeUrl(part, 'user'), 'user');
  return text.includes(':') ? `${escaped(name)}:${escaped(password)}` : escaped(name);
}

function parseHost(scheme: string, host: string): string {
  const bracket = host.lastIndexOf('[');
  if (bracket > 0) {
    throw new GoError('invalid IP-literal');
  }
  if (bracket === 0) {
    return parseIpLiteral(host);
  }
  const colon = scheme === 'http' || scheme === 'https' ? host.indexOf(':') : host.lastIndexOf(':');
  if (colon >= 0) {
    checkPort(host.slice(colon));
  }
  return unescapeUrl(host, 'host');
}

function checkPort(port: string): void {
  if (!/^(?::\d*)?$/.test(port)) {
    throw new GoError(`invalid port ${quote(fromBinary(port))} after host`);
  }
}

function parseIpLiteral(host: string): string {
  const close = host.lastIndexOf(']');
  if (close < 0) {
    throw new GoError("missing ']' in host");
  }
  const port = host.slice(close + 1);
  checkPort(port);
  const literal = host.slice(1, close);
  const zone = literal.indexOf('%25');
  const name =
    zone < 0
      ? unescapeUrl(literal, 'host')
      : unescapeUrl(literal.slice(0, zone), 'host') + unescapeUrl(literal.slice(zone), 'zone');
  checkAddress(name);
  return `[${name}]${port}`;
}

function checkAddress(name: string): void {
  const [address, zone] = cut(name, '%');
  if (isIPv4(name)) {
    throw new GoError('invalid IP-literal');
  }
  if (!isIPv6(address) || (name.includes('%') && zone === '')) {
    throw new GoError(`invalid host: ParseAddr(${quote(fromBinary(name))}): unable to parse IP`);
  }
}

/** Hostname(): the host without brackets and port. */
export function hostnameOf(host: string): string {
  const bare = host.replace(/:\d*$/, '');
  return bare.startsWith('[') && bare.endsWith(']') ? bare.slice(1, -1) : bare;
}

/** URL.String(). */
export function formatUrl({ scheme, opaque, user, host, path, query, fragment }: Url): string {
  let text = scheme === '' ? '' : `${scheme}:`;
  if (opaque === '') {
    const hasAuthority = host !== '' || user !== undefined || (scheme !== '' && path !== '');
    text += hasAuthority ? `//${user === undefined ? '' : `${user}@`}${escapeUrl(host, 'host')}` : '';
    const escaped = path === '*' ? path : escapeUrl(path, 'path');
    text += escaped !== '' && !escaped.startsWith('/') && host !== '' ? '/' : '';
    text += text === '' && cut(escaped, '/')[0].includes(':') ? './' : '';
    text += escaped;
  } else {
    text += opaque;
  }
  text += query === '' ? '' : `?${query}`;
  return fromBinary(fragment === '' ? text : `${text}#${escapeUrl(fragment, 'fragment')}`);
}
