import { GoError } from '../../go/errors.ts';
import type { TemplateFunction } from '../function.ts';
import { type Declared, fn } from './declare.ts';
import { decodeBase } from './encoding/base-codec.ts';

const list = '[]interface {}';
const random = 'its result is random, so the same pod would not get the same sidecar twice';
const secret = 'it makes a secret, which does not belong into a pod; put it into a Kubernetes Secret and refer to that';
const certificate =
  'it makes a key or certificate, which does not belong into a pod; let cert-manager or a Secret provide it';

interface Refusal {
  readonly params: readonly string[];
  readonly result: string;
  readonly why: string;
}

/** sprig's functions that are not run, each with the parameters it has there, and why. */
const refusals = {
  randAlphaNum: { params: ['int'], result: 'string', why: random },
  randAlpha: { params: ['int'], result: 'string', why: random },
  randAscii: { params: ['int'], result: 'string', why: random },
  randNumeric: { params: ['int'], result: 'string', why: random },
  randBytes: { params: ['int'], result: 'string', why: random },
  randInt: { params: ['int', 'int'], result: 'int', why: random },
  shuffle: { params: ['string'], result: 'string', why: random },
  uuidv4: { params: [], result: 'string', why: random },
  bcrypt: { params: ['string'], result: 'string', why: secret },
  genPrivateKey: { params: ['string'], result: 'string', why: certificate },
  genCA: { params: ['string', 'int'], result: 'sprig.certificate', why: certificate },
  genCAWithKey: { params: ['string', 'int', 'string'], result: 'sprig.certificate', why: certificate },
  genSelfSignedCert: { params: ['string', list, list, 'int'], result: 'sprig.certificate', why: certificate },
  genSelfSignedCertWithKey: {
    params: ['string', list, list, 'int', 'string'],
    result: 'sprig.certificate',
    why: certificate,
  },
  genSignedCert: {
    params: ['string', list, list, 'int', 'sprig.certificate'],
    result: 'sprig.certificate',
    why: certificate,
  },
  genSignedCertWithKey: {
    params: ['string', list, list, 'int', 'sprig.certificate', 'string'],
    result: 'sprig.certificate',
    why: certificate,
  },
} as const satisfies Record<string, Refusal>;

/** Generators of random values, secrets and certificates: they fail with a message that names them. */
export const refusedFunctions: readonly Declared[] = [
  ...Object.entries(refusals).map(([name, refusal]): Declared => [name, refuse(name, refusal)]),
  [
    'htpasswd',
    fn(['string', 'string'], 'string', ([user]) =>
      user.includes(':') ? `invalid username: ${user}` : throwRefusal('htpasswd', secret),
    ),
  ],
  ['buildCustomCert', fn(['string', 'string'], 'sprig.certificate', ([cert, key]) => buildCustomCert(cert, key))],
];

function refuse(name: string, { params, result, why }: Refusal): TemplateFunction {
  return { params, result, call: () => throwRefusal(name, why) };
}

function throwRefusal(name: string, why: string): never {
  throw new GoError(`${name} is not available in sidecar templates: ${why}`);
}

function buildCustomCert(certificateText: string, keyText: string): never {
  if (typeof decodeBase(certificateText, 'base64') === 'string') {
    throw new GoError('unable to decode base64 certificate');
  }
  if (typeof decodeBase(keyText, 'base64') === 'string') {
    throw new GoError('unable to decode base64 private key');
  }
  return throwRefusal('buildCustomCert', certificate);
}

/** What asks for the environment or the network gets nothing. */
export const systemFunctions: readonly Declared[] = [
  ['env', fn(['string'], 'string', () => '')],
  ['expandenv', fn(['string'], 'string', () => '')],
  ['getHostByName', fn(['string'], 'string', () => '')],
];
