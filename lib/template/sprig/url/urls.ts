import { GoError, GoPanic } from '../../../go/errors.ts';
import { stringOf } from '../../../go/numbers.ts';
import { kindOf } from '../../../go/type-name.ts';
import type { GoMap, GoValue } from '../../../go/value.ts';
import { type Declared, dictType, fn, mapOf, nilDereference } from '../declare.ts';
import { fromBinary, toBinary } from '../strings/text.ts';
import { formatUrl, hostnameOf, parseUrl } from './url-parse.ts';

/** URLs taken apart and put together, as net/url does it. */
export const urlFunctions: readonly Declared[] = [
  ['urlParse', fn(['string'], dictType, ([text]) => take(text))],
  ['urlJoin', fn([dictType], 'string', ([parts]) => join(mapOf(parts)))],
];

function panicking<Result>(what: string, work: () => Result): Result {
  try {
    return work();
  } catch (error) {
    throw error instanceof GoError ? new GoPanic(`${what}: ${error.message}`) : error;
  }
}

function take(text: string): GoMap {
  const url = panicking('unable to parse url', () => parseUrl(text));
  const parts: [string, string][] = [
    ['scheme', url.scheme],
    ['host', url.host],
    ['hostname', hostnameOf(url.host)],
    ['path', url.path],
    ['query', url.query],
    ['opaque', url.opaque],
    ['fragment', url.fragment],
    ['userinfo', url.user ?? ''],
  ];
  return new Map(parts.map(([name, bytes]) => [name, fromBinary(bytes)]));
}

function join(parts: GoMap | undefined): string {
  const read = (key: string): string => toBinary(partOf(key, parts?.get(key)));
  const plain = { scheme: read('scheme'), host: read('host'), path: read('path'), query: read('query') };
  const rest = { opaque: read('opaque'), fragment: read('fragment') };
  const userinfo = partOf('userinfo', parts?.get('userinfo'));
  const user =
    userinfo === ''
      ? undefined
      : panicking('unable to parse userinfo in dict', () => parseUrl(`proto://${userinfo}@host`).user);
  return formatUrl({ ...plain, ...rest, user });
}

function partOf(key: string, value: GoValue | undefined): string {
  if (value === undefined) {
    return '';
  }
  if (value === null) {
    throw nilDereference();
  }
  const text = stringOf(value);
  if (text === undefined) {
    throw new GoPanic(`unable to parse ${key} key, must be of type string, but ${kindOf(value)} found`);
  }
  return text;
}
