import { describe, expect, it } from 'vitest';
import { maxUidCharacters } from '../../../lib/review/decode-review.ts';
import { readUid } from '../../../lib/review/read-uid.ts';

const good = { kind: 'AdmissionReview', apiVersion: 'admission.k8s.io/v1', request: { uid: 'a-b-c' } };
const bytes = (text: string) => new TextEncoder().encode(text);
const withUid = (uid: unknown) => ({ ...good, request: { uid } });

describe('readUid', () => {
  it.each<[string, unknown, string]>([
    ['a review', good, 'a-b-c'],
    ['one without a pod that could be read', { ...good, request: { uid: 'u', object: [[[]]] } }, 'u'],
    ['an empty uid', withUid(''), ''],
    ['the longest uid', withUid('u'.repeat(maxUidCharacters)), 'u'.repeat(maxUidCharacters)],
  ])('gives the uid of %s', (_name, review, uid) => {
    expect(readUid(bytes(JSON.stringify(review)))).toBe(uid);
    expect(readUid(JSON.stringify(review))).toBe(uid);
  });

  it.each<[string, unknown]>([
    ['another kind', { ...good, kind: 'Pod' }],
    ['another version', { ...good, apiVersion: 'admission.k8s.io/v1beta1' }],
    ['no kind', { ...good, kind: undefined }],
    ['no version', { ...good, apiVersion: undefined }],
    ['no request', { ...good, request: undefined }],
    ['a request that is null', { ...good, request: null }],
    ['a request that is text', { ...good, request: 'uid' }],
    ['no uid', withUid(undefined)],
    ['a uid that is a number', withUid(5)],
    ['a uid that is too long', withUid('u'.repeat(maxUidCharacters + 1))],
    ['a list', [good]],
    ['null', null],
    ['text', 'AdmissionReview'],
  ])('refuses %s', (_name, review) => {
    expect(() => readUid(bytes(JSON.stringify(review)))).toThrow(
      expect.objectContaining({
        name: 'ReviewError',
        code: 'not-a-review',
        message: expect.stringContaining('AdmissionReview of admission.k8s.io/v1'),
      }),
    );
  });

  it('takes no inherited member for one of the review', () => {
    const text = '{"__proto__":{"kind":"AdmissionReview","apiVersion":"admission.k8s.io/v1","request":{"uid":"u"}}}';
    expect(() => readUid(bytes(text))).toThrow(expect.objectContaining({ code: 'not-a-review' }));
  });

  it('refuses what is no JSON without a word of it', () => {
    expect(() => readUid(bytes('{"password": hunter2'))).toThrow(
      expect.objectContaining({ code: 'not-json', message: 'the body is not JSON' }),
    );
  });
});
