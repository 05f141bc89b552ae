import { describe, expect, it } from 'vitest';
import { render } from '../render.ts';

/** A list of 300, made one by one, and the same as a copy of it. */
const lists =
  '{{ $a := list }}{{ range until 300 }}{{ $a = append $a . }}{{ end }}{{ $b := list }}{{ range until 300 }}{{ $b = concat $b (list .) }}{{ end }}';

describe('a list to which many items were appended one by one', () => {
  it.each([
    'toJson',
    'len',
    'printf "%T %v %d"',
    'print',
    'first',
    'last',
    'rest',
    'initial',
    'reverse',
    'uniq',
    'compact',
    'has 299',
    'join ","',
    'kindOf',
    'typeOf',
    'empty',
    'not',
    'toStrings',
    'index',
    'concat (list 1)',
    'deepEqual (list 1)',
    'dict "x"',
    'chunk 7',
    'deepCopy',
    'default 1',
  ])('is to %s as any other', (words) => {
    expect(render(`${lists}{{ $a | ${words} }}`)).toBe(render(`${lists}{{ $b | ${words} }}`));
  });

  it.each([
    '{{ range $i, $x := X }}{{ $i }}{{ $x }}{{ end }}',
    '{{ slice X 2 7 }}{{ index X 299 }}{{ without X 5 }}',
    '{{ with X }}{{ . }}{{ end }}{{ if X }}yes{{ end }}',
    '{{ prepend X 7 }}{{ append X 8 }}{{ deepEqual X $b }}{{ deepEqual $b X }}',
  ])('goes through %s as any other', (template) => {
    expect(render(lists + template.replaceAll('X', '$a'))).toBe(render(lists + template.replaceAll('X', '$b')));
  });

  it.each([
    ['{{ index $a 300 }}', /slice index out of range/],
    ['{{ index $b 300 }}', /slice index out of range/],
    ['{{ eq $a $b }}', /non-comparable type/],
    ['{{ eq $b $a }}', /non-comparable type/],
  ])('fails in %s as any other', (template, message) => {
    expect(() => render(lists + template)).toThrow(message);
  });

  it('stays as it was, whatever is appended to it', () => {
    const two = '{{ $c := append $a "c" }}{{ $d := append $a "d" }}{{ $e := append $c "e" }}';
    const shown = '{{ len $a }} {{ last $a }} {{ last $c }} {{ last $d }} {{ join "" (slice $e 300) }} {{ len $e }}';
    expect(render(lists + two + shown)).toBe('300 299 c d ce 302');
  });

  it('takes as much work for each item, however many there are', () => {
    const template = '{{ $l := list }}{{ range until 100000 }}{{ $l = append $l . }}{{ end }}{{ len $l }}';
    expect(render(template)).toBe('100000');
  });
});
