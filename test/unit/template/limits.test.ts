import { describe, expect, it } from 'vitest';
import type { GoValue } from '../../../lib/go/value.ts';
import type { TemplateFunction } from '../../../lib/template/function.ts';
import { failure, render } from './render.ts';

describe('limits', () => {
  const charging = new Map<string, TemplateFunction>([
    [
      'work',
      {
        params: ['int'],
        result: 'string',
        call: ([n], run) => {
          run.charge(Number(n));
          return '';
        },
      },
    ],
  ]);
  const nested = (depth: number, open: string, close: string): string => open.repeat(depth) + close.repeat(depth);
  const recursion = '{{ define "r" }}{{ if . }}{{ template "r" (slice . 1) }}{{ end }}{{ end }}{{ template "r" . }}';

  it.each<[string, string, (size: number) => () => string]>([
    ['steps', 'step-limit', (n) => () => render(`{{ range ${n - 1} }}{{ end }}`, null, { limits: { steps: 20 } })],
    ['bytes of output', 'output-limit', (n) => () => render('x'.repeat(n), null, { limits: { outputBytes: 20 } })],
    [
      'bytes of output beyond ASCII',
      'output-limit',
      (n) => () => render(`é${'x'.repeat(n - 2)}`, null, { limits: { outputBytes: 20 } }),
    ],
    [
      'work of functions',
      'work-limit',
      (n) => () => render(`{{ work ${n - 5} }}{{ work 5 }}`, null, { functions: charging, limits: { work: 20 } }),
    ],
    [
      'work of printf',
      'work-limit',
      (n) => () => render(`{{ printf "%${n}d" 1 | len }}`, null, { limits: { work: 64 } }),
    ],
    [
      'template calls',
      'recursion-limit',
      (n) => () => render(recursion, 'x'.repeat(n - 1), { limits: { templateDepth: 20 } }),
    ],
    [
      'parentheses',
      'nesting-limit',
      (n) => () => render(`{{ ${'('.repeat(n)}1${')'.repeat(n)} }}`, null, { limits: { parenDepth: 20 } }),
    ],
    [
      'control structures',
      'nesting-limit',
      (n) => () => render(nested(n, '{{ if 1 }}', '{{ end }}'), null, { limits: { controlDepth: 20 } }),
    ],
  ])('%s: all right at 19 and 20, %s at 21', (_, code, run) => {
    expect(run(19)).not.toThrow();
    expect(run(20)).not.toThrow();
    expect(run(21)).toThrow(expect.objectContaining({ code }));
  });

  it('allows its defaults and survives what lies beyond', () => {
    expect(render(recursion, 'x'.repeat(499))).toBe('');
    expect(render(`{{ ${'('.repeat(400)}1${')'.repeat(400)} }}`)).toBe('1');
    expect(render(nested(400, '{{ if 1 }}', '{{ end }}'))).toBe('');
    expect(failure('{{ define "r" }}{{ template "r" }}{{ end }}{{ template "r" }}')).toMatchObject({
      code: 'recursion-limit',
    });
    expect(failure('{{ range 9223372036854775807 }}{{ end }}')).toMatchObject({ code: 'step-limit' });
    expect(failure('{{ printf "%1000000d%1000000d" 1 2 }}', null, { limits: { work: 1_500_000 } })).toMatchObject({
      code: 'work-limit',
    });
  });

  it('gives up on values that contain themselves', () => {
    const map = new Map<string, GoValue>();
    map.set('self', map);
    expect(failure('{{ . }}', map)).toMatchObject({ code: 'value-depth' });
    expect(failure('{{ print . }}', map)).toMatchObject({ code: 'value-depth' });
  });
});

describe('the JavaScript stack', () => {
  const text = `{{ ${'('.repeat(300)}1${')'.repeat(300)} }}`;

  /** What compiling gives where so little of the stack is left that it cannot end well, but its error can. */
  function atTheEdge(): unknown {
    try {
      return atTheEdge();
    } catch (cause) {
      return cause instanceof RangeError ? compiled() : cause;
    }
  }

  function compiled(): unknown {
    try {
      return render(text);
    } catch (error) {
      if (error instanceof RangeError) {
        throw error;
      }
      return error;
    }
  }

  it('is an error of the template where it ends in compiling', () => {
    expect(compiled()).toBe('1');
    expect(atTheEdge()).toMatchObject({
      name: 'TemplateError',
      code: 'nesting-limit',
      message: 'template: main:1: the template is nested too deeply for the JavaScript stack',
      cause: expect.any(RangeError),
    });
  });
});
