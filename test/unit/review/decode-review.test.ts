import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../../../lib/json/json-value.ts';
import { reviewTarget } from '../../../lib/review/admission-review.ts';
import { decodeReview, maxReviewBytes, maxReviewDepth, maxWholeBytes } from '../../../lib/review/decode-review.ts';

const request = {
  uid: '705ab4f5-6393-11e8-b7cc-42010a800002',
  kind: { group: '', version: 'v1', kind: 'Pod' },
  resource: { group: '', version: 'v1', resource: 'pods' },
  namespace: 'shop',
  operation: 'CREATE',
  userInfo: { username: 'admin' },
  object: { apiVersion: 'v1', kind: 'Pod' },
  oldObject: null,
  dryRun: false,
};
const review = { apiVersion: 'admission.k8s.io/v1', kind: 'AdmissionReview', request };

function decode(json: unknown) {
  return decodeReview(Buffer.from(typeof json === 'string' ? json : JSON.stringify(json)));
}

/** The review as text, with `object` as it is given. */
function withObject(text: string): string {
  return JSON.stringify(review).replace(JSON.stringify(request.object), () => text);
}

describe('decodeReview', () => {
  it('reads what decisions need', () => {
    expect(decode(review)).toEqual({
      uid: request.uid,
      operation: 'CREATE',
      resource: { group: '', version: 'v1', resource: 'pods' },
      subResource: '',
      namespace: 'shop',
      object: request.object,
      bytes: JSON.stringify(review).length,
    });
  });

  it('reads of a body of more than 256 KiB only what is used', () => {
    const [known, managedFields] = [{ containers: [{ name: 'a' }] }, [{ manager: 'm' }]];
    const withFiller = (bytes: number) => {
      const object = { metadata: { labels: { a: 'b' }, managedFields }, spec: { ...known, later: [[]] } };
      const text = JSON.stringify({ ...review, request: { ...request, object, later: '' } });
      return text.replace('"later":""', `"later":"${'x'.repeat(bytes - text.length)}"`);
    };
    const large = decode(withFiller(maxWholeBytes + 1));
    expect(large.object).toEqual({ metadata: { labels: { a: 'b' } }, spec: known });
    expect(large.bytes).toBe(maxWholeBytes + 1);
    const { spec, metadata } = large.object as Record<string, JsonValue>;
    for (const part of [large.object, spec, metadata]) {
      expect(large.cut?.has(part ?? null)).toBe(true);
    }
    expect(large.cut?.has((spec as Record<string, JsonValue>).containers ?? null)).toBe(false);
    const whole = decode(withFiller(maxWholeBytes));
    expect(whole.object).toMatchObject({ metadata: { managedFields }, spec: { later: [[]] } });
    expect(whole).not.toHaveProperty('cut');
  });

  it('looks over what it leaves out of a large body', () => {
    const large = (text: string) =>
      decode(JSON.stringify({ ...review, later: 'L'.repeat(maxWholeBytes) }).replace(/"L+"/, () => text));
    const filler = `"${'x'.repeat(maxWholeBytes)}"`;
    const nested = (depth: number) => `[${filler},${'['.repeat(depth - 2)}${']'.repeat(depth - 2)}]`;
    expect(large(nested(maxReviewDepth - 1)).uid).toBe(request.uid);
    expect(large(nested(maxReviewDepth)).uid).toBe(request.uid);
    expect(() => large(nested(maxReviewDepth + 1))).toThrow(expect.objectContaining({ code: 'too-deep' }));
    expect(() => large(`[${filler},tru]`)).toThrow(/^the body is not JSON: see line 1, column \d+$/);
  });

  it('takes a namespace as long as names can be, and none that is longer', () => {
    const inNamespace = (namespace: string) => decode({ ...review, request: { ...request, namespace } });
    expect(inNamespace('n'.repeat(253)).namespace).toHaveLength(253);
    expect(() => inNamespace('n'.repeat(254))).toThrow(
      expect.objectContaining({
        code: 'not-a-review',
        message: 'request.namespace must have 253 characters at most',
      }),
    );
  });

  it('takes the longest uid', () => {
    const uid = 'x'.repeat(256);
    expect(decode({ ...review, request: { ...request, uid } }).uid).toBe(uid);
  });

  it('names the target with its subresource', () => {
    const asked = { ...review, request: { ...request, subResource: 'ephemeralcontainers' } };
    expect(reviewTarget(decode(review))).toBe('/v1/pods');
    expect(reviewTarget(decode(asked))).toBe('/v1/pods/ephemeralcontainers');
  });

  it('takes a namespace and object that are absent or null for empty', () => {
    const { namespace: _n, object: _o, ...rest } = request;
    expect(decode({ ...review, request: rest })).toMatchObject({ namespace: '', object: null });
    expect(decode({ ...review, request: { ...rest, namespace: null } })).toMatchObject({ namespace: '' });
  });

  it('keeps unknown fields, big integers, unicode and null', () => {
    const { object } = decode(withObject('{"n":12345678901234567890,"u":"é\\u00e9😀","x":null,"y":{"z":[]}}'));
    expect(object).toEqual({ n: 12345678901234567890n, u: 'éé😀', x: null, y: { z: [] } });
  });

  it('keeps __proto__ and constructor as keys that do no harm', () => {
    const { object } = decode(withObject('{"__proto__":{"polluted":true},"constructor":1}'));
    expect(Object.keys(object ?? {})).toEqual(['__proto__', 'constructor']);
    expect(Object.hasOwn(Object.prototype, 'polluted')).toBe(false);
  });

  it('lets the last of equal keys win', () => {
    expect(decode(withObject('{"a":1,"a":2}')).object).toEqual({ a: 2 });
  });

  it('reads no member from a prototype', () => {
    const polluted = JSON.stringify(review).replace('"uid":', '"__proto__":{"uid":"x"},"nouid":');
    expect(() => decode(polluted)).toThrow(expect.objectContaining({ code: 'not-a-review' }));
  });

  const nested = (depth: number): string => '['.repeat(depth) + ']'.repeat(depth);
  it('takes a body as deep as allowed', () => {
    expect(decode(withObject(nested(maxReviewDepth - 2))).uid).toBe(request.uid);
  });

  it.each([
    { name: 'one level too deep', body: withObject(nested(maxReviewDepth - 1)), code: 'too-deep' },
    { name: 'no body', body: '', code: 'not-json' },
    { name: 'half a body', body: '{"apiVersion":', code: 'not-json' },
    { name: 'a byte order mark', body: `\ufeff${JSON.stringify(review)}`, code: 'not-json' },
    { name: 'an array', body: '[]', code: 'not-a-review' },
    { name: 'null', body: 'null', code: 'not-a-review' },
    { name: 'v1beta1', body: { ...review, apiVersion: 'admission.k8s.io/v1beta1' }, code: 'not-a-review' },
    { name: 'another kind', body: { ...review, kind: 'Pod' }, code: 'not-a-review' },
    { name: 'no request', body: { ...review, request: undefined }, code: 'not-a-review' },
    { name: 'a request that is a list', body: { ...review, request: [] }, code: 'not-a-review' },
    { name: 'an empty uid', body: { ...review, request: { ...request, uid: '' } }, code: 'not-a-review' },
    { name: 'a huge uid', body: { ...review, request: { ...request, uid: 'x'.repeat(257) } }, code: 'not-a-review' },
    { name: 'a uid that is a number', body: { ...review, request: { ...request, uid: 7 } }, code: 'not-a-review' },
    { name: 'no operation', body: { ...review, request: { ...request, operation: undefined } }, code: 'not-a-review' },
    { name: 'no resource', body: { ...review, request: { ...request, resource: null } }, code: 'not-a-review' },
    {
      name: 'a resource without a name',
      body: { ...review, request: { ...request, resource: {} } },
      code: 'not-a-review',
    },
    {
      name: 'a namespace that is a number',
      body: { ...review, request: { ...request, namespace: 1 } },
      code: 'not-a-review',
    },
  ])('refuses $name as $code', ({ body, code }) => {
    expect(() => decode(body)).toThrow(expect.objectContaining({ name: 'ReviewError', code }));
  });

  it.each([
    ['letters of several bytes', 'schön \u{1f600}'],
    ['half a character', '\ud83d'],
  ])('reads text as it reads the bytes of it: %s', (_name, note) => {
    const text = withObject(`{"note":"${note}"}`);
    expect(decodeReview(text)).toEqual(decode(text));
    expect(decodeReview(text).bytes).toBe(Buffer.byteLength(text));
  });

  it('refuses text beyond the limit by its bytes', () => {
    const text = withObject(`"${'ö'.repeat(maxReviewBytes / 2)}"`);
    expect(() => decodeReview(text)).toThrow(expect.objectContaining({ code: 'too-large' }));
  });

  it('refuses bytes that are not UTF-8', () => {
    const body = Buffer.from(JSON.stringify(review).replace('shop', 'sh\u0000p'), 'latin1');
    body[body.indexOf(0)] = 0xff;
    expect(() => decodeReview(body)).toThrow(expect.objectContaining({ code: 'not-text' }));
  });

  it('refuses a body beyond the limit and takes one at the limit', () => {
    const text = JSON.stringify(review);
    const full = text + ' '.repeat(maxReviewBytes - text.length);
    expect(decode(full).uid).toBe(request.uid);
    expect(() => decode(`${full} `)).toThrow(expect.objectContaining({ code: 'too-large' }));
  });

  it('never repeats the body in a message', () => {
    expect(() => decode('{"password":"hunter2",}')).toThrow(/^(?!.*hunter2)/);
  });
});
