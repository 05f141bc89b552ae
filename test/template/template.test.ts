import { describe, expect, it } from 'vitest';
import { GoError, GoPanic } from '../../lib/go/errors.ts';
import { int64 } from '../../lib/go/numbers.ts';
import { makeBytes, makeSlice } from '../../lib/go/slice.ts';
import type { GoFunc, GoPointer, GoStruct, GoTypedMap, GoValue } from '../../lib/go/value.ts';
import { TemplateError } from '../../lib/template/errors.ts';
import type { TemplateFunction } from '../../lib/template/function.ts';
import { compileTemplate, type TemplateOptions } from '../../lib/template/template.ts';

const noFunctions = new Map<string, TemplateFunction>();

function render(text: string, data: GoValue = null, options: Partial<TemplateOptions> = {}): string {
  return compileTemplate({ name: 'main', text, functions: noFunctions, ...options }).render(data);
}

function failure(text: string, data: GoValue = null, options: Partial<TemplateOptions> = {}): TemplateError {
  try {
    render(text, data, options);
  } catch (error) {
    if (error instanceof TemplateError) {
      return error;
    }
    throw error;
  }
  throw new Error('rendered without an error');
}

const data: GoValue = new Map<string, GoValue>([
  ['s', 'str'],
  ['n', 1.5],
  ['nil', null],
  ['t', true],
  ['l', ['a', 2, null]],
  [
    'm',
    new Map<string, GoValue>([
      ['k', 'v'],
      ['B', 1],
      ['a', new Map()],
    ]),
  ],
]);

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

