import { expect, it } from 'vitest';
import { defaultLimits } from '../../../lib/template/limits.ts';
import { isEmptyList, nodeText } from '../../../lib/template/node.ts';
import { parseTemplate } from '../../../lib/template/parser.ts';
import { defaultDelims } from '../../../lib/template/source.ts';

const isFunction = (name: string): boolean => name === 'print' || name === 'index';

function parsed(text: string): ReturnType<typeof parseTemplate> {
  return parseTemplate({ name: 'main', text, start: 0, delims: defaultDelims }, { isFunction, limits: defaultLimits });
}

/** The texts of a template's nodes, one after the other. */
function normal(text: string): string {
  return (
    parsed(text)
      .get('main')
      ?.root.map((node) => nodeText(node))
      .join('') ?? ''
  );
}

it.each<[string, string]>([
  ['a {{ .b }} c', 'a {{.b}} c'],
  ['{{- .a.b -}}', '{{.a.b}}'],
  ['{{ $x := 1 }}{{ $x = 0x10 }}{{ $x.y }}', '{{$x := 1}}{{$x = 0x10}}{{$x.y}}'],
  ['{{ print  "a"  `b` true nil . 1.5 | print }}', '{{print "a" `b` true nil . 1.5 | print}}'],
  ['{{ (index . 1).a.b }}{{ print.c }}', '{{(index . 1).a.b}}{{print.c}}'],
  ['{{ if .a }}x{{ end }}', '{{if .a}}x{{end}}'],
  ['{{ if .a }}x{{ else }}y{{ end }}', '{{if .a}}x{{else}}y{{end}}'],
  ['{{ if .a }}x{{ else if .b }}y{{ end }}', '{{if .a}}x{{else}}{{if .b}}y{{end}}{{end}}'],
  ['{{ with $x := .a }}{{ $x }}{{ end }}', '{{with $x := .a}}{{$x}}{{end}}'],
  ['{{ range $i, $e := . }}{{ break }}{{ continue }}{{ end }}', '{{range $i, $e := .}}{{break}}{{continue}}{{end}}'],
  ['{{ template "t" }}{{ template "u" .a }}', '{{template "t"}}{{template "u" .a}}'],
])('writes %s in normal form', (text, want) => {
  expect(normal(text)).toBe(want);
});

it('writes what it wrote in the same way', () => {
  const once = normal(
    '{{ range $i, $e := .l }}a{{ if $i }}{{ print (index $e 1) | print }}{{ else }}{{ . }}{{ end }}{{ end }}',
  );
  expect(normal(once)).toBe(once);
});

it('quotes text', () => {
  expect(normal('a"b\n')).toBe('a\\"b\\n');
});

it.each<[string, boolean]>([
  ['', true],
  [' \n', true],
  ['{{/* c */}} ', true],
  ['x', false],
  ['{{ . }}', false],
])('tells whether %j is empty', (text, want) => {
  expect(isEmptyList(parsed(text).get('main')?.root ?? [])).toBe(want);
});
