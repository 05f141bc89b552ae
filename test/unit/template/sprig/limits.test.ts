import { describe, expect, it } from 'vitest';
import { TemplateError } from '../../../../lib/template/errors.ts';
import { render } from './render.ts';

/** Each counts so much work that a budget of `enough` will do, and one less will not. */
const rows = [
  { template: '{{ repeat 100 "ab" | trunc 0 }}', enough: 200 },
  { template: '{{ indent 100 "a" | trunc 0 }}', enough: 100 },
  { template: '{{ nindent 100 "a" | trunc 0 }}', enough: 100 },
  { template: '{{ $l := until 10 }}', enough: 320 },
  { template: '{{ $l := untilStep 0 100 10 }}', enough: 320 },
  { template: '{{ seq 10 | trunc 0 }}', enough: 320 },
  { template: '{{ replace "a" "xxxx" "aaa" | trunc 0 }}', enough: 15 },
  { template: '{{ replace "" "xx" "aaa" | trunc 0 }}', enough: 11 },
  { template: '{{ join "----" (list "a" "b" "c") | trunc 0 }}', enough: 15 },
  { template: '{{ wrapWith 1 "--------" "aaa" | trunc 0 }}', enough: 27 },
  { template: '{{ wrap 1 "aaa" | trunc 0 }}', enough: 6 },
  { template: '{{ regexReplaceAll "a" "aaa" "xxxx" | trunc 0 }}', enough: 15 },
  { template: '{{ regexReplaceAllLiteral "a" "aaa" "xxxx" | trunc 0 }}', enough: 15 },
] as const;

describe('work that functions make', () => {
  it.each(rows)('$template fits a budget of $enough', ({ template, enough }) => {
    expect(render(template, { limits: { work: enough } })).toBe('');
  });

  it.each(rows)('$template exceeds one of less', ({ template, enough }) => {
    expect(() => render(template, { limits: { work: enough - 1 } })).toThrow(TemplateError);
  });
});

describe('values that contain themselves or one part often', () => {
  const loop = '{{ $d := dict }}{{ $_ := set $d "d" $d }}';

  it.each([
    [`${loop}{{ toJson $d }}|`, '|'],
    [`${loop}{{ toPrettyJson $d }}|`, '|'],
    [`${loop}{{ hasKey (deepCopy $d) "d" }}`, 'true'],
  ])('%s ends', (template, want) => {
    expect(render(template)).toBe(want);
  });

  it.each([`${loop}{{ mustToJson $d }}`, `${loop}{{ toRawJson $d }}`])('%s fails as in Go', (template) => {
    expect(() => render(template)).toThrow('encountered a cycle');
  });

  it('bounds a merge of dictionaries that contain themselves', () => {
    const other = '{{ $e := dict }}{{ $_ := set $e "d" $e }}{{ merge $d $e }}';
    expect(() => render(loop + other)).toThrow('contain themselves');
  });

  it('counts what a small value makes before making it', () => {
    const doubling = '{{ $d := list 1 }}{{ range until 40 }}{{ $d = list $d $d }}{{ end }}{{ toJson $d }}';
    expect(() => render(doubling)).toThrow('limit');
  });
});
