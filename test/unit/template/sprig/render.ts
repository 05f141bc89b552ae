import { goValueFromJson } from '../../../../lib/go/from-json.ts';
import { TemplateError } from '../../../../lib/template/errors.ts';
import { sprigFunctions } from '../../../../lib/template/sprig/sprig.ts';
import { compileTemplate, type RenderOptions } from '../../../../lib/template/template.ts';

/** A template, and the text or the end of the error message that Go gives for it. */
export interface Row {
  readonly template: string;
  readonly want?: string;
  readonly error?: string;
}

const data = {
  text: 'abc',
  null: null,
  list: ['b', 'a', 'c'],
  dict: { a: 1, deep: { x: 'y' } },
  number: 7,
};

/** Renders a template over the common data. */
export function render(text: string, options: RenderOptions = {}): string {
  const template = compileTemplate({ name: 'main', text, functions: sprigFunctions });
  return template.render(goValueFromJson(data, 'float64'), options);
}

/** The text of a row; or of its error what follows the place, so that rows stay readable. */
export function renderRow({ template, error }: Row): string {
  try {
    return render(template);
  } catch (caught) {
    if (caught instanceof TemplateError && error !== undefined) {
      return caught.message.endsWith(`>: ${error}`) ? error : caught.message;
    }
    throw caught;
  }
}
