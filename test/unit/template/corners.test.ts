import { expect, it } from 'vitest';
import { goValueFromJson } from '../../../lib/go/from-json.ts';
import { compileTemplate } from '../../../lib/template/template.ts';

const data = goValueFromJson({ s: 'str', n: 1.5, nil: null, l: ['a', 2, null], m: { k: 'v' } }, 'float64');

function outcome(text: string): string {
  try {
    return compileTemplate({ name: 'main', text, functions: new Map() }).render(data);
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

/** Corners of the language, with what Go 1.26 gives for them: output or error. */
it.each<[string, string]>([
  [
    '{{ lt 1 1.5 }}',
    'template: main:1:3: executing "main" at <lt 1 1.5>: error calling lt: incompatible types for comparison: int and float64',
  ],
  [
    '{{ lt nil 1 }}',
    'template: main:1:3: executing "main" at <lt nil 1>: error calling lt: invalid type for comparison',
  ],
  [
    '{{ lt 1 nil }}',
    'template: main:1:3: executing "main" at <lt 1 nil>: error calling lt: invalid type for comparison',
  ],
  ['{{ le "a" "b" }}{{ le 1.5 1.5 }}{{ lt "b" "a" }}', 'truetruefalse'],
  [
    '{{ lt 1i 2i }}',
    'template: main:1:3: executing "main" at <lt 1i 2i>: error calling lt: invalid type for comparison',
  ],
  ['{{ eq 1i 2i }}{{ eq true false }}{{ eq "a" "b" }}{{ eq 1.5 2.5 }}', 'falsefalsefalsefalse'],
  [
    '{{ eq .l .m }}',
    'template: main:1:3: executing "main" at <eq .l .m>: error calling eq: non-comparable types [a %!s(float64=2) <nil>]: []interface {}, map[string]interface {}: map[k:v]',
  ],
  [
    '{{ eq .m .m }}',
    'template: main:1:3: executing "main" at <eq .m .m>: error calling eq: non-comparable type map[k:v]: map[string]interface {}',
  ],
  ['{{ eq .l nil }}{{ eq nil nil }}{{ ne .m nil }}', 'falsetruetrue'],
  [
    '{{ eq (index "a" 0) 97 }}{{ eq 97 (index "a" 0) }}{{ lt (index "a" 0) 98 }}{{ lt 96 (index "a" 0) }}{{ gt (index "b" 0) (index "a" 0) }}',
    'truetruetruetruetrue',
  ],
  ['{{ eq (index "a" 0) -1 }}', 'false'],
  [
    '{{ ge 1 "a" }}',
    'template: main:1:3: executing "main" at <ge 1 "a">: error calling ge: incompatible types for comparison: int and string',
  ],
  ['{{ index .l }}{{ index .l 0 }}', '[a 2 <nil>]a'],
  [
    '{{ index nil 1 }}',
    'template: main:1:3: executing "main" at <index nil 1>: error calling index: index of untyped nil',
  ],
  [
    '{{ index 1 1 }}',
    'template: main:1:3: executing "main" at <index 1 1>: error calling index: can\'t index item of type int',
  ],
  [
    '{{ index .l "a" }}',
    'template: main:1:3: executing "main" at <index .l "a">: error calling index: cannot index slice/array with type string',
  ],
  [
    '{{ index .l nil }}',
    'template: main:1:3: executing "main" at <index .l nil>: error calling index: cannot index slice/array with nil',
  ],
  [
    '{{ index .l -1 }}',
    'template: main:1:3: executing "main" at <index .l -1>: error calling index: index out of range: -1',
  ],
  [
    '{{ index .l 99 }}',
    'template: main:1:3: executing "main" at <index .l 99>: error calling index: index out of range: 99',
  ],
  [
    '{{ index "abc" 3 }}',
    'template: main:1:3: executing "main" at <index "abc" 3>: error calling index: reflect: string index out of range',
  ],
  ['{{ index "é" 1 }}', '169'],
  [
    '{{ index .m 1 }}',
    'template: main:1:3: executing "main" at <index .m 1>: error calling index: value has type int; should be string',
  ],
  [
    '{{ index .m nil }}',
    'template: main:1:3: executing "main" at <index .m nil>: error calling index: value is nil; should be of type string',
  ],
  [
    '{{ index .l 2 0 }}',
    'template: main:1:3: executing "main" at <index .l 2 0>: error calling index: index of nil pointer',
  ],
  ['{{ slice .l 0 1 2 }}', '[a]'],
  [
    '{{ slice .l 2 1 }}',
    'template: main:1:3: executing "main" at <slice .l 2 1>: error calling slice: invalid slice index: 2 > 1',
  ],
  [
    '{{ slice .l 0 2 1 }}',
    'template: main:1:3: executing "main" at <slice .l 0 2 1>: error calling slice: invalid slice index: 2 > 1',
  ],
  [
    '{{ slice "abc" 0 1 2 }}',
    'template: main:1:3: executing "main" at <slice "abc" 0 1 2>: error calling slice: cannot 3-index slice a string',
  ],
  [
    '{{ slice 1 }}',
    'template: main:1:3: executing "main" at <slice 1>: error calling slice: can\'t slice item of type int',
  ],
  [
    '{{ slice .nil }}',
    'template: main:1:3: executing "main" at <slice .nil>: error calling slice: slice of untyped nil',
  ],
  ['{{ slice nil }}', 'template: main:1:3: executing "main" at <slice nil>: error calling slice: slice of untyped nil'],
  [
    '{{ slice .l 1 2 3 4 }}',
    'template: main:1:3: executing "main" at <slice .l 1 2 3 4>: error calling slice: too many slice indexes: 4',
  ],
  [
    '{{ slice .l nil }}',
    'template: main:1:3: executing "main" at <slice .l nil>: error calling slice: cannot index slice/array with nil',
  ],
  ['{{ len 1 }}', 'template: main:1:3: executing "main" at <len 1>: error calling len: len of type int'],
  [
    '{{ len nil }}',
    'template: main:1:3: executing "main" at <len nil>: error calling len: reflect: call of reflect.Value.Type on zero Value',
  ],
  ['{{ len .nil }}', 'template: main:1:3: executing "main" at <len .nil>: error calling len: len of nil pointer'],
  ['{{ len .l }}{{ len .m }}', '31'],
  ['{{ call nil }}', 'template: main:1:3: executing "main" at <call nil>: error calling call: call of nil'],
  ['{{ call .nil }}', 'template: main:1:3: executing "main" at <call .nil>: error calling call: call of nil'],
  [
    '{{ .s | call }}',
    'template: main:1:8: executing "main" at <call>: error calling call: non-function str of type string',
  ],
  [
    '{{ call "x" 1 }}',
    'template: main:1:3: executing "main" at <call "x" 1>: error calling call: non-function "x" of type string',
  ],
  [
    '{{ 3 | call }}',
    'template: main:1:7: executing "main" at <call>: error calling call: non-function <int Value> of type int',
  ],
  ['{{ .missing | call }}', 'template: main:1:14: executing "main" at <call>: error calling call: call of nil'],
  ['{{ and }}', 'template: main:1:3: executing "main" at <and>: wrong number of args for and: want at least 1 got 0'],
  ['{{ or }}', 'template: main:1:3: executing "main" at <or>: wrong number of args for or: want at least 1 got 0'],
  ['{{ urlquery "a b" 1 }}', 'a+b1'],
  ['{{ html .l .m nil }}', '[a 2 &lt;nil&gt;] map[k:v]&lt;no value&gt;'],
  ['{{ println }}', '\n'],
  [
    '{{ if or (eq 1 1) ($q := 2) }}{{ $q }}{{ end }}',
    'template: main:1:33: executing "main" at <$q>: undefined variable: $q',
  ],
  [
    '{{ if and (eq 1 2) ($q := 2) }}{{ else }}{{ $q = 3 }}{{ end }}',
    'template: main:1:49: executing "main" at <3>: undefined variable: $q',
  ],
  ['{{ range $i, $e := .m }}{{ break }}{{ end }}{{ range $i := 3 }}{{ $i }}{{ break }}{{ end }}', '0'],
  ['{{ range (index "ab" 0) }}{{ break }}{{ end }}', ''],
  ['{{ range 1.5 }}{{ end }}', 'template: main:1:9: executing "main" at <1.5>: range can\'t iterate over 1.5'],
  ['{{ range nil }}{{ end }}', 'template: main:1:9: executing "main" at <nil>: nil is not a command'],
  ['{{ template "x" (if) }}', 'template: main:1: unexpected <if> in parenthesized pipeline'],
  ['{{ with $x := 1 }}{{ $x }}{{ else }}n{{ end }}', '1'],
  [
    '{{ (index .l 0 | print).x }}',
    'template: main:1:17: executing "main" at <print>: can\'t evaluate field x in type string',
  ],
  [
    '{{ (printf "%d" 1 2 true \'a\' nil "s" . $ .m.k $.m).x }}',
    'template: main:1:47: executing "main" at <$.m>: can\'t evaluate field x in type string',
  ],
  [
    '{{ with .nil.x }}{{ end }}',
    'template: main:1:12: executing "main" at <.nil.x>: nil pointer evaluating interface {}.x',
  ],
  [
    '{{ if (index 1 1) }}a{{ else if 2 }}b{{ end }}',
    'template: main:1:7: executing "main" at <index 1 1>: error calling index: can\'t index item of type int',
  ],
  [
    '{{ template "none" 1 }}',
    'template: main:1:12: executing "main" at <{{template "none" 1}}>: template "none" not defined',
  ],
  [
    '{{ range $i, $e := .l }}{{ template "none" $e }}{{ end }}',
    'template: main:1:36: executing "main" at <{{template "none" $e}}>: template "none" not defined',
  ],
  [
    '{{ 1 | index 1 }}',
    'template: main:1:7: executing "main" at <index 1>: error calling index: can\'t index item of type int',
  ],
  [
    '{{ .m.k | len }}{{ .m.k | print "a" }}{{ "x" | .m.k }}',
    'template: main:1:49: executing "main" at <.m.k>: k is not a method but has arguments',
  ],
  ['{{ .m.k.z 1 }}', 'template: main:1:5: executing "main" at <.m.k.z>: can\'t evaluate field z in type interface {}'],
  ['{{ $.m.k 1 }}', 'template: main:1:4: executing "main" at <$.m.k>: k is not a method but has arguments'],
  ['{{ $x := 1 }}{{ $x.y }}', 'template: main:1:18: executing "main" at <$x.y>: can\'t evaluate field y in type int'],
  [
    '{{ $x := .m }}{{ $x.k }}{{ $x.k.y }}',
    'template: main:1:29: executing "main" at <$x.k.y>: can\'t evaluate field y in type interface {}',
  ],
  [
    '{{ (.m).k }}{{ (.m).k.z }}',
    'template: main:1:16: executing "main" at <.m>: can\'t evaluate field z in type interface {}',
  ],
  ['{{ print.x }}', 'template: main:1:3: executing "main" at <print>: can\'t evaluate field x in type string'],
  ['{{ true 1 }}', 'template: main:1:3: executing "main" at <true>: can\'t give argument to non-function true'],
  ['{{ "a" 1 }}', 'template: main:1:3: executing "main" at <"a">: can\'t give argument to non-function "a"'],
  ['{{ nil 1 }}', 'template: main:1:3: executing "main" at <nil>: can\'t give argument to non-function nil'],
  ['{{ nil | print }}', 'template: main:1:3: executing "main" at <nil>: nil is not a command'],
  ['{{ . | print 1 }}', '1 map[l:[a 2 <nil>] m:map[k:v] n:1.5 nil:<nil> s:str]'],
  ['{{ 1 | print | print 2 | printf "%v-%v" 3 }}', '3-21'],
  ['{{ 1+2i | print }}{{ 1-2i }}', '(1+2i)(1-2i)'],
  ['{{ 1+2 }}', 'template: main:1: bad number syntax: "1+2"'],
  ['{{ 0x }}', 'template: main:1: illegal number syntax: "0x"'],
  ['{{ 0o9 }}', 'template: main:1: bad number syntax: "0o9"'],
  ['{{ 1.5.5 }}', 'template: main:1: unexpected ".5" in operand'],
  ['{{ 1a }}', 'template: main:1: bad number syntax: "1a"'],
  ["{{ 'a }}", 'template: main:1: unterminated character constant'],
  ['{{ "a', 'template: main:1: unterminated quoted string'],
  ['{{ `a', 'template: main:1: unterminated raw quoted string'],
  ['{{ ( }}', 'template: main:1: unclosed left paren'],
  ['{{ ) }}', 'template: main:1: unexpected right paren'],
  ['{{ .a? }}', "template: main:1: bad character U+003F '?'"],
  ['{{ $a? }}', "template: main:1: bad character U+003F '?'"],
  ['{{ é }}', 'template: main:1: function "é" not defined'],
  ['{{ .日 }}', '<no value>'],
  ['{{ "\\u00e9" | printf "%s日" }}', 'é日'],
  ['{{ @ }}', 'template: main:1: unexpected "@" in command'],
  ['{{ \\ }}', 'template: main:1: unexpected "\\\\" in command'],
  ['{{ # }}', 'template: main:1: unexpected "#" in command'],
  ['{{ block "b" }}{{ end }}', 'template: main:1: missing value for block clause'],
  ['{{ block "b" 1 }}{{ else }}{{ end }}', 'template: main:1: unexpected {{else}} in block clause'],
  ['{{ define "b" }}', 'template: main:1: unexpected EOF'],
  ['{{ define b }}{{ end }}', 'template: main:1: unexpected "b" in define clause'],
  ['{{ define "b" 1 }}{{ end }}', 'template: main:1: unexpected "1" in define clause'],
  ['{{ if 1 }}{{ define "b" }}{{ end }}{{ end }}', 'template: main:1: unexpected <define> in command'],
  ['{{ if 1 }}{{ else with 1 }}{{ end }}', 'template: main:1: unexpected <with> in input'],
  ['{{ range .l }}{{ else if 1 }}{{ end }}', 'template: main:1: unexpected <if> in input'],
  ['{{ range .l }}{{ else }}{{ break }}{{ end }}', 'template: main:1: {{break}} outside {{range}}'],
  ['{{ end 1 }}', 'template: main:1: unexpected "1" in end'],
  ['{{ else 1 }}', 'template: main:1: unexpected "1" in else'],
  ['{{ if 1 }}{{ else 1 }}{{ end }}', 'template: main:1: unexpected "1" in else'],
  ['{{ continue }}', 'template: main:1: {{continue}} outside {{range}}'],
  ['{{ template }}', 'template: main:1: unexpected "}}" in template clause'],
  ['{{ template "a', 'template: main:1: unterminated quoted string'],
  ['{{ template "\\z" }}', 'template: main:1: invalid syntax'],
  ['{{ "\\z" }}', 'template: main:1: invalid syntax'],
  ['{{ range $a, $b, $c := .l }}{{ end }}', 'template: main:1: too many declarations in range'],
  ['{{ $a, := 1 }}', 'template: main:1: too many declarations in command'],
  ['{{ $a }}', 'template: main:1: undefined variable "$a"'],
  ['{{ print "a"}}{{- /* x */}} b {{/* y */ -}}   c', 'a b c'],
  ['{{- /* a', 'template: main:1: unclosed comment'],
  [
    '*/ -}}  {{ .s.x }}',
    'template: main:1:13: executing "main" at <.s.x>: can\'t evaluate field x in type interface {}',
  ],
  ['{{ .s }}{{/* a */ }}', 'template: main:1: comment ends before closing delimiter'],
  ['{{ (1) }}{{ ((2)) }}{{ (print 1 | print) }}', '121'],
  [
    '{{ 9223372036854775808 }}',
    'template: main:1:3: executing "main" at <9223372036854775808>: 9223372036854775808 overflows int',
  ],
  [
    "{{ 0b11 }}{{ 0o17 }}{{ 017 }}{{ 1_0 }}{{ 0x_1F }}{{ .5 }}{{ 5. }}{{ 1e1 }}{{ 0x1p-2 }}{{ '\\x41' }}{{ '\\377' }}{{ '\\'' }}",
    '3151510310.55100.256525539',
  ],
  ['{{ 3i }}{{ 0i }}{{ 1e0i }}', '(0+3i)(0+0i)(0+1i)'],
  ['{{ printf "%d" 0i }}', '%!d(complex128=(0+0i))'],
  ['{{ printf "%v" 1+0i }}', '(1+0i)'],
  ['{{ not . }}{{ not 0 }}', 'falsetrue'],
  ['{{ print .n .nil .missing }}', '1.5 <nil> <nil>'],
  ['{{ .nil.x.y }}', 'template: main:1:7: executing "main" at <.nil.x.y>: nil pointer evaluating interface {}.x'],
  ['{{ .missing.x.y }}', '<no value>'],
  ['{{ 1 2 }}', 'template: main:1:3: executing "main" at <1>: can\'t give argument to non-function 1'],
  ['{{ (1) 2 }}', 'template: main:1:3: executing "main" at <(1) 2>: can\'t give argument to non-function 1'],
  ['{{ 1 | (2) }}', 'template: main:1:3: executing "main" at <1>: can\'t give argument to non-function 2'],
  ['{{ eq 1 2 | (3) }}', 'template: main:1:8: executing "main" at <2>: can\'t give argument to non-function 3'],
  ['{{ end', 'template: main:1: unclosed action'],
  ['{{ if eq .n 1.5 }}yes{{ end }}', 'yes'],
])('%s', (text, want) => {
  expect(outcome(text)).toBe(want);
});
