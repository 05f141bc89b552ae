/** Our side of the comparison: the product's functions, called the way the webhook calls them. */

import type { AnnotationProblem } from '../../../lib/contract/behaviour.ts';
import type { Policy } from '../../../lib/contract/policy.ts';
import { decide } from '../../../lib/decide/decide.ts';
import { decodeSubject, type Subject } from '../../../lib/decide/subject.ts';
import { InjectError } from '../../../lib/inject/errors.ts';
import { inject } from '../../../lib/inject/inject.ts';
import type { InjectRequest } from '../../../lib/inject/injection-types.ts';
import { validateAnnotations } from '../../../lib/istio/annotation-rules.ts';
import { appProbers, encodeProbers, rewriteAppProbes } from '../../../lib/istio/app-probes.ts';
import { stringifyJson } from '../../../lib/json/json-text.ts';
import type { JsonObject } from '../../../lib/json/json-value.ts';
import { KubeError } from '../../../lib/kube/errors.ts';
import { annotationTexts } from '../../../lib/kube/pod/metadata.ts';
import type { Operation } from '../../../lib/patch/operation.ts';
import { type AdmissionRequest, reviewTarget } from '../../../lib/review/admission-review.ts';
import { decodeReview } from '../../../lib/review/decode-review.ts';
import { ReviewError } from '../../../lib/review/errors.ts';
import { reviewedPod } from '../../../lib/review/reviewed-pod.ts';
import { pairsOf } from './case-address.ts';
import { object, text } from './case-files.ts';
import { type CaseConfiguration, selectors } from './profile.ts';

/** What became of the pod of a request: as it came where it is skipped. */
export type CaseOutcome =
  | { readonly kind: 'pod'; readonly pod: JsonObject; readonly operations: readonly Operation[] }
  | { readonly kind: 'refused'; readonly message: string };

/** Decides and injects, as the webhook does with an AdmissionReview. */
export function admit(request: JsonObject, about: JsonObject, configuration: CaseConfiguration): CaseOutcome {
  try {
    return admitReview(decodeReview(Buffer.from(stringifyJson(reviewOf(request)))), about, configuration);
  } catch (error) {
    // The webhook answers 400, where Istio does not allow.
    if (error instanceof ReviewError) {
      return { kind: 'refused', message: error.message };
    }
    throw error;
  }
}

function admitReview(review: AdmissionRequest, about: JsonObject, configuration: CaseConfiguration): CaseOutcome {
  const pod = reviewedPod(review);
  const decision = decide(subjectOf(pod, review), configuration);
  if (decision.kind === 'skip') {
    return { kind: 'pod', pod, operations: [] };
  }
  return outcomeOf(
    {
      pod,
      namespace: review.namespace,
      address: pairsOf(text(about.path)),
      namespaceObject: namespaceOf(about),
    },
    configuration,
  );
}

/** The Namespace object; cases show it with or without `metadata` around it. */
function namespaceOf({ namespace }: JsonObject): JsonObject | null {
  const given = object(namespace);
  if (namespace === null || namespace === undefined) {
    return null;
  }
  return given.metadata === undefined ? { metadata: given } : given;
}

function outcomeOf(request: InjectRequest, configuration: CaseConfiguration): CaseOutcome {
  try {
    const outcome = inject(request, configuration);
    switch (outcome.kind) {
      case 'refused':
        return outcome;
      case 'unchanged':
        return { kind: 'pod', pod: request.pod, operations: [] };
      case 'injected':
        return { kind: 'pod', pod: outcome.pod, operations: outcome.operations };
    }
  } catch (error) {
    if (error instanceof InjectError && error.code !== 'misapplied') {
      return { kind: 'refused', message: error.message };
    }
    throw error;
  }
}

/** A request with only `namespace` and `object` is a CREATE of core/v1 pods; a whole AdmissionReview is unwrapped. */
function reviewOf(request: JsonObject): JsonObject {
  const given = request.request === undefined ? request : object(request.request);
  return {
    apiVersion: 'admission.k8s.io/v1',
    kind: 'AdmissionReview',
    request: {
      uid: '00000000-0000-0000-0000-000000000000',
      operation: 'CREATE',
      kind: { group: '', version: 'v1', kind: 'Pod' },
      resource: { group: '', version: 'v1', resource: 'pods' },
      ...given,
      // What every API server sends: a uid, and the namespace that the pod itself names.
      ...(given.uid === '' ? { uid: '-' } : {}),
      namespace: text(given.namespace) || text(object(object(given.object).metadata).namespace),
    },
  };
}

function subjectOf(pod: JsonObject, review: AdmissionRequest): Subject {
  return decodeSubject({ operation: review.operation, target: reviewTarget(review), namespace: review.namespace, pod });
}

/**
 * One row of `decisions.json`: the namespace is the one that the metadata names. Undefined where our configuration may
 * not say so: Istio logs a selector that is none, and goes on without it.
 */
export function decides(config: JsonObject, pod: JsonObject): boolean | undefined {
  const subject = decodeSubject({
    operation: 'CREATE',
    target: '/v1/pods',
    namespace: text(object(pod.metadata).namespace),
    pod,
  });
  const settings = {
    neverInjectSelector: selectors(config.neverInjectSelector),
    alwaysInjectSelector: selectors(config.alwaysInjectSelector),
  };
  try {
    return decide(subject, { policy: text(config.policy) as Policy, settings }).kind === 'inject';
  } catch (error) {
    if (error instanceof KubeError) {
      return undefined;
    }
    throw error;
  }
}

export function annotationVerdict(annotations: JsonObject): readonly AnnotationProblem[] {
  return validateAnnotations(annotationTexts({ metadata: { annotations } }));
}

/** Rewrites the probes of a row of `probes.json`. */
export function rewriteProbes(
  pod: JsonObject,
  statusPort: number,
  annotations: JsonObject,
): { readonly probers: string; readonly pod: JsonObject } {
  const metadata = {
    ...object(pod.metadata),
    annotations: { ...object(object(pod.metadata).annotations), ...annotations },
  };
  const found = appProbers({ ...pod, metadata }, statusPort);
  const probers = found.size === 0 ? '' : encodeProbers(found);
  const { metadata: _annotated, ...rewritten } = rewriteAppProbes({ ...pod, metadata }, statusPort);
  return { probers, pod: { ...rewritten, metadata: pod.metadata ?? {} } };
}
