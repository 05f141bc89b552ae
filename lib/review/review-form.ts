import { JsonForm } from '../json/json-form.ts';
import { isList, isObject, type JsonObject, type JsonValue } from '../json/json-value.ts';
import { memberOf, valueAt } from '../json/member.ts';
import { TextForm } from '../json/text-form.ts';
import { tokenVolume, type VolatileNames } from '../kube/pod/volatile-names.ts';
import { type AdmissionRequest, reviewTarget } from './admission-review.ts';
import { decodeReview } from './decode-review.ts';

/** Names that need no escape in JSON, and do not stand everywhere by chance. */
const plainName = /^[\w.-]{5,253}$/;
/** As `managedFields` tell when a pod was made. */
const plainTime = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/;
/** The escape of a character of such names and times, or of one near to them in Unicode. */
const escapedName = /\\u00(?:2[de]|3[\da]|[4-7])/i;

/** What is another in each pod, and what stands for it in the sample of a form. */
const sampleNames = {
  uid: 'sample-uid-00000',
  token: 'kube-api-access-00000',
  generatedName: 'sample-name-00000',
  time: '1901-02-03T04:05:06Z',
} as const;
type Kind = keyof typeof sampleNames;
const kinds = ['uid', 'token', 'generatedName', 'time'] as const satisfies readonly Kind[];
const patterns: Readonly<Record<Kind, RegExp>> = {
  uid: plainName,
  token: tokenVolume,
  generatedName: plainName,
  time: plainTime,
};

/** What a form is made of. */
interface FormParts {
  /** The names that its reviews have, and those of the review that it is made of. */
  readonly own: readonly Kind[];
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
    const given = { uid: review.uid, ...volatile, time: timeOf(review.object) };
    const own = kinds.filter((kind) => given[kind] !== undefined);
    const names = own.map((kind) => given[kind] ?? '');
    const samples = own.map((kind) => sampleNames[kind]);
    const isClear = fitKinds(own, names) && !escapedName.test(body);
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
    if (!fitKinds(own, names) || body !== text.write(names)) {
      return undefined;
    }
    return names.every((name, index) => standsJustAt(body, name, this.#places[index] ?? []))
      ? { ...request, uid, object: this.#pod.with(names), form: { sample, token, generatedName } }
      : undefined;
  }
}

/** When the pod was made, by its first entry of `managedFields`: API servers send one for a new pod. */
function timeOf(pod: JsonValue): string | undefined {
  const managed = valueAt(pod, 'metadata', 'managedFields');
  const time = isList(managed) ? memberOf(managed[0], 'time') : undefined;
  return typeof time === 'string' && plainTime.test(time) ? time : undefined;
}

function fitKinds(own: readonly Kind[], names: readonly string[]): boolean {
  return own.every((kind, index) => patterns[kind].test(names[index] ?? ''));
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
