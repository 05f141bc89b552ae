import fc from 'fast-check';
import { bare, type Tie } from './template-expressions.ts';
import { field, variables } from './template-words.ts';

const left = fc.constantFrom('{{', '{{ ', '{{- ', '{{-\n');
const right = fc.constantFrom('}}', ' }}', ' -}}', '\n-}}');
const variable = fc.constantFrom(...variables);

function joined(...parts: fc.Arbitrary<string>[]): fc.Arbitrary<string> {
  return fc.tuple(...parts).map((texts) => texts.join(''));
}

function action(inner: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return joined(left, inner, right);
}

/** What a control structure is about. */
function headOf(tie: Tie, kind: 'if' | 'with' | 'range'): fc.Arbitrary<string> {
  const heads = {
    if: tie('pipe'),
    with: fc.oneof(
      tie('pipe'),
      fc.tuple(variable, tie('pipe')).map(([name, pipe]) => `${name} := ${pipe}`),
    ),
    range: fc.oneof(
      { weight: 3, arbitrary: tie('list0').map(bare) },
      fc.constantFrom('3', '$i, $e := .l', '$k, $v := .m', '$i := 2', '$x := .l', '$x, $y = .l', '$y = .m'),
      tie('pipe'),
      fc.tuple(variable, tie('pipe')).map(([name, pipe]) => `${name} := ${pipe}`),
      fc.tuple(variable, variable, tie('pipe')).map(([key, item, pipe]) => `${key}, ${item} := ${pipe}`),
      fc.tuple(variable, variable, field).map(([key, item, pipe]) => `${key}, ${item} = ${pipe}`),
    ),
  };
  return heads[kind];
}

const exits = fc.constantFrom(
  '',
  '',
  '{{ if .b }}{{break}}{{ end }}',
  '{{ if eq . 1 }}{{ continue }}{{ end }}',
  '{{- break }}',
);

function bodyOf(tie: Tie, kind: 'if' | 'with' | 'range'): fc.Arbitrary<string> {
  return kind === 'range' ? joined(tie('list'), exits, tie('list')) : tie('list');
}

function elseOf(tie: Tie, kind: 'if' | 'with' | 'range'): fc.Arbitrary<string> {
  return fc.oneof(
    { weight: 6, arbitrary: fc.constant('') },
    { weight: 6, arbitrary: joined(action(fc.constant('else')), tie('list')) },
    {
      weight: kind === 'range' ? 0 : 3,
      arbitrary: joined(action(tie('pipe').map((pipe) => `else ${kind} ${pipe}`)), tie('list')),
    },
  );
}

function branchOf(tie: Tie, kind: 'if' | 'with' | 'range'): fc.Arbitrary<string> {
  const head = action(headOf(tie, kind).map((inner) => `${kind} ${inner}`));
  return joined(head, bodyOf(tie, kind), elseOf(tie, kind), action(fc.constant('end')));
}

/** Text, an action or a control structure. */
export function statementOf(tie: Tie): fc.Arbitrary<string> {
  return fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    { weight: 2, arbitrary: fc.constantFrom('text ', ' \n', '\n', 'é ', '} ', '  ') },
    { weight: 5, arbitrary: action(tie('any').map(bare)) },
    { weight: 3, arbitrary: action(tie('pipe')) },
    { weight: 3, arbitrary: action(fc.tuple(variable, tie('pipe')).map(([name, pipe]) => `${name} := ${pipe}`)) },
    { weight: 1, arbitrary: action(fc.tuple(variable, tie('pipe')).map(([name, pipe]) => `${name} = ${pipe}`)) },
    {
      weight: 1,
      arbitrary: fc.constantFrom('{{/* c */}}', '{{- /* c\n */ -}}'),
    },
    { weight: 1, arbitrary: action(tie('term').map((term) => `template "t" ${term}`)) },
    { weight: 1, arbitrary: action(fc.constantFrom('.', '$', '.a').map((dot) => `template "t" ${dot}`)) },
    { weight: 2, arbitrary: branchOf(tie, 'if') },
    { weight: 2, arbitrary: branchOf(tie, 'with') },
    { weight: 4, arbitrary: branchOf(tie, 'range') },
  );
}
