import { reviewKind, reviewVersion } from './admission-review.ts';

/** The longest warning, in characters, by the Kubernetes documentation; longer ones may be cut by others. */
export const maxWarningCharacters = 120;
/** All warnings of one answer together; API servers drop what exceeds 4096. */
export const maxWarningsCharacters = 4096;
/** One audit annotation's value. Its key is bare: API servers put the webhook's name before it. */
export const maxAuditCharacters = 2048;
/** What a refusal may say to the pod's author. */
export const maxMessageCharacters = 2048;

/** What is answered: a patch, nothing to change, or a refusal for a reason that the pod's author can put right. */
export type ReviewVerdict =
  | {
      readonly kind: 'patch';
      /** The operations as JSON text. */
      readonly patch: string;
    }
  | { readonly kind: 'untouched' }
  | { readonly kind: 'refused'; readonly message: string };

/** An answer, and what goes with it. */
export interface ReviewAnswer {
  /** Of the request. */
  readonly uid: string;
  readonly verdict: ReviewVerdict;
  /** Reach the client that created the pod. Made to fit the limits. */
  readonly warnings: readonly string[];
  /** For the audit log, by bare key. Made to fit the limits. */
  readonly auditAnnotations: Readonly<Record<string, string>>;
}

/** The AdmissionReview to send, as JSON text, and how many bytes its patch has. */
export interface ReviewResponse {
  readonly body: string;
  readonly patchBytes: number;
}

/**
 * Writes the AdmissionReview that answers a request, by the Kubernetes documentation: `patch` and `patchType` both or
 * neither, an empty patch not at all.
 */
export function respond({ uid, verdict, warnings, auditAnnotations }: ReviewAnswer): ReviewResponse {
  const patch = verdict.kind === 'patch' && verdict.patch !== '[]' ? Buffer.from(verdict.patch) : null;
  const bounded = boundWarnings(warnings);
  // Base64 stands in JSON as it is: looking through it for what needs an escape would take longer than all the rest.
  const patched = patch === null ? '' : `"patchType":"JSONPatch","patch":"${patch.toString('base64')}",`;
  const allowed = verdict.kind === 'refused' ? `false,"status":${refusal(verdict.message)}` : 'true';
  const warned = bounded.length === 0 ? '' : `,"warnings":${JSON.stringify(bounded)}`;
  const response = `${patched}"uid":${JSON.stringify(uid)},"allowed":${allowed}${warned}`;
  const body = `${head}{${response},"auditAnnotations":${auditText(auditAnnotations)}}}`;
  return { body, patchBytes: patch?.byteLength ?? 0 };
}

/** An AdmissionReview, up to its response. */
const head = `{"apiVersion":${JSON.stringify(reviewVersion)},"kind":${JSON.stringify(reviewKind)},"response":`;

/** What may not be as it is: all that is no printable ASCII, and escapes, but for those of quotes and of themselves. */
const suspect = /[^ -~]|\\[^"\\]/;

/** Nearly all are as they may be, which shows in the text of all together. */
function auditText(annotations: ReviewAnswer['auditAnnotations']): string {
  const text = JSON.stringify(annotations);
  return text.length <= maxAuditCharacters && !suspect.test(text)
    ? text
    : JSON.stringify(annotations, (_, value) => (typeof value === 'string' ? bound(value, maxAuditCharacters) : value));
}

function refusal(message: string): string {
  const status = {
    status: 'Failure',
    code: 400,
    reason: 'BadRequest',
    message: message.slice(0, maxMessageCharacters),
  };
  return JSON.stringify(status);
}

function boundWarnings(warnings: readonly string[]): readonly string[] {
  if (warnings.length === 0) {
    return warnings;
  }
  const kept: string[] = [];
  let characters = 0;
  for (const warning of new Set(warnings.map((text) => bound(text, maxWarningCharacters)))) {
    characters += warning.length;
    if (warning !== '' && characters <= maxWarningsCharacters) {
      kept.push(warning);
    }
  }
  return kept;
}

/** Control characters, and what breaks a line. */
const unfit = /[^ -~\u00a0-\u2027\u202a-\uffff]+/g;

/** On one line, without control characters, and cut between characters. */
function bound(text: string, limit: number): string {
  if (text.length <= limit && text.search(unfit) < 0 && text.isWellFormed()) {
    return text;
  }
  const characters = [...text.slice(0, 4 * limit).replace(unfit, ' ')];
  const cut = characters.length > limit ? [...characters.slice(0, limit - 1), '…'] : characters;
  return cut.join('').toWellFormed();
}
