import { createYamlPlaces, type ValuePath } from '../../config/load/yaml-place.ts';
import { isObject, type JsonValue } from '../../json/json-value.ts';
import { KubeError } from '../../kube/errors.ts';
import { TemplateError } from '../../template/errors.ts';
import { YamlError } from '../../yaml/errors.ts';
import { parseYaml } from '../../yaml/parse-yaml.ts';
import { splitYamlDocuments } from '../../yaml/split-documents.ts';
import { offsetOfPlace, templatePlace } from '../trial/template-place.ts';
import type { Rendering } from '../trial/watched-templates.ts';
import { duplicateKeys } from './duplicate-keys.ts';
import { type Finding, type FindingPlace, finding } from './finding.ts';
import { oddFinding } from './odd-finding.ts';
import { unknownFields } from './unknown-fields.ts';

/** What is wrong with what a template rendered for one pod, at the places in the template that wrote it. */
export function renderedFindings(rendering: Rendering): readonly Finding[] {
  const { text } = rendering;
  const odd = rendering.odd.map((each) => oddFinding(rendering, each));
  if (text === undefined) {
    return odd;
  }
  const value = readRendered(text);
  return [...odd, ...twice(rendering, text), ...documents(rendering, text), ...unknown(rendering, text, value)];
}

/** Whether a rendering gives nothing to merge. */
export function isEmptyRendering({ text }: Rendering): boolean {
  const value = text === undefined ? undefined : readRendered(text);
  return value === null || (isObject(value) && Object.keys(value).length === 0);
}

function twice(rendering: Rendering, text: string): readonly Finding[] {
  return duplicateKeys(text).map(({ key, offset }) =>
    finding(
      'SI0210',
      placeOf(rendering, offset),
      `${JSON.stringify(key)} stands twice in one mapping, and the first one is lost; join them`,
    ),
  );
}

function documents(rendering: Rendering, text: string): readonly Finding[] {
  const parts = splitYamlDocuments(text).filter((part) => part.trim() !== '');
  const message = 'only the first document counts; remove the "---" between them';
  return parts.length > 1 ? [finding('SI0213', placeOf(rendering, text.lastIndexOf('\n---') + 1), message)] : [];
}

function unknown(rendering: Rendering, text: string, value: JsonValue | undefined): readonly Finding[] {
  if (!isObject(value)) {
    return [];
  }
  const places = createYamlPlaces(text);
  return unknownFields(value).map(({ path, meant }) => {
    const advice = meant === undefined ? 'remove it' : `did you mean ${JSON.stringify(meant)}?`;
    const message = `a Pod has no field ${JSON.stringify(formatPath(path))}; ${advice}`;
    return finding('SI0204', placeOf(rendering, offsetOfPlace(text, places(path))), message);
  });
}

/** The place in the template that wrote a value of what it rendered. */
export function placeOfValue(rendering: Rendering, path: ValuePath): FindingPlace {
  const text = rendering.text ?? '';
  return placeOf(rendering, offsetOfPlace(text, createYamlPlaces(text)(path)));
}

function placeOf(rendering: Rendering, offset: number): FindingPlace {
  return { parameter: rendering.template.parameter.name, ...templatePlace(rendering, offset) };
}

/** The rendered value; undefined where it is no YAML, which is reported as the failure of the injection. */
export function readRendered(text: string): JsonValue | undefined {
  try {
    return parseYaml(text);
  } catch (error) {
    if (error instanceof YamlError) {
      return undefined;
    }
    throw error;
  }
}

function formatPath(path: ValuePath): string {
  return path
    .map((step) => (typeof step === 'number' ? `[${step}]` : `.${step}`))
    .join('')
    .slice(1);
}

/** Why a rendering could not be used: its place in the template, and the code of it. */
export function failureFinding(rendering: Rendering, cause: unknown, message: string): Finding {
  const { parameter } = rendering.template;
  if (cause instanceof TemplateError) {
    return finding('SI0201', errorPlace(parameter.name, cause), cause.message);
  }
  if (cause instanceof YamlError) {
    const offset = offsetOfPlace(rendering.text ?? '', cause);
    return finding('SI0202', placeOf(rendering, offset), `what it renders is no YAML: ${cause.reason}`);
  }
  if (cause instanceof KubeError) {
    return finding(
      'SI0203',
      placeOfValue(rendering, pathOf(cause.path)),
      `what it renders is no Pod: ${cause.message}`,
    );
  }
  return finding('SI0203', { parameter: parameter.name, line: 1, column: 1 }, message);
}

/** Where in its template a rendering failed; undefined where it did not, or nobody knows. */
export function failurePlace({ template, failure }: Rendering): FindingPlace | undefined {
  return failure instanceof TemplateError ? errorPlace(template.parameter.name, failure) : undefined;
}

/** Go counts columns from 0. */
function errorPlace(parameter: string, { line, column }: TemplateError): FindingPlace {
  return { parameter, line, ...(column === undefined ? {} : { column: column + 1 }) };
}

/** `spec.containers[0].env` in steps. */
function pathOf(path: string): ValuePath {
  return [...path.matchAll(/([^.[\]]+)|\[(\d+)\]/g)].map(([, name, index]) => name ?? Number(index));
}
