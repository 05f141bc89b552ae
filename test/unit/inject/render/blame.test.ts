import { describe, expect, it } from 'vitest';
import { BudgetError } from '../../../../lib/base/budget.ts';
import type { Injection } from '../../../../lib/contract/injection.ts';
import { InjectError } from '../../../../lib/inject/errors.ts';
import { blameAnnotation } from '../../../../lib/inject/render/blame.ts';
import type { JsonObject } from '../../../../lib/json/json-value.ts';
import { annotationsOf } from '../../../../lib/kube/pod/metadata.ts';
import { injectionOf } from '../fixture.ts';

const failure = new InjectError('template-failed', 'template "sidecar" failed: x');
const asked = 'inject.istio.io/templates';

/** Fails with the annotations for which this holds. */
function failingWith(isBad: (annotations: JsonObject) => boolean): (injection: Injection) => void {
  return ({ pod }) => {
    if (isBad(annotationsOf(pod))) {
      throw failure;
    }
  };
}

const many = (count: number): JsonObject =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`a${index}`, 'x']));
const together =
  'the pod\'s annotations together break the sidecar\'s configuration: template "sidecar" failed: x. Remove or correct the ones that it reads.';
const blamed = (name: string, shown: string): string =>
  `annotation ${name} has the value ${shown}, with which template "sidecar" failed: x. Correct or remove the annotation.`;

describe('blameAnnotation', () => {
  it.each<readonly [string, JsonObject, (annotations: JsonObject) => boolean, string | undefined]>([
    ['the one without which it works', { a: 'x', b: 'y' }, (left) => 'b' in left, blamed('b', '"y"')],
    [
      'the first of several that each stop it',
      { a: 'x', b: 'y' },
      (left) => 'a' in left && 'b' in left,
      blamed('a', '"x"'),
    ],
    ['all together where none does it alone', { a: 'x', b: 'y' }, (left) => 'a' in left || 'b' in left, together],
    ['the fortieth', many(41), (left) => 'a39' in left, blamed('a39', '"x"')],
    ['none of those behind the fortieth', many(41), (left) => 'a40' in left, together],
    ['the template where it fails without any', { a: 'x', [asked]: 'y' }, () => true, undefined],
    ['the template where there is none', {}, () => true, undefined],
    ['the template that the pod asks for', { a: 'x', [asked]: 'y' }, (left) => asked in left, blamed(asked, '"y"')],
    [
      'a value of 118 characters in full',
      { a: 'x'.repeat(118) },
      (left) => 'a' in left,
      blamed('a', `"${'x'.repeat(118)}"`),
    ],
    ['a longer value cut', { a: 'x'.repeat(119) }, (left) => 'a' in left, blamed('a', `"${'x'.repeat(119)}…`)],
  ])('blames %s', (_name, annotations, isBad, want) => {
    expect(blameAnnotation(failure, injectionOf({ metadata: { annotations } }), failingWith(isBad))).toBe(want);
  });

  it('passes on what is no failure of a template', () => {
    const spent = new BudgetError('budget-steps', 'render', 'too many');
    const render = (): never => {
      throw spent;
    };
    expect(() => blameAnnotation(failure, injectionOf({ metadata: { annotations: { a: 'x' } } }), render)).toThrow(
      spent,
    );
  });
});
