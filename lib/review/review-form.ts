import { JsonForm } from '../json/json-form.ts';
import { isObject, type JsonObject } from '../json/json-value.ts';
import { TextForm } from '../json/text-form.ts';
import { tokenVolume, type VolatileNames } from '../kube/pod/volatile-names.ts';
import { type AdmissionRequest, reviewTarget } from './admission-review.ts';
import { decodeReview } from './decode-review.ts';

/** Names that need no escape in JSON, and do not stand everywhere by chance. */
const plainName = /^[\w.-]{5,253}$/;
/** The escape of a character of such names, or of one near to them in Unicode. */
const escapedName = /\\u00(?:2[de]|3\d|[4-7])/i;

/** What is another in each pod, and what stands for it in the sample of a form. */
const sampleNames = {
  uid: 'sample-uid-00000',
  token: 'kube-api-access-00000',
  generatedName: 'sample-name-00000',
} as const;
const kinds = ['uid', 'token', 'generatedName'] as const satisfies readonly (keyof typeof sampleNames)[];

/** What a form is made of. */
interface FormParts {
  /** The names that its reviews have, and those of the review that it is made of. */
  readonly own: readonly (typeof kinds)[number][];
  readonly names: readonly string[];
  readonly text: TextForm;
  /** What is the same in all of them. */
  readonly request: Omit<AdmissionRequest, 'uid' | 'object' | 'form'>;
  readonly sample: JsonObject;
}

/**
 * The text that the reviews of one workload's pods have in common: all but the names that are others in each. What has
 * that text is the review that was read before with other names in it, and need not be read.
 */
export class ReviewForm {
  readonly #parts: FormParts;
  readonly #pod: JsonForm;
  readonly #lengths: readonly number[];
  /** Where each name stands, all that are the same. */
  readonly #places: readonly (readonly number[])[];

  private constructor(parts: FormParts) {
    this.#parts = parts;
    this.#pod = new JsonForm(
      parts.sample,
      parts.own.map((kind) => sampleNames[kind]),
    );
    this.#lengths = parts.names.map(({ length }) => length);
    this.#places = parts.text.placesOf(this.#lengths);
  }

  /**
   * The form of a review that was read from `body`; undefined where its names cannot be told from the rest of the text.
   */
  static of(body: string, review: AdmissionRequest, volatile: VolatileNames): ReviewForm | undefined {
    const given = { uid: review.uid, ...volatile };
    const own = kinds.filter((kind) => given[kind] !== undefined);
    const names = own.map((kind) => given[kind] ?? '');
    const samples = own.map((kind) => sampleNames[kind]);
    const isClear = names.every((name) => plainName.test(name)) && !escapedName.test(body);
    if (!isClear || samples.some((name) => body.includes(name))) {
      return undefined;
    }
    const text = new TextForm(body, names);
    const { object: sample, uid, ...request } = decodeReview(text.write(samples));
    const isOther = uid !== sampleNames.uid || !isSame(review, request) || !isObject(sample);
    return isOther
      ? undefined
      : new ReviewForm({ own, names, text, request: { ...request, bytes: review.bytes }, sample });
  }

  get characters(): number {
    return this.#parts.text.characters;
  }

  /** The review that a text is, without reading it; undefined where it has another form. */
  read(body: string): AdmissionRequest | undefined {
    const names = this.#places.map(([at = 0], index) => body.slice(at, at + (this.#lengths[index] ?? 0)));
    const { own, text, request, sample } = this.#parts;
    const [uid = '', token, generatedName] = kinds.map((kind) => names[own.indexOf(kind)]);
    const isToken = token === undefined || tokenVolume.test(token);
    if (!isToken || !names.every((name) => plainName.test(name)) || body !== text.write(names)) {
      return undefined;
    }
    return names.every((name, index) => standsJustAt(body, name, this.#places[index] ?? []))
      ? { ...request, uid, object: this.#pod.with(names), form: { sample, token, generatedName } }
      : undefined;
  }
}

/** Whether two reviews are the same but for their uid and their object. */
function isSame(one: AdmissionRequest, other: Omit<AdmissionRequest, 'uid' | 'object'>): boolean {
  const isSameTarget = reviewTarget(one) === reviewTarget(other);
  return isSameTarget && one.namespace === other.namespace && one.operation === other.operation;
}

/** Whether a name stands at these places, and nowhere else. */
function standsJustAt(text: string, name: string, places: readonly number[]): boolean {
  let at = text.indexOf(name);
  for (const place of places) {
    if (at !== place) {
      return false;
    }
    at = text.indexOf(name, at + name.length);
  }
  return at < 0;
}
