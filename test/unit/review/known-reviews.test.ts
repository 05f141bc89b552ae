import { describe, expect, it } from 'vitest';
import { decodeReview } from '../../../lib/review/decode-review.ts';
import { KnownReviews } from '../../../lib/review/known-reviews.ts';

/** The text of a review of pod number `index` of a workload. */
function textOf(index: number, { workload = 'web', note = '', namespace = 'shop' } = {}): string {
  const uid = `705ab4f5-6393-11e8-b7cc-4201${String(index).padStart(8, '0')}`;
  const object = { metadata: { generateName: `${workload}-`, annotations: { note } } };
  const resource = { group: '', version: 'v1', resource: 'pods' };
  const request = { uid, resource, namespace, operation: 'CREATE', object };
  return JSON.stringify({ kind: 'AdmissionReview', apiVersion: 'admission.k8s.io/v1', request });
}

/** Looks for a review, and keeps it where it has to be read, as the webhook does. Tells whether it was found. */
function isFound(reviews: KnownReviews, text: string, path = '/inject'): boolean {
  const found = reviews.find(path, text);
  reviews.keep(path, text, found ?? decodeReview(text));
  return found !== undefined;
}

const foundOf = (reviews: KnownReviews, texts: readonly string[]) => texts.map((text) => isFound(reviews, text));

describe('KnownReviews', () => {
  it('finds the third pod of a workload, and those that follow', () => {
    const reviews = new KnownReviews();
    expect(
      foundOf(
        reviews,
        [1, 2, 3, 4].map((index) => textOf(index)),
      ),
    ).toEqual([false, false, true, true]);
    expect(reviews.find('/inject', textOf(5))).toMatchObject({ ...decodeReview(textOf(5)) });
  });

  it('tells workloads and addresses apart', () => {
    const reviews = new KnownReviews();
    foundOf(reviews, [textOf(1), textOf(2), textOf(1, { workload: 'abc' }), textOf(2, { workload: 'abc' })]);
    expect(isFound(reviews, textOf(3), '/inject/cluster/a')).toBe(false);
    expect(foundOf(reviews, [textOf(3), textOf(3, { workload: 'abc' })])).toEqual([true, true]);
  });

  it('keeps texts of one length of two namespaces', () => {
    const reviews = new KnownReviews();
    const all = (index: number) => ['shop', 'bank'].map((namespace) => textOf(index, { namespace }));
    foundOf(reviews, [...all(1), ...all(2)]);
    expect(foundOf(reviews, all(3))).toEqual([true, true]);
  });

  it('keeps no text in which the names cannot be told from the rest', () => {
    const reviews = new KnownReviews();
    const named = (index: number) => textOf(index, { note: 'sample-uid-00000' });
    expect(foundOf(reviews, [1, 2, 3].map(named))).not.toContain(true);
  });

  it('keeps a text that is just as long as it may be', () => {
    const reviews = new KnownReviews();
    const rest = 64 * 1024 - textOf(1).length;
    const long = (index: number) => textOf(index, { note: 'x'.repeat(rest) });
    expect(foundOf(reviews, [1, 2, 3].map(long))).toEqual([false, false, true]);
  });

  it('takes a text that has changed from its first pod on', () => {
    const reviews = new KnownReviews();
    foundOf(reviews, [textOf(1, { note: 'a' }), textOf(2, { note: 'a' }), textOf(3, { note: 'a' })]);
    expect(foundOf(reviews, [textOf(4, { note: 'b' }), textOf(5, { note: 'b' })])).toEqual([false, true]);
  });

  it('takes one in eight of texts that go on changing, until one comes again', () => {
    const reviews = new KnownReviews();
    const note = (index: number) => String(index).padStart(3, '0');
    const changing = Array.from({ length: 19 }, (_, index) => textOf(index, { note: note(index) }));
    expect(foundOf(reviews, changing)).not.toContain(true);
    // The second of them was taken, the tenth and the eighteenth.
    const isTaken = (index: number) => reviews.find('/inject', textOf(99, { note: note(index) })) !== undefined;
    expect([16, 18, 17].map(isTaken)).toEqual([false, false, true]);
    expect(foundOf(reviews, [textOf(20, { note: 'abc' }), textOf(21, { note: 'abc' })])).toEqual([false, true]);
  });

  it('reads what comes as bytes, and what is too long to be kept', () => {
    const reviews = new KnownReviews();
    const long = (index: number) => textOf(index, { note: 'x'.repeat(64 * 1024) });
    expect(foundOf(reviews, [1, 2, 3, 4].map(long))).not.toContain(true);
    for (const index of [1, 2, 3]) {
      const bytes = Buffer.from(textOf(index));
      expect(reviews.find('/inject', bytes)).toBeUndefined();
      reviews.keep('/inject', bytes, decodeReview(bytes));
    }
  });
});
