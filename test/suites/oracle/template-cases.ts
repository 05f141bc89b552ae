import fc from 'fast-check';
import { bare, type Tie, wellTyped } from './template-expressions.ts';
import { statementOf } from './template-statements.ts';
import { builtinNames, field, format, names, number, text, texts, variables } from './template-words.ts';

/** One case: texts by name, data as JSON, and how to read and run them; the request of test/suites/oracle/template. */
export interface TemplateCase {
  readonly templates: { readonly main: string };
  readonly data: unknown;
  readonly numbers: 'float64' | 'int64';
  readonly funcs: 'std' | 'sprig';
  readonly option: string;
}

/** Data made of the names that templates use; mostly in the shape that the well-typed expressions below expect. */
function dataOf(): fc.Arbitrary<unknown> {
  const numbers = fc.constantFrom(0, 1, 2, -1, 42, 1.5, -0.25, 123456.5, 1e21, 1e-7, 1e22);
  const strings = fc.constantFrom(...texts);
  const { value } = fc.letrec((tie) => ({
    value: fc.oneof(
      { depthSize: 'small', withCrossShrink: true },
      fc.constantFrom(null, true, false),
      numbers,
      strings,
      fc.array(tie('value'), { maxLength: 3 }),
      fc.dictionary(fc.constantFrom(...names), tie('value'), { maxKeys: 4 }),
    ),
  }));
  const list = fc.array(value, { maxLength: 4 });
  const map = fc.dictionary(fc.constantFrom(...names), value, { maxKeys: 4 });
  const shaped = fc.record({
    a: map,
    b: fc.boolean(),
    c: value,
    s: strings,
    n: numbers,
    l: list,
    m: map,
    i: fc.nat(3),
  });
  return fc.oneof({ weight: 12, arbitrary: shaped }, { weight: 2, arbitrary: map }, { weight: 1, arbitrary: value });
}

/** Template text from the grammar, with functions of the given names. */
function templateOf(functions: readonly string[]): fc.Arbitrary<string> {
  const stage = fc.constantFrom('len', 'html', 'print', 'printf "%v|%q" 1', 'eq 1', 'and true', 'not', ...functions);
  const { list, statement } = fc.letrec((loose) => {
    const tie: Tie = (name) => loose(name).map(String);
    return {
      term: fc.oneof(
        { depthSize: 'small', withCrossShrink: true },
        { weight: 4, arbitrary: field },
        { weight: 2, arbitrary: number },
        { weight: 2, arbitrary: text },
        { weight: 3, arbitrary: fc.constantFrom('.', '$', '$.a', '$.m.b', 'true', 'false', 'nil', ...variables) },
        { weight: 1, arbitrary: fc.constantFrom('$x.a', '$y.b.c') },
        { weight: 3, arbitrary: tie('pipe').map((pipe) => `(${pipe})`) },
        { weight: 1, arbitrary: fc.tuple(tie('pipe'), field).map(([pipe, path]) => `(${pipe})${path}`) },
      ),
      ...wellTyped(tie),
      command: fc.oneof(
        { depthSize: 'small', withCrossShrink: true },
        { weight: 40, arbitrary: tie('any').map(bare) },
        tie('term'),
        fc
          .tuple(fc.constantFrom(...functions), fc.array(tie('term'), { maxLength: 3 }))
          .map(([name, args]) => [name, ...args].join(' ')),
        fc
          .tuple(format, fc.array(tie('term'), { maxLength: 3 }))
          .map(([verbs, args]) => ['printf', verbs, ...args].join(' ')),
        fc
          .tuple(fc.constantFrom('eq', 'index', 'slice', 'lt'), tie('term'), tie('term'))
          .map((parts) => parts.join(' ')),
      ),
      pipe: fc.oneof(
        { weight: 4, arbitrary: tie('command') },
        { weight: 2, arbitrary: fc.tuple(tie('command'), stage).map((parts) => parts.join(' | ')) },
      ),
      list: fc.array(tie('statement'), { maxLength: 2 }).map((items) => items.join('')),
      statement: statementOf(tie),
    };
  });
  return fc.tuple(statement, list).map((parts) => parts.join(''));
}

const preamble =
  '{{ define "t" }}[{{ . }}{{ with .a }}{{ .b }}{{ end }}]{{ end }}{{ $x := .a }}{{ $y := 1 }}{{ $z := "z" }}{{ block "b" .l }}{{ range . }}({{ . }}){{ end }}{{ end }}';

/** Most templates are as the grammar has them; some are damaged, to see what the parser says. */
function damaged(template: fc.Arbitrary<string>): fc.Arbitrary<string> {
  const junk = fc.constantFrom(
    '',
    '}}',
    '{{',
    '(',
    ')',
    '"',
    '`',
    '.',
    '$',
    '|',
    ':=',
    '=',
    '%',
    '1a',
    '{{else}}',
    '{{end}}',
    ',',
    '\n',
    "'",
    '\\',
    '@',
  );
  return fc
    .tuple(template, fc.nat(), junk, fc.nat(3))
    .map(
      ([whole, at, piece, cut]) =>
        whole.slice(0, at % (whole.length + 1)) + piece + whole.slice((at % (whole.length + 1)) + cut),
    );
}

/** Cases over the builtins and, beside them, the functions of sprig whose results can be told. */
export function templateCases(sprigNames: readonly string[]): fc.Arbitrary<TemplateCase> {
  const std = templateOf(builtinNames);
  const main = fc.oneof(
    { weight: 12, arbitrary: std.map((body) => ({ funcs: 'std' as const, body })) },
    { weight: 3, arbitrary: damaged(std).map((body) => ({ funcs: 'std' as const, body })) },
    ...(sprigNames.length === 0
      ? []
      : [
          {
            weight: 5,
            arbitrary: templateOf([...builtinNames, ...sprigNames]).map((body) => ({ funcs: 'sprig' as const, body })),
          },
        ]),
  );
  return fc
    .record({
      main,
      data: dataOf(),
      numbers: fc.constantFrom('float64' as const, 'int64' as const),
      option: fc.constantFrom('', '', '', 'missingkey=error', 'missingkey=zero'),
    })
    .map(({ main: { funcs, body }, data, numbers, option }) => ({
      templates: { main: preamble + body },
      data,
      numbers,
      funcs,
      option,
    }));
}
