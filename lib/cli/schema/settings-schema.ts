import { decodeSettings, settingNames } from '../../config/load/decode-settings.ts';
import { Report } from '../../config/load/report.ts';
import { authorMayValues, forbiddableThings } from '../../contract/author-rules.ts';
import type { JsonValue } from '../../json/json-value.ts';
import type { JsonSchema } from './json-schema.ts';

/** A shape that a setting may have, and values of that shape. */
interface Shape {
  readonly schema: JsonSchema;
  readonly samples: readonly JsonValue[];
}

const text: JsonSchema = { type: 'string' };
const selector: JsonSchema = {
  type: 'object',
  additionalProperties: false,
  properties: {
    matchLabels: { type: 'object', additionalProperties: text },
    matchExpressions: { type: 'array', items: { type: 'object' } },
  },
};

/** Tried in order: what takes text takes no mapping, and what takes a list of texts no list of selectors. */
const shapes: readonly Shape[] = [
  { schema: { type: 'boolean' }, samples: [true] },
  { schema: { type: 'string', enum: ['pad', 'refuse', 'leave'] }, samples: ['pad'] },
  { schema: { type: 'string', enum: [...authorMayValues] }, samples: ['all'] },
  { schema: text, samples: ['a', '1.24'] },
  { schema: { type: 'array', items: text }, samples: [['a']] },
  { schema: { type: 'array', items: { type: 'string', enum: [...forbiddableThings] } }, samples: [['privileged']] },
  { schema: { type: 'array', items: selector }, samples: [[{ matchLabels: { a: 'b' } }]] },
  { schema: { type: 'object', additionalProperties: text }, samples: [{ a: 'b' }] },
  { schema: { type: 'object', additionalProperties: { type: 'array', items: text } }, samples: [{ a: ['b'] }] },
  { schema: { type: 'object', additionalProperties: { type: 'integer' } }, samples: [{ steps: 1 }] },
];

/**
 * A JSON Schema of the `settings` parameter, found by asking the decoder what it takes for each setting: it can say
 * nothing else than the decoder does. A setting whose shape is none of these may be anything.
 */
export function settingsSchema(): JsonSchema & { readonly $schema: string } {
  const properties = Object.fromEntries(settingNames.map((name) => [name, shapeOf(name)]));
  const $schema = 'https://json-schema.org/draft/2020-12/schema';
  return { $schema, type: 'object', additionalProperties: false, properties };
}

function shapeOf(name: string): JsonSchema {
  const fitting = shapes.find(
    ({ schema, samples }) =>
      samples.some((sample) => isTaken(name, sample)) && (schema.enum === undefined || !isTaken(name, 'any other')),
  );
  return fitting?.schema ?? {};
}

/** Whether the decoder takes a value; templates that do not exist are another matter. */
function isTaken(name: string, value: JsonValue): boolean {
  const report = new Report('settings', () => ({ line: 1, column: 1 }));
  decodeSettings({ [name]: value }, report);
  return report.problems.every(({ code }) => code === 'missing');
}
