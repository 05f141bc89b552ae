import { describe, expect, it } from 'vitest';
import type { TemplateFunction } from '../../../lib/template/function.ts';
import { compileTemplate } from '../../../lib/template/template.ts';
import { data, failure, render } from './render.ts';

describe('output', () => {
  it.each<[string, string, string]>([
    ['text alone', 'plain', 'plain'],
    ['no text', '', ''],
    ['trim markers', 'a {{- "b" -}} c', 'abc'],
    ['a comment', 'a{{/* c */}}b{{- /* d */ -}} c', 'abc'],
    ['fields', '{{ .s }} {{ .m.k }} {{ .missing.more }}', 'str v <no value>'],
    ['parentheses and chains', '{{ (.m).k }} {{ (index .m "a").x }}', 'v <no value>'],
    ['variables and scope', '{{ $x := 1 }}{{ if true }}{{ $x = 2 }}{{ $x := 3 }}{{ $x }}{{ end }}{{ $x }}', '32'],
    ['if, else if and else', '{{ if .nil }}a{{ else if .t }}b{{ else }}c{{ end }}', 'b'],
    ['with, else with', '{{ with .nil }}a{{ else with .m }}{{ .k }}{{ end }}', 'v'],
    ['a list', '{{ range $i, $e := .l }}{{ $i }}={{ $e }};{{ end }}', '0=a;1=2;2=<no value>;'],
    ['a map in byte order', '{{ range $k, $v := .m }}{{ $k }} {{ end }}', 'B a k '],
    ['a count', '{{ range 3 }}{{ . }}{{ else }}none{{ end }}', '012'],
    ['an empty count', '{{ range 0 }}{{ . }}{{ else }}none{{ end }}', 'none'],
    ['range over nothing', '{{ range .nil }}x{{ else }}none{{ end }}', 'none'],
    [
      'break and continue',
      '{{ range 5 }}{{ if eq . 1 }}{{ continue }}{{ end }}{{ if eq . 3 }}{{ break }}{{ end }}{{ . }}{{ end }}',
      '02',
    ],
    [
      'break out of every kind of loop',
      '{{ range .l }}{{ break }}{{ end }}{{ range .m }}{{ break }}{{ end }}{{ range $a, $b := .l }}{{ continue }}{{ end }}.',
      '.',
    ],
    ['assignment in a range', '{{ $i := 0 }}{{ $e := 0 }}{{ range $i, $e = .l }}{{ end }}{{ $i }}', '2'],
    [
      'definitions and calls',
      '{{ define "t" }}<{{ . }}>{{ end }}{{ template "t" .s }}{{ template "t" }}',
      '<str><<no value>>',
    ],
    ['a block', '{{ block "b" .m }}{{ .k }}{{ end }}', 'v'],
    ['and, or', '{{ and 1 0 2 }}{{ or 0 "" "x" }}{{ "f" | and 1 }}{{ or nil }}', '0xf<no value>'],
    [
      'a variable that or skipped',
      '{{ $x := 1 }}{{ range 2 }}{{ if or (eq . 0) ($x := 9) }}{{ $x }}{{ end }}{{ end }}',
      '19',
    ],
    [
      'numbers',
      "{{ 1 }} {{ 1.0 }} {{ 'a' }} {{ 0x1F }} {{ 1e3 }} {{ 1i }} {{ 1+2i }} {{ 1_000 }} {{ 0x1p4 }}",
      '1 1 97 31 1000 (0+1i) (1+2i) 1000 16',
    ],
    ['bytes that a slice cuts come together again', '{{ slice "é" 0 1 }}{{ slice "é" 1 }}', 'é'],
    [
      'comparisons',
      '{{ eq 1 2 1 }} {{ ne "a" "b" }} {{ lt 1 2 }} {{ le 2 2 }} {{ gt 1.5 .n }} {{ ge "b" "a" }} {{ eq 1i 1i }} {{ eq true .t }}',
      'true true true true false true true true',
    ],
    ['printing', '{{ print 1 2 "a" 3 }}{{ println "x" 1 }}{{ printf "%d-%s" 7 "y" }}', '1 2a3x 1\n7-y'],
    [
      'escapers',
      `{{ html "<a'\\"&>" nil }} {{ js "'<\\n=é" }} {{ urlquery "a b/é" }}`,
      "&lt;a&#39;&#34;&amp;&gt;&lt;no value&gt; \\'\\u003C\\u000A\\u003Dé a+b%2F%C3%A9",
    ],
    [
      'index and slice',
      '{{ index .l 1 }} {{ index .m "k" }} {{ index "abc" 1 }} {{ slice .l 1 }} {{ len "é" }} {{ len .m }} {{ slice .s 1 2 }}',
      '2 v 98 [2 <nil>] 2 3 t',
    ],
    [
      'names of the prototype are missing keys',
      '{{ .constructor }}{{ .__proto__ }}{{ index . "toString" }}',
      '<no value><no value><no value>',
    ],
  ])('%s', (_, text, want) => {
    expect(render(text, data)).toBe(want);
  });

  it('takes delimiters from the first line, which counts in positions', () => {
    expect(render('# delims: [[ ]]\n{{ x }}[[ .s ]]', data)).toBe('{{ x }}str');
    expect(failure('# delims: [[ ]]\n[[ .s.x ]]', data)).toMatchObject({ code: 'execution', line: 2, column: 5 });
    expect(render('<% .s %>', data, { delims: { left: '<%', right: '%>' } })).toBe('str');
  });

  it('lets a later definition replace an earlier one unless it is empty', () => {
    const associated = [{ name: 'o', text: '{{ define "t" }}first{{ end }}' }];
    expect(render('{{ define "t" }}second{{ end }}{{ template "t" }}', null, { associated })).toBe('second');
    expect(render('{{ define "t" }} {{ end }}{{ template "t" }}', null, { associated })).toBe('first');
    const taken = [{ name: 'o', text: '{{ define "main" }}other{{ end }}' }];
    expect(render(' ', null, { associated: taken })).toBe(' ');
  });

  it('hands functions the clock that the caller gave', () => {
    const clock: TemplateFunction = { params: [], result: 'int', call: (_, run) => run.now?.() ?? 0n };
    const template = compileTemplate({ name: 'main', text: '{{ clock }}', functions: new Map([['clock', clock]]) });
    expect(template.render(null, { now: () => 5n })).toBe('5');
    expect(template.render(null)).toBe('0');
  });
});