describe('errors', () => {
  it.each<[string, string, string, string]>([
    ['an unknown function', '{{ foo }}', 'unknown-function', 'template: main:1: function "foo" not defined'],
    ['an unknown variable', 'a\n{{ $x }}', 'undefined-variable', 'template: main:2: undefined variable "$x"'],
    ['an unclosed action', '{{ .a', 'syntax', 'template: main:1: unclosed action'],
    [
      'an action that ends lines later',
      '{{ .a\n\n"',
      'syntax',
      'template: main:3: unterminated quoted string in action started at main:1',
    ],
    ['an unclosed action lines later', '{{ .a\n', 'syntax', 'template: main:2: unclosed action started at main:1'],
    ['an unclosed comment', '{{/* a', 'syntax', 'template: main:1: unclosed comment'],
    ['a comment with company', '{{/* a */ b}}', 'syntax', 'template: main:1: comment ends before closing delimiter'],
    ['no end', '{{ if . }}', 'syntax', 'template: main:1: unexpected EOF'],
    ['an end too many', '{{ end }}', 'syntax', 'template: main:1: unexpected {{end}}'],
    [
      'an else too many',
      '{{ if 1 }}{{ else }}{{ else }}{{ end }}',
      'syntax',
      'template: main:1: expected end; found {{else}}',
    ],
    [
      'an else in a definition',
      '{{ define "a" }}{{ else }}{{ end }}',
      'syntax',
      'template: main:1: unexpected {{else}} in define clause',
    ],
    ['else at the top', '{{ else }}', 'syntax', 'template: main:1: unexpected {{else}}'],
    ['break outside a range', '{{ break }}', 'syntax', 'template: main:1: {{break}} outside {{range}}'],
    [
      'break with company',
      '{{ range . }}{{ break 1 }}{{ end }}',
      'syntax',
      'template: main:1: unexpected "1" in {{break}}',
    ],
    [
      'two definitions',
      '{{ define "a" }}x{{ end }}{{ define "a" }}y{{ end }}',
      'syntax',
      'template: main:1: template: multiple definition of template "a"',
    ],
    [
      'a constant down the pipeline',
      '{{ 1 | 2 }}',
      'syntax',
      'template: main:1: non executable command in pipeline stage 2',
    ],
    ['an empty pipeline', '{{ }}', 'syntax', 'template: main:1: missing value for command'],
    ['an empty command', '{{ 1 | | 2 }}', 'syntax', 'template: main:1: unexpected "|" in command'],
    ['fields of a constant', '{{ 1.x }}', 'syntax', 'template: main:1: bad number syntax: "1.x"'],
    ['fields of a word', '{{ true.x }}', 'syntax', 'template: main:1: unexpected . after term "true"'],
    ['too many declarations', '{{ $a, $b := 1 }}', 'syntax', 'template: main:1: too many declarations in command'],
    [
      'a range that declares no variable',
      '{{ range $a, 1 }}{{ end }}',
      'syntax',
      'template: main:1: range can only initialize variables',
    ],
    ['a bad number', '{{ 1e400 }}', 'syntax', 'template: main:1: illegal number syntax: "1e400"'],
    [
      'a number that overflows',
      '{{ 99999999999999999999 }}',
      'syntax',
      'template: main:1: integer overflow: "99999999999999999999"',
    ],
    ['a bad character constant', "{{ 'ab' }}", 'syntax', "template: main:1: malformed character constant: 'ab'"],
    ['an empty character constant', "{{ '' }}", 'syntax', 'template: main:1: invalid syntax'],
    ['a bad string', '{{ "\\z" }}', 'syntax', 'template: main:1: invalid syntax'],
    ['a name that is no string', '{{ template x }}', 'syntax', 'template: main:1: unexpected "x" in template clause'],
    ['a bad character', '{{ é? }}', 'syntax', "template: main:1: bad character U+003F '?'"],
    ['an unknown character', '{{ \u0001 }}', 'syntax', 'template: main:1: unrecognized character in action: U+0001'],
    ['a lone colon', '{{ : }}', 'syntax', 'template: main:1: expected :='],
    ['a long token', '{{ end "abcdefghijk" }}', 'syntax', 'template: main:1: unexpected "\\"abcdefghi"... in end'],
    [
      'a field of text',
      'a\n {{ .s.x }}',
      'execution',
      'template: main:2:6: executing "main" at <.s.x>: can\'t evaluate field x in type interface {}',
    ],
    [
      'a field of null',
      '{{ .nil.x }}',
      'execution',
      'template: main:1:7: executing "main" at <.nil.x>: nil pointer evaluating interface {}.x',
    ],
    [
      'arguments for a map',
      '{{ .s 1 }}',
      'execution',
      'template: main:1:3: executing "main" at <.s>: s is not a method but has arguments',
    ],
    [
      'arguments for a constant',
      '{{ 1 2 }}',
      'execution',
      'template: main:1:3: executing "main" at <1>: can\'t give argument to non-function 1',
    ],
    [
      'arguments for a variable',
      '{{ $ 2 }}',
      'execution',
      'template: main:1:3: executing "main" at <$>: can\'t give argument to non-function $',
    ],
    [
      'arguments for parentheses',
      '{{ (1) 2 }}',
      'execution',
      'template: main:1:3: executing "main" at <(1) 2>: can\'t give argument to non-function 1',
    ],
    [
      'too few arguments',
      '{{ not }}',
      'execution',
      'template: main:1:3: executing "main" at <not>: wrong number of args for not: want 1 got 0',
    ],
    [
      'too few of any number',
      '{{ eq }}',
      'execution',
      'template: main:1:3: executing "main" at <eq>: wrong number of args for eq: want at least 1 got 0',
    ],
    [
      'kinds that do not compare',
      '{{ eq 1 1.0 }}',
      'execution',
      'template: main:1:3: executing "main" at <eq 1 1.0>: error calling eq: incompatible types for comparison: int and float64',
    ],
    [
      'lists that do not compare',
      '{{ eq .l .l }}',
      'execution',
      'template: main:1:3: executing "main" at <eq .l .l>: error calling eq: non-comparable type [%!s(float64=2)]: []interface {}',
    ],
    [
      'truth has no order',
      '{{ lt true false }}',
      'execution',
      'template: main:1:3: executing "main" at <lt true false>: error calling lt: invalid type for comparison',
    ],
    [
      'range over text',
      '{{ range .s }}{{ end }}',
      'execution',
      'template: main:1:9: executing "main" at <.s>: range can\'t iterate over str',
    ],
    [
      'a count with two variables',
      '{{ range $a, $b := 2 }}{{ end }}',
      'execution',
      'template: main:1:19: executing "main" at <2>: can\'t use 2 to iterate over more than one variable',
    ],
    [
      'a template that is not there',
      '{{ template "x" }}',
      'execution',
      'template: main:1:12: executing "main" at <{{template "x"}}>: template "x" not defined',
    ],
    [
      'nil as a command',
      '{{ nil }}',
      'execution',
      'template: main:1:3: executing "main" at <nil>: nil is not a command',
    ],
    [
      'a constant beyond int',
      '{{ 9223372036854775808 }}',
      'execution',
      'template: main:1:3: executing "main" at <9223372036854775808>: 9223372036854775808 overflows int',
    ],
    [
      'a variable of the other branch',
      '{{ if 0 }}{{ $x := 1 }}{{ else }}{{ $x }}{{ end }}',
      'execution',
      'template: main:1:36: executing "main" at <$x>: undefined variable: $x',
    ],
    [
      'call of no function',
      '{{ call 3 }}',
      'execution',
      'template: main:1:3: executing "main" at <call 3>: error calling call: non-function 3 of type int',
    ],
    [
      'call of nothing',
      '{{ nil | call }}',
      'execution',
      'template: main:1:3: executing "main" at <nil>: nil is not a command',
    ],
  ])('%s', (_, text, code, message) => {
    const want = text.includes('.l .l') ? message.replace('[%!s(float64=2)]', '[a %!s(float64=2) <nil>]') : message;
    expect(failure(text, data)).toMatchObject({ code, message: want, template: 'main' });
  });

  it.each<[string, TemplateOptions['missingKey'], string]>([
    ['{{ .x }}', 'error', 'map has no entry for key "x"'],
    ['{{ .x.y }}', 'zero', 'nil pointer evaluating interface {}.y'],
  ])('%s under missingkey=%s', (text, missingKey, message) => {
    expect(failure(text, data, { missingKey: missingKey ?? 'default' }).message).toContain(message);
  });

  it('names nothing for data that is not there', () => {
    expect(failure('{{ .x }}', null, { missingKey: 'error' }).message).toContain('nil data; no entry for key "x"');
  });
});

