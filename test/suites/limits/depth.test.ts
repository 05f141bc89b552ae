/**
 * Every limit on depth at one below, at itself and at one above, on whatever Node runs the tests: how much of the
 * JavaScript stack a level takes differs between releases, and the stack must not end before the limit is seen.
 */
import { describe, expect, it } from 'vitest';
import { encodeGoJson, maxEncodeDepth } from '../../../lib/go/encode-json.ts';
import { maxPrintDepth } from '../../../lib/go/printer.ts';
import type { GoValue } from '../../../lib/go/value.ts';
import { maxJsonDepth, parseJson } from '../../../lib/json/json-text.ts';
import type { JsonValue } from '../../../lib/json/json-value.ts';
import { decodeReview, maxReviewDepth } from '../../../lib/review/decode-review.ts';
import { maxControlDepth, maxParenDepth, maxTemplateDepth } from '../../../lib/template/limits.ts';
import { sprigFunctions } from '../../../lib/template/sprig/sprig.ts';
import { formatYaml } from '../../../lib/yaml/format-yaml.ts';
import { maxYamlDepth } from '../../../lib/yaml/limits.ts';
import { parseYaml } from '../../../lib/yaml/parse-yaml.ts';
import { istioFunctions } from '../../support/go-views.ts';
import { render } from '../../unit/template/render.ts';

const functions = new Map([...sprigFunctions, ...istioFunctions]);

interface Row {
  readonly name: string;
  readonly limit: number;
  /** Does what the limit bounds, nested so deeply. */
  readonly nest: (depth: number) => unknown;
  readonly code: string;
}

function lists(depth: number): JsonValue {
  return Array.from({ length: depth }).reduce<JsonValue>((inner) => [inner], 1);
}

function maps(depth: number): JsonValue {
  return Array.from({ length: depth }).reduce<JsonValue>((inner) => ({ a: inner }), 1);
}

function dictionaries(depth: number): GoValue {
  return Array.from({ length: depth }).reduce<GoValue>((inner) => new Map([['a', inner]]), 1);
}

function brackets(depth: number, inner = ''): string {
  return '['.repeat(depth) + inner + ']'.repeat(depth);
}

/** A block of YAML in which each line is indented further than the one before. */
function block(depth: number, line: string): string {
  return Array.from({ length: depth }, (_, index) => ' '.repeat(index) + line).join('\n');
}

/** Renders an action over `$x`, which nests so deeply: each level wraps the one below. */
function wrapped(depth: number, wrap: string, action: string): string {
  const text = `{{ $x := 1 }}{{ range until ${depth} }}{{ $x = ${wrap} }}{{ end }}${action}`;
  return render(text, null, { functions });
}

function recursion(depth: number): string {
  const text = '{{ define "r" }}{{ if . }}{{ template "r" (slice . 1) }}{{ end }}{{ end }}{{ template "r" . }}';
  return render(text, 'x'.repeat(depth - 1));
}

function parentheses(depth: number, open: string): string {
  return render(`{{ ${open.repeat(depth)}1${')'.repeat(depth)} }}`);
}

function blocks(depth: number, open: string): string {
  return render(open.repeat(depth) + '{{ end }}'.repeat(depth));
}

const rows: readonly Row[] = [
  { name: 'formatYaml, lists', limit: maxYamlDepth, nest: (n) => formatYaml(lists(n)), code: 'too-deep' },
  { name: 'formatYaml, mappings', limit: maxYamlDepth, nest: (n) => formatYaml(maps(n)), code: 'too-deep' },
  { name: 'parseYaml, flow', limit: maxYamlDepth, nest: (n) => parseYaml(brackets(n)), code: 'too-deep' },
  {
    name: 'parseYaml, lists',
    limit: maxYamlDepth,
    nest: (n) => parseYaml(`${block(n - 1, '- ')}[]`),
    code: 'too-deep',
  },
  {
    name: 'parseYaml, mappings',
    limit: maxYamlDepth,
    nest: (n) => parseYaml(`${block(n - 1, 'a:')} {}`),
    code: 'too-deep',
  },
  { name: 'parseJson', limit: maxJsonDepth, nest: (n) => parseJson(brackets(n)), code: 'depth' },
  {
    name: 'parseJson, long numbers',
    limit: maxJsonDepth,
    nest: (n) => parseJson(brackets(n, '12345678901234567890')),
    code: 'depth',
  },
  {
    name: 'a review',
    limit: maxReviewDepth,
    // An envelope that holds nothing else is refused after its depth was looked at.
    nest: (n) => decodeReview(Buffer.from(brackets(n))),
    code: 'too-deep',
  },
  { name: 'encodeGoJson', limit: maxEncodeDepth, nest: (n) => encodeGoJson(dictionaries(n)), code: 'value-depth' },
  {
    name: 'print of lists',
    limit: maxPrintDepth,
    nest: (n) => wrapped(n, 'list $x', '{{ print $x | len }}'),
    code: 'value-depth',
  },
  {
    name: 'print of dictionaries',
    limit: maxPrintDepth,
    nest: (n) => wrapped(n, 'dict "a" $x', '{{ printf "%#v" $x | len }}'),
    code: 'value-depth',
  },
  { name: 'template calls', limit: maxTemplateDepth, nest: recursion, code: 'recursion-limit' },
  { name: 'parentheses', limit: maxParenDepth, nest: (n) => parentheses(n, '('), code: 'nesting-limit' },
  { name: 'calls', limit: maxParenDepth, nest: (n) => parentheses(n, '(print '), code: 'nesting-limit' },
  ...['if', 'with', 'range'].map((word) => ({
    name: `control structures: ${word}`,
    limit: maxControlDepth,
    nest: (n: number) => blocks(n, `{{ ${word} 1 }}`),
    code: 'nesting-limit',
  })),
];

/** The code of what is thrown: undefined where nothing is. */
function codeOf(run: () => unknown): unknown {
  try {
    run();
    return undefined;
  } catch (error) {
    return typeof error === 'object' && error !== null && 'code' in error ? error.code : error;
  }
}

describe('a limit on depth', () => {
  it.each(rows)('of $name: $limit levels, and not one more', ({ limit, nest, code }) => {
    const [below, at, above] = [limit - 1, limit, limit + 1].map((depth) => codeOf(() => nest(depth)));
    expect([below, at]).not.toContain(code);
    expect([below, at]).not.toContainEqual(expect.any(RangeError));
    expect(above).toBe(code);
  });

  it('lets templates write values as deep as their functions may', () => {
    expect(wrapped(maxYamlDepth, 'list $x', '{{ toYaml $x | len }}')).toMatch(/^[1-9]\d*$/);
    expect(wrapped(maxYamlDepth, 'dict "a" $x', '{{ toYaml $x | len }}')).toMatch(/^[1-9]\d*$/);
    expect(wrapped(maxEncodeDepth, 'dict "a" $x', '{{ toJson $x | fromJson | len }}')).toBe('1');
  });
});
