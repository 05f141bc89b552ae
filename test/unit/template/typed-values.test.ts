import { describe, expect, it } from 'vitest';
import { int64 } from '../../../lib/go/numbers.ts';
import { makeBytes, makeSlice } from '../../../lib/go/slice.ts';
import type { GoFunc, GoPointer, GoStruct, GoTypedMap, GoValue } from '../../../lib/go/value.ts';
import { TemplateError } from '../../../lib/template/errors.ts';
import type { TemplateFunction } from '../../../lib/template/function.ts';
import { compileTemplate } from '../../../lib/template/template.ts';
import { thrownBy } from '../../support/fakes/thrown-by.ts';
import { failure, render } from './render.ts';

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

  it('gives what a typed map holds for keys that it lacks, if that is asked for', () => {
    const zero = { missingKey: 'zero' } as const;
    expect(render('{{ .Labels.z }}|{{ .Labels.z.x }}', root, { missingKey: 'default' })).toBe('<no value>|<no value>');
    expect(render('{{ printf "%q" .Labels.z }}', root, zero)).toBe('""');
    expect(render('{{ .z }}', { ...labels, elem: 'v1.T', zero: () => struct({ A: 'x' }) }, zero)).toBe('{x}');
    expect(render('{{ .z }}', { ...labels, elem: 'interface {}' }, zero)).toBe('<no value>');
    expect(failure('{{ .Labels.z }}', root, { missingKey: 'error' }).message).toContain('map has no entry for key "z"');
  });

  describe('chains of fields into a map that a struct has', () => {
    const values = (a: GoValue): GoValue => new Map([['one', new Map([['a', a]])]]);
    const rows = [values('x'), values('y'), values(null), new Map(), values('x')].map((Values) => struct({ Values }));
    const wanted = ['x', 'y', '<no value>', '<no value>', 'x'];

    it('give what the map at hand has', () => {
      const { render: renderAgain } = compileTemplate({
        name: 'main',
        text: '{{ .Values.one.a }}',
        functions: new Map(),
      });
      expect([...rows, ...rows].map((row) => renderAgain(row))).toEqual([...wanted, ...wanted]);
      expect(renderAgain(struct({ Values: struct({ one: struct({ a: 'z' }) }) }))).toBe('z');
    });

    it('tell whether what they find sits in an interface', () => {
      const text = '{{ slice "abc" .Values.one.a }}';
      const { render: renderAgain } = compileTemplate({ name: 'main', text, functions: new Map() });
      const row = struct({ Values: values(1n) });
      const messages = [1, 2].map(() => thrownBy(TemplateError, () => renderAgain(row)).message);
      expect(messages).toEqual(
        [1, 2].map(() => expect.stringContaining('cannot index slice/array with type interface {}')),
      );
    });

    it('see what a function of the template changes', () => {
      const put: TemplateFunction = {
        params: ['interface {}', 'string'],
        result: 'string',
        changes: true,
        call: ([map, text = null]) => (map instanceof Map && map.set('a', text) ? '' : ''),
      };
      const text = '{{ range .List }}{{ put $.Values.one . }}{{ $.Values.one.a }}{{ end }}';
      const row = struct({ Values: values('x'), List: ['p', 'q'] });
      expect(render(text, row, { functions: new Map([['put', put]]) })).toBe('pq');
    });
  });

  it.each<[string, string]>([
    ['{{ range .List }}{{ . }}{{ break }}{{ end }}', 'x'],
    ['{{ range .N }}{{ . }}{{ break }}{{ end }}', '0'],
    ['{{ range $k, $v := .Labels }}{{ $v }}{{ break }}{{ end }}', 'b'],
    ['{{ range slice .List 2 }}{{ . }}{{ else }}none{{ end }}', 'none'],
  ])('leaves loops and takes their else: %s gives %s', (text, want) => {
    expect(render(text, root)).toBe(want);
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
