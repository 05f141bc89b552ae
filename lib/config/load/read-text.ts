import { JsonError } from '../../json/errors.ts';
import { parseJson } from '../../json/json-text.ts';
import type { JsonValue } from '../../json/json-value.ts';
import { YamlError } from '../../yaml/errors.ts';
import { parseYaml } from '../../yaml/parse-yaml.ts';
import { readBlocks } from '../../yaml/read-blocks.ts';
import type { ConfigProblem } from '../config-problem.ts';
import type { EffectiveParameter } from './effective-parameters.ts';

/** A parameter's text as a value, or why it is none. */
export type ReadText =
  | { readonly kind: 'value'; readonly value: JsonValue }
  | { readonly kind: 'broken'; readonly problem: ConfigProblem };

const maxDepth = 100;
const maxValues = 100_000;
/** Longer texts may hold too many values, and wider ones be too deep: the parser counts both. */
const maxSimpleCharacters = 50_000;
const wide = /^ {50}/m;

/** Reads a YAML text as Kubernetes does; an empty one is null. */
export function readYaml({ name, text }: EffectiveParameter): ReadText {
  try {
    const limits = { depth: maxDepth, values: maxValues };
    const value = text.length > maxSimpleCharacters || wide.test(text) ? undefined : readBlocks(text, { limits });
    return { kind: 'value', value: value === undefined ? parseYaml(text, { limits }) : value };
  } catch (cause) {
    if (!(cause instanceof YamlError)) {
      throw cause;
    }
    const { reason, line, column, frame } = cause;
    const message = frame === '' ? reason : `${reason}\n${frame}`;
    return { kind: 'broken', problem: { code: 'syntax', parameter: name, line, column, message } };
  }
}

/**
 * Reads a text that is JSON or YAML. What begins like a JSON object is tried as JSON first, which is faster and keeps
 * the last digit; what fails so is reported as YAML sees it, since YAML allows more.
 */
export function readJsonOrYaml(parameter: EffectiveParameter): ReadText {
  if (/^\s*[{[]/.test(parameter.text)) {
    try {
      return { kind: 'value', value: parseJson(parameter.text, { maxDepth }) };
    } catch (cause) {
      if (!(cause instanceof JsonError)) {
        throw cause;
      }
    }
  }
  return readYaml(parameter);
}
