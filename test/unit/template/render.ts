import type { GoValue } from '../../../lib/go/value.ts';
import { TemplateError } from '../../../lib/template/errors.ts';
import type { TemplateFunction } from '../../../lib/template/function.ts';
import { compileTemplate, type TemplateOptions } from '../../../lib/template/template.ts';
import { thrownBy } from '../../support/fakes/thrown-by.ts';

const noFunctions = new Map<string, TemplateFunction>();

/** Compiles and renders a template called `main`. */
export function render(text: string, data: GoValue = null, options: Partial<TemplateOptions> = {}): string {
  return compileTemplate({ name: 'main', text, functions: noFunctions, ...options }).render(data);
}

/** The error that a template fails with. */
export function failure(text: string, data: GoValue = null, options: Partial<TemplateOptions> = {}): TemplateError {
  return thrownBy(TemplateError, () => render(text, data, options));
}

/** Data of every kind that JSON knows. */
export const data: GoValue = new Map<string, GoValue>([
  ['s', 'str'],
  ['n', 1.5],
  ['nil', null],
  ['t', true],
  ['l', ['a', 2, null]],
  [
    'm',
    new Map<string, GoValue>([
      ['k', 'v'],
      ['B', 1],
      ['a', new Map()],
    ]),
  ],
]);
