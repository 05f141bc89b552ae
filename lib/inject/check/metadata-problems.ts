import { changedNames } from '../../json/draft.ts';
import type { JsonObject } from '../../json/json-value.ts';
import { member, objectAt, textAt } from '../../json/member.ts';
import { annotationBytes, annotationOf, annotationsOf, maxAnnotationBytes } from '../../kube/pod/metadata.ts';
import { overridesAnnotation } from '../again/overrides.ts';
import { nothingKnown } from './known-items.ts';
import { type KnownItems, type Problem, quoted } from './problem.ts';

/** A UTF-16 unit takes as many at most. */
const mostBytes = 3;
const maxNameCharacters = 63;
const maxPrefixCharacters = 253;

const name = /^[A-Za-z0-9](?:[-A-Za-z0-9_.]*[A-Za-z0-9])?$/;
const prefix = /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*$/;

/** Annotations that are too many or too long together, but for those that are `left` out. */
export function annotationProblems(pod: JsonObject, left?: ReadonlySet<string>): readonly Problem[] {
  const bytes = areFew(annotationsOf(pod)) ? 0 : annotationBytes(pod, left);
  if (bytes <= maxAnnotationBytes) {
    return [];
  }
  const text = `the annotations have at least ${bytes} bytes together with those of the injection, and ${maxAnnotationBytes} is the most`;
  const kept = annotationOf(pod, overridesAnnotation)?.length ?? 0;
  const fix = kept > maxAnnotationBytes / 2 ? shortenContainers(kept) : 'shorten or remove annotations';
  return [{ key: 'annotations', subject: { kind: 'pod', name: '' }, text, fix }];
}

/** The author may never have written the annotation that is too long. */
function shortenContainers(kept: number): string {
  return `shorten the containers that have the name of one of the template's: annotation ${overridesAnnotation} keeps what they say, with ${kept} characters`;
}

/** Whether they have no more bytes than may be, whatever the characters are. */
function areFew(annotations: JsonObject): boolean {
  let characters = 0;
  for (const key in annotations) {
    characters += key.length + textAt(annotations, key).length;
    if (characters * mostBytes > maxAnnotationBytes) {
      return false;
    }
  }
  return true;
}

/** Labels and annotations whose key or value Kubernetes does not take. */
export function labelProblems(pod: JsonObject, known: KnownItems = nothingKnown): readonly Problem[] {
  const { labels: knownLabels, annotations: knownAnnotations } = known;
  const ofValues: Problem[] = [];
  const ofKeys: Problem[] = [];
  const labels = objectAt(pod, 'metadata', 'labels');
  for (const key of namesIn(labels, knownLabels)) {
    const value = textAt(labels, key);
    if (!isLabelValue(value)) {
      ofValues.push(problem(`the label ${quoted(key)} would have the value ${quoted(value)}`));
    }
    if (!isKey(key)) {
      ofKeys.push(problem(`${quoted(key)} is no key of metadata`));
    }
  }
  for (const key of namesIn(annotationsOf(pod), knownAnnotations)) {
    if (!isKey(key.toLowerCase())) {
      ofKeys.push(problem(`${quoted(key.toLowerCase())} is no key of metadata`));
    }
  }
  return [...ofValues, ...ofKeys];
}

/** The names of members that were not there before as they are now. */
function namesIn(members: JsonObject, known: JsonObject = {}): readonly string[] {
  return changedNames(known, members).filter((key) => member(members, key) !== undefined);
}

function problem(text: string): Problem {
  return {
    key: text,
    subject: { kind: 'pod', name: '' },
    text,
    fix: 'correct what the template makes it of: a name, a label or an annotation of the pod',
  };
}

function isLabelValue(value: string): boolean {
  return value === '' || (value.length <= maxNameCharacters && name.test(value));
}

function isKey(key: string): boolean {
  const slash = key.indexOf('/');
  const own = key.slice(slash + 1);
  const isNamed = own.length <= maxNameCharacters && name.test(own);
  const start = key.slice(0, Math.max(slash, 0));
  return isNamed && (slash < 0 || (start.length <= maxPrefixCharacters && prefix.test(start)));
}
