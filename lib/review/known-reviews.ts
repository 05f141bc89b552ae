import { BoundedCache } from '../base/bounded-cache.ts';
import { RecentMisses } from '../base/recent-misses.ts';
import { volatileNames } from '../kube/pod/volatile-names.ts';
import type { AdmissionRequest } from './admission-review.ts';
import { ReviewForm } from './review-form.ts';
import { reviewedPod } from './reviewed-pod.ts';

/** Reviews with longer texts are read each time. Those that are sent have a tenth of it. */
const maxCharacters = 64 * 1024;
/** Where texts keep differing in more than names, one in so many is taken for the next ones. */
const patience = 8;

/** A power of two: how many lengths of texts are told apart. */
const lengths = 4096;

interface Known {
  readonly form: ReviewForm;
  /** How many texts in a row were not of this form, or of those before it. */
  misses: number;
}

/**
 * The texts of reviews that came again, by address and workload: few, since workloads that grow are few at a time. A
 * review whose text differs from one of them in nothing but names is given without being read.
 */
export class KnownReviews {
  readonly #known = new BoundedCache<Known>({
    maxEntries: 200,
    maxCharacters: 500_000,
    charactersOf: ({ form }) => form.characters,
  });
  readonly #seen = new RecentMisses();
  /** Whether any text of such a length was kept: of most others that need not be looked for. */
  readonly #isLength = new Uint8Array(lengths);

  /** The review that a body is, just as reading it would give it, and its form; undefined where it has to be read. */
  find(path: string, body: string | Uint8Array): AdmissionRequest | undefined {
    if (typeof body !== 'string' || this.#isLength[body.length % lengths] !== 1) {
      return undefined;
    }
    const known = this.#known.get(placeOf(path, body));
    const review = known?.form.read(body);
    if (known !== undefined) {
      known.misses = review === undefined ? known.misses + 1 : 0;
    }
    return review;
  }

  /** From the second pod of a workload on, the text of its review is kept. */
  keep(path: string, body: string | Uint8Array, review: AdmissionRequest): void {
    if (typeof body !== 'string' || body.length > maxCharacters || review.form !== undefined) {
      return;
    }
    const place = placeOf(path, body);
    const known = this.#known.get(place);
    const { misses } = known ?? { misses: 1 };
    if (misses % patience !== 1 || !this.#seen.isKnown(place)) {
      return;
    }
    const form = ReviewForm.of(body, review, volatileNames(reviewedPod(review)));
    if (form !== undefined) {
      this.#known.set(place, { form, misses });
      this.#isLength[body.length % lengths] = 1;
    }
  }
}

/** Where a text of that kind is looked for: pods of two workloads seldom agree in all of this. */
function placeOf(path: string, body: string): string {
  return `${path} ${body.length} ${firstValue(body, '"namespace":"')} ${firstValue(body, '"generateName":"')}`;
}

function firstValue(body: string, start: string): string {
  const at = body.indexOf(start);
  return at < 0 ? '' : body.slice(at + start.length, body.indexOf('"', at + start.length));
}
