import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { volatileNames } from '../../../lib/kube/pod/volatile-names.ts';
import { decodeReview } from '../../../lib/review/decode-review.ts';
import { ReviewForm } from '../../../lib/review/review-form.ts';
import { reviewedPod } from '../../../lib/review/reviewed-pod.ts';

interface Names {
  readonly uid: string;
  readonly suffix: string;
  /** When the pod was made. */
  readonly time: string;
}

const [one, other, third] = ['aaaaa', 'bbbbb', 'ccccc'].map((suffix, index) => ({
  uid: `705ab4f5-6393-11e8-b7cc-42010a80000${index}`,
  suffix,
  time: `2026-11-29T03:58:2${index}Z`,
})) as [Names, Names, Names];
const tokenOf = ({ suffix }: Names): string => `kube-api-access-${suffix}`;
const nameOf = ({ suffix }: Names): string => `web-${suffix}`;

/** The text of a review of one workload's pod; `more` may name what is the pod's own. */
function textOf(names: Names, more = '', namespace = 'shop'): string {
  const token = tokenOf(names);
  const object = {
    metadata: {
      ...{ generateName: 'web-', name: nameOf(names), annotations: { more } },
      managedFields: [{ manager: 'kube-controller-manager', time: names.time }],
    },
    spec: { volumes: [{ name: token }], containers: [{ volumeMounts: [{ name: token }], big: 'BIG' }] },
  };
  const resource = { group: '', version: 'v1', resource: 'pods' };
  const request = { uid: names.uid, resource, name: nameOf(names), namespace, operation: 'CREATE', object };
  const text = JSON.stringify({ kind: 'AdmissionReview', apiVersion: 'admission.k8s.io/v1', request });
  return text.replace('"BIG"', '12345678901234567890');
}

function formOf(text: string): ReviewForm | undefined {
  const review = decodeReview(text);
  return ReviewForm.of(text, review, volatileNames(reviewedPod(review)));
}

/** What stands in the pod beside its names: the names of this pod and of others, and pieces of them. */
const word = fc.constantFrom<(names: Names) => string>(
  tokenOf,
  nameOf,
  ({ uid }) => uid,
  ({ suffix }) => suffix,
  ({ time }) => time,
  () => other.time,
  () => tokenOf(one),
  () => tokenOf(other),
  () => nameOf(other),
  () => 'sample-name-00000',
  () => 'é"\\',
  () => 'kube-api-access-',
);
const more = fc
  .array(word, { maxLength: 3 })
  .map((words) => (names: Names) => words.map((each) => each(names)).join(''));

describe('the form of a review', () => {
  it('gives just what reading the text would have given', () => {
    fc.assert(
      fc.property(more, more, fc.constantFrom(one, other, third), (first, second, names) => {
        const text = textOf(names, second(names));
        const review = formOf(textOf(one, first(one)))?.read(text);
        if (review !== undefined) {
          const { form, ...read } = review;
          expect(read).toEqual(decodeReview(text));
          expect({ token: form?.token, generatedName: form?.generatedName }).toEqual(
            volatileNames(reviewedPod(review)),
          );
        }
      }),
      { numRuns: 1000 },
    );
  });

  it('gives the same or nothing of a text that is changed anywhere', () => {
    const form = formOf(textOf(one));
    const text = textOf(other);
    fc.assert(
      fc.property(
        fc.nat(text.length - 1),
        fc.constantFrom('"', '\\', 'a', '0', ' ', '{', 'é', '\ud800'),
        (at, char) => {
          const changed = text.slice(0, at) + char + text.slice(at + 1);
          const { form: _, ...read } = form?.read(changed) ?? decodeReviewOr(text);
          expect(read).toEqual(form?.read(changed) === undefined ? decodeReview(text) : decodeReview(changed));
        },
      ),
      { numRuns: 2000 },
    );
  });

  it('knows another pod of the workload, and keeps the digits of its numbers', () => {
    const review = formOf(textOf(one))?.read(textOf(other));
    expect(review).toMatchObject({ uid: other.uid, bytes: Buffer.byteLength(textOf(other)), namespace: 'shop' });
    expect(review?.object).toEqual(decodeReview(textOf(other)).object);
    expect(JSON.stringify(review?.form?.sample, (_, value) => (typeof value === 'bigint' ? 'big' : value))).toContain(
      'kube-api-access-00000',
    );
  });

  it('has one sample for all of its pods', () => {
    const form = formOf(textOf(one));
    expect(form?.read(textOf(other))?.form?.sample).toBe(form?.read(textOf(third))?.form?.sample);
  });

  it.each([
    ['another namespace', textOf(other, '', 'shoq')],
    ['another annotation', textOf(other, 'x')],
    ['a token of another kind', textOf(other).replaceAll(tokenOf(other), 'kube-api-access-BBBBB')],
    ['a name that needs an escape', textOf(other).replaceAll(nameOf(other), 'web-b"bbb')],
    ['a name that differs from place to place', textOf(other).replace(nameOf(other), nameOf(third))],
    ['a time that is none', textOf({ ...other, time: '2026-11-29T03:58:2xZ' })],
    ['nothing', ''],
  ])('does not take %s for it', (_name, text) => {
    expect(formOf(textOf(one))?.read(text)).toBeUndefined();
  });

  it('does not take a text that says a name where the first one did not', () => {
    expect(formOf(textOf(one, tokenOf(other)))?.read(textOf(other, tokenOf(other)))).toBeUndefined();
    expect(formOf(textOf(one, tokenOf(other)))?.read(textOf(third, tokenOf(other)))).toBeDefined();
  });

  it.each([
    ['says names that samples have', textOf(one, 'kube-api-access-00000')],
    ['may write a name with escapes', textOf(one, 'BIG').replace('"BIG"', '"\\u006bube-api-access-bbbbb"')],
    ['is of a namespace with the name of the pod', textOf(one, '', nameOf(one))],
    ['has a name too short to be told from the rest', textOf({ ...one, uid: 'a' })],
  ])('is not made of a text that %s', (_name, text) => {
    expect(formOf(text)).toBeUndefined();
  });

  it('is made of a text with the escapes that Go writes', () => {
    expect(formOf(textOf(one, 'BIG').replace('"BIG"', '"\\u003ca\\u003e \\u0026"'))).toBeDefined();
  });

  it('counts the characters that all of its texts have', () => {
    const text = textOf(one);
    const named = [one.uid, nameOf(one), nameOf(one), tokenOf(one), tokenOf(one), one.time].join('');
    expect(formOf(text)?.characters).toBe(text.length - named.length);
  });
});

function decodeReviewOr(text: string) {
  return { form: undefined, ...decodeReview(text) };
}