describe('functions of the caller', () => {
  const functions = new Map<string, TemplateFunction>([
    ['upper', { params: ['string'], result: 'string', call: ([text]) => String(text).toUpperCase() }],
    [
      'fails',
      {
        params: [],
        result: 'string',
        call: () => {
          throw new GoError('no luck');
        },
      },
    ],
    [
      'panics',
      {
        params: ['interface {}'],
        result: 'string',
        call: () => {
          throw new GoPanic('out of range');
        },
      },
    ],
    [
      'breaks',
      {
        params: [],
        result: 'string',
        call: () => {
          throw new TypeError('a fault');
        },
      },
    ],
    ['any', { params: ['interface {}'], variadic: true, result: 'interface {}', call: (args) => args.at(-1) ?? null }],
    [
      'typed',
      {
        params: ['bool', 'int', 'uint8', 'float64', 'float32', 'complex128'],
        result: 'string',
        call: (args) => String(args.length),
      },
    ],
    ['maps', { params: ['map[string]interface {}'], result: 'bool', call: ([map]) => map instanceof Map }],
    ['and', { params: ['interface {}', 'interface {}'], result: 'string', call: () => 'own' }],
  ]);

  it.each<[string, string]>([
    ['{{ upper "a" }}{{ .s | upper }}{{ upper .s }}', 'ASTRSTR'],
    ['{{ any }}|{{ any .missing }}|{{ any 1 .s }}', '<no value>|<no value>|str'],
    ['{{ typed true 1 2 3 4 1i }}', '6'],
    ['{{ maps nil }}{{ maps .m }}{{ maps .missing }}', 'falsetruefalse'],
    ['{{ and 0 1 }}', 'own'],
  ])('%s gives %s', (text, want) => {
    expect(render(text, data, { functions })).toBe(want);
  });

  it.each<[string, string]>([
    ['{{ fails }}', 'error calling fails: no luck'],
    ['{{ panics 1 }}', 'error calling panics: out of range'],
    ['{{ upper 1 }}', 'expected string; found 1'],
    ['{{ upper .n }}', 'wrong type for value; expected string; got float64'],
    ['{{ upper nil }}', 'cannot assign nil to string'],
    ['{{ upper .missing }}', 'invalid value; expected string'],
    ['{{ upper .nil }}', 'wrong type for value; expected string; got interface {}'],
    ['{{ maps "x" }}', 'can\'t handle "x" for arg of type map[string]interface {}'],
    ['{{ typed 1 1 2 3 4 1i }}', 'expected bool; found 1'],
    ['{{ typed true 1.5 2 3 4 1i }}', 'expected integer; found 1.5'],
    ['{{ typed true 1 -2 3 4 1i }}', 'expected unsigned integer; found -2'],
    ['{{ typed true 1 2 "x" 4 1i }}', 'expected float; found "x"'],
    ['{{ typed true 1 2 3 4 5 }}', 'expected complex; found 5'],
  ])('%s fails: %s', (text, message) => {
    expect(failure(text, data, { functions }).message).toContain(`: ${message}`);
  });

  it('lets faults of a function through as they are', () => {
    expect(() => render('{{ breaks }}', null, { functions })).toThrow(TypeError);
  });
});

