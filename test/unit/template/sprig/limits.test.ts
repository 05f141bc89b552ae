import { describe, expect, it } from 'vitest';
import { TemplateError } from '../../../../lib/template/errors.ts';
import { render } from './render.ts';

/** Each counts so much work that a budget of `enough` will do, and one less will not. */
const rows = [
  { template: '{{ repeat 100 "ab" | trunc 0 }}', enough: 602 },
  { template: '{{ indent 100 "a" | trunc 0 }}', enough: 303 },
  { template: '{{ nindent 100 "a" | trunc 0 }}', enough: 305 },
  { template: '{{ $l := until 10 }}', enough: 320 },
  { template: '{{ $l := untilStep 0 100 10 }}', enough: 320 },
  { template: '{{ seq 10 | trunc 0 }}', enough: 360 },
  { template: '{{ replace "a" "xxxx" "aaa" | trunc 0 }}', enough: 47 },
  { template: '{{ replace "" "xx" "aaa" | trunc 0 }}', enough: 38 },
  { template: '{{ join "----" (list "a" "b" "c") | trunc 0 }}', enough: 44 },
  { template: '{{ wrapWith 1 "--------" "aaa" | trunc 0 }}', enough: 76 },
  { template: '{{ wrap 1 "aaa" | trunc 0 }}', enough: 15 },
  { template: '{{ regexReplaceAll "a" "aaa" "xxxx" | trunc 0 }}', enough: 47 },
  { template: '{{ regexReplaceAllLiteral "a" "aaa" "xxxx" | trunc 0 }}', enough: 47 },
  { template: '{{ printf "%s%s" "aaa" "aaa" | trunc 0 }}', enough: 22 },
  { template: '{{ cat "aaa" "aaa" | trunc 0 }}', enough: 20 },
  { template: '{{ sha256sum "aaaaaaaaaa" | trunc 0 }}', enough: 138 },
  { template: '{{ $x := contains "a" "aaaaaaaaaa" }}', enough: 11 },
  { template: '{{ $x := int "0000000001" }}', enough: 10 },
  { template: '{{ base "////////////" | trunc 0 }}', enough: 14 },
  { template: '{{ osBase "////////////" | trunc 0 }}', enough: 14 },
  { template: '{{ $x := len "aaaaaaaaaa" }}', enough: 10 },
  { template: '{{ $x := eq "aaaaaaaaaa" "aaaaaaaaaa" }}', enough: 20 },
  { template: '{{ $l := append (list 1 2 3) 4 }}', enough: 3 },
  { template: '{{ $l := slice (list 1 2 3) 1 }}', enough: 2 },
  { template: '{{ $l := keys (dict "a" 1 "b" 2) }}', enough: 4 },
  { template: '{{ $l := values (dict "a" 1 "b" 2) }}', enough: 4 },
  { template: '{{ $d := deepCopy (dict "a" (list 1 2)) }}', enough: 4 },
  { template: '{{ toJson (list 1 2) | trunc 0 }}', enough: 12 },
] as const;

describe('work that functions read and make', () => {
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

describe('fixed bugs: what grows or is read over and over ends in a located error', () => {
  it.each([
    '{{ $x := "0123456789" }}{{ range until 100 }}{{ $x = printf "%s%s" $x $x }}{{ end }}',
    '{{ $x := "0123456789" }}{{ range until 100 }}{{ $x = cat $x $x }}{{ end }}',
    '{{ $x := "0123456789" }}{{ range until 100 }}{{ $x = print $x $x }}{{ end }}',
    '{{ $x := "0123456789" }}{{ range until 100 }}{{ $x = join "" (list $x $x) }}{{ end }}',
    '{{ $x := repeat 1000000 "a" }}{{ range until 100000 }}{{ $_ := sha256sum $x }}{{ end }}',
    '{{ $x := repeat 1000000 "a" }}{{ range until 100000 }}{{ $_ := contains "b" $x }}{{ end }}',
    '{{ $x := repeat 1000000 "9" }}{{ range until 100000 }}{{ $_ := int $x }}{{ end }}',
    '{{ $x := repeat 1000000 "/" }}{{ range until 100000 }}{{ $_ := base $x }}{{ end }}',
    '{{ $x := repeat 1000000 "a" }}{{ range until 100000 }}{{ $_ := len $x }}{{ end }}',
    '{{ $l := list }}{{ range until 100000 }}{{ $l = prepend $l . }}{{ end }}',
  ])('%s', (template) => {
    expect(() => render(template)).toThrow(
      expect.objectContaining({
        code: 'work-limit',
        message: expect.stringMatching(/^template: main:1:\d+: executing/),
      }),
    );
  });
});
