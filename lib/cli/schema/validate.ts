import { suggestName } from '../../base/did-you-mean.ts';
import { isList, isObject, type JsonObject, type JsonValue } from '../../json/json-value.ts';
import type { JsonSchema } from './json-schema.ts';

/** Something in a value that its schema does not allow. */
export interface SchemaProblem {
  readonly path: readonly (string | number)[];
  /** What is wrong, and what is allowed. */
  readonly message: string;
}

type Path = SchemaProblem['path'];

/** Everything that a schema does not allow in a value. */
export function validate(value: JsonValue, schema: JsonSchema, path: Path = []): readonly SchemaProblem[] {
  if (schema.type !== undefined && typeOf(value) !== schema.type) {
    return [{ path, message: `must be ${article(schema.type)}` }];
  }
  if (typeof value === 'string') {
    return inText(value, schema, path);
  }
  if (isList(value)) {
    return inList(value, schema, path);
  }
  return isObject(value) ? inObject(value, schema, path) : [];
}

const names: Readonly<Record<NonNullable<JsonSchema['type']>, string>> = {
  object: 'a mapping',
  array: 'a list',
  string: 'text, in quotes where YAML would take it for something else',
  boolean: 'true or false',
  integer: 'a whole number',
};

function article(type: NonNullable<JsonSchema['type']>): string {
  return names[type];
}

function typeOf(value: JsonValue): JsonSchema['type'] | 'null' | 'number' {
  if (value === null) {
    return 'null';
  }
  if (isList(value)) {
    return 'array';
  }
  switch (typeof value) {
    case 'string':
      return 'string';
    case 'boolean':
      return 'boolean';
    case 'object':
      return 'object';
    default:
      return Number.isInteger(Number(value)) ? 'integer' : 'number';
  }
}

function inText(value: string, schema: JsonSchema, path: Path): readonly SchemaProblem[] {
  if (schema.enum !== undefined && !schema.enum.includes(value)) {
    return [{ path, message: `${JSON.stringify(value)} is not allowed${suggestName(value, schema.enum)}` }];
  }
  return value.length < (schema.minLength ?? 0) ? [{ path, message: 'must not be empty' }] : [];
}

function inList(value: readonly JsonValue[], schema: JsonSchema, path: Path): readonly SchemaProblem[] {
  const { items, minItems = 0 } = schema;
  const short = value.length < minItems ? [{ path, message: 'must not be empty' }] : [];
  return [
    ...short,
    ...(items === undefined ? [] : value.flatMap((item, index) => validate(item, items, [...path, index]))),
  ];
}

function inObject(value: JsonObject, schema: JsonSchema, path: Path): readonly SchemaProblem[] {
  const { required = [], minProperties = 0, oneOf } = schema;
  const keys = Object.keys(value);
  const missing = required
    .filter((name) => !Object.hasOwn(value, name))
    .map((name) => ({ path, message: `needs ${JSON.stringify(name)}` }));
  const empty = keys.length < minProperties ? [{ path, message: 'must not be empty: it could not fail' }] : [];
  const choices = (oneOf ?? []).flatMap((choice) => choice.required);
  const chosen = choices.filter((name) => Object.hasOwn(value, name)).length;
  const choice = oneOf === undefined || chosen === 1 ? [] : [{ path, message: `needs one of ${choices.join(', ')}` }];
  return [...missing, ...empty, ...choice, ...keys.flatMap((key) => inMember([key, value[key] ?? null], schema, path))];
}

function inMember([key, value]: [string, JsonValue], schema: JsonSchema, path: Path): readonly SchemaProblem[] {
  const { properties = {}, additionalProperties } = schema;
  const known = Object.hasOwn(properties, key) ? properties[key] : undefined;
  if (known !== undefined) {
    return validate(value, known, [...path, key]);
  }
  if (additionalProperties === false) {
    return [{ path: [...path, key], message: `there is no such key${suggestName(key, Object.keys(properties))}` }];
  }
  return additionalProperties === undefined ? [] : validate(value, additionalProperties, [...path, key]);
}