describe('typed values', () => {
  const greet: GoFunc = {
    kind: 'func',
    type: 'func(string) string',
    params: ['string'],
    variadic: false,
    call: ([name]) => `hi ${String(name)}`,
  };
  const stringer: GoFunc = { kind: 'func', type: 'func() string', params: [], variadic: false, call: () => 'printed' };
  const struct = (fields: Record<string, GoValue>, more: Partial<GoStruct> = {}): GoStruct => ({
    kind: 'struct',
    type: 'v1.T',
    fields: Object.keys(fields),
    field: (name) => (Object.hasOwn(fields, name) ? fields[name] : undefined),
    fieldType: (name) => (name === 'Any' ? 'interface {}' : 'string'),
    ...more,
  });
  const pointer = (target: GoValue, more: Partial<GoPointer> = {}): GoPointer => ({
    kind: 'pointer',
    type: '*v1.T',
    target,
    isNil: target === null,
    ...more,
  });
  const labels: GoTypedMap = {
    kind: 'map',
    type: 'map[string]string',
    key: 'string',
    elem: 'string',
    isNil: false,
    size: 1,
    get: (key) => (key === 'a' ? 'b' : undefined),
    keys: () => ['a'],
  };
  const limits: GoTypedMap = { ...labels, type: 'v1.Limits', key: 'v1.Name' };
  const root = pointer(
    struct(
      {
        Name: 'n',
        Any: null,
        Labels: labels,
        Limits: limits,
        Nil: pointer(null, { hasField: (name) => name === 'X' }),
        Deep: pointer(7),
        List: makeSlice('string', ['x', 'y']),
        Bytes: makeBytes(Buffer.from('hi')),
        N: int64(3n),
        Func: greet,
      },
      { method: (name) => (name === 'Greet' ? greet : undefined) },
    ),
  );

  it.each<[string, string]>([
    ['{{ .Name }} {{ .Labels.a }} {{ .Labels.z }} {{ index .Labels "z" }}|', 'n b <no value> |'],
    ['{{ .Greet "bob" }} {{ "eve" | .Greet }}', 'hi bob hi eve'],
    [
      '{{ range $k, $v := .Labels }}{{ $k }}{{ $v }}{{ end }}{{ range $k, $v := .Limits }}{{ printf "%T" $k }}{{ end }}',
      'abv1.Name',
    ],
    ['{{ range .List }}{{ . }}{{ end }}{{ range .N }}{{ printf "%T" . }}{{ end }}', 'xyint64int64int64'],
    [
      '{{ .Nil }} {{ if .Nil }}y{{ else }}n{{ end }} {{ .Deep }} {{ slice .List 1 }} {{ index .List 0 }} {{ index .Bytes 0 }}',
      '<nil> n 7 [y] x 104',
    ],
    ['{{ call .Func "x" }} {{ .N }} {{ lt .N 4 }} {{ eq .N 3 }}', 'hi x 3 true true'],
  ])('%s gives %s', (text, want) => {
    expect(render(text, root)).toBe(want);
  });

  it.each<[string, string]>([
    ['{{ .Nope }}', "can't evaluate field Nope in type *v1.T"],
    ['{{ .Name 1 }}', 'Name has arguments but cannot be invoked as function'],
    ['{{ .Nil.X }}', 'nil pointer evaluating *v1.T.X'],
    ['{{ .Nil.Y }}', "can't evaluate field Y in type *v1.T"],
    ['{{ .Limits.a }}', "can't evaluate field a in type v1.Limits"],
    ['{{ .Greet }}', 'wrong number of args for Greet: want 1 got 0'],
    ['{{ .Greet 1 }}', 'wrong type for value; expected string; got int'],
    ['{{ .Func }}', "can't print {{.Func}} of type func(string) string"],
    ['{{ index .Nil 1 }}', 'error calling index: index of nil pointer'],
    ['{{ slice .Nil 1 }}', 'error calling slice: slice of nil pointer'],
    ['{{ len .Nil }}', 'error calling len: len of nil pointer'],
    ['{{ index .List 2 }}', 'reflect: slice index out of range'],
    ['{{ index .Limits "a" }}', 'value has type string; should be v1.Name'],
    ['{{ call .Func 1 }}', 'error calling call: arg 0: value has type int; should be string'],
    ['{{ call .Func nil }}', 'error calling call: arg 0: value is nil; should be of type string'],
    ['{{ call .Func }}', 'error calling call: wrong number of args for .Func: got 0 want 1'],
    ['{{ range .Nil }}{{ end }}', "range can't iterate over <nil>"],
  ])('%s fails: %s', (text, message) => {
    expect(failure(text, root).message).toContain(message);
  });

  it('prints by the String method, through pointers and of the pointer', () => {
    const method = (name: string): GoFunc | undefined => (name === 'String' ? stringer : undefined);
    expect(render('{{ . }} {{ print . }}', struct({}, { method }))).toBe('printed printed');
    expect(render('{{ . }} {{ print . }}', struct({}, { pointerMethod: method }))).toBe('printed {}');
    expect(render('{{ . }}', pointer(pointer(struct({ A: 'x' }))))).toBe('{x}');
  });

  it('follows one pointer to fit an argument', () => {
    const functions = new Map<string, TemplateFunction>([
      ['value', { params: ['v1.T'], result: 'string', call: () => 'value' }],
      ['address', { params: ['*v1.T'], result: 'string', call: () => 'address' }],
    ]);
    expect(render('{{ value . }}', pointer(struct({})), { functions })).toBe('value');
    expect(render('{{ address . }}', struct({}), { functions })).toBe('address');
    expect(failure('{{ value . }}', pointer(null), { functions }).message).toContain(
      'dereference of nil pointer of type v1.T',
    );
  });
});

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
      (n) => () => render(`{{ printf "%${n + 480}d" 1 | len }}`, null, { limits: { work: 500 } }),
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
