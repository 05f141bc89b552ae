import { nearestName } from '../../base/did-you-mean.ts';
import { placeAt } from '../../config/load/yaml-place.ts';
import type { Lack } from '../../template/watch.ts';
import { type Action, declarationBefore, type OddText } from '../trial/odd-text.ts';
import type { Rendering } from '../trial/watched-templates.ts';
import type { CheckCodeName } from './codes.ts';
import { type Finding, finding } from './finding.ts';

const codes: Readonly<Record<OddText['text'], CheckCodeName>> = {
  '<no value>': 'SI0205',
  '<nil>': 'SI0205',
  '%!': 'SI0206',
  null: 'SI0215',
  '': 'SI0215',
};

/** What the engine wrote and nobody can have meant, at the action that wrote it, with the name that was meant. */
export function oddFinding(rendering: Rendering, { text, action }: OddText): Finding {
  const { name, text: source } = rendering.template.parameter;
  const message =
    text === '%!'
      ? `the value does not fit the verb of ${action.text}, so that the pod gets "%!…"; print it with %v, or convert it`
      : `${action.text} has no value, so that the pod gets ${text === '' ? 'nothing' : `"${text}"`}; ${adviceOn(rendering, action)}`;
  return finding(codes[text], { parameter: name, ...placeAt(source, action.from) }, message);
}

function adviceOn({ lacks }: Rendering, action: Action): string {
  const lack = lackIn(lacks, action);
  if (lack === undefined) {
    return 'correct the name or give a default';
  }
  const meant = nearestName(lack.key, lack.keys);
  const advice = meant === undefined ? 'correct the name or give a default' : `did you mean ${JSON.stringify(meant)}?`;
  return `there is no ${JSON.stringify(lack.key)} there; ${advice}`;
}

/** The key that was not there: in the action itself, or where the variable that it writes got its value. */
function lackIn(lacks: readonly Lack[], action: Action): Lack | undefined {
  const [first] = lacks;
  const declaration = first && declarationBefore(first.source, action);
  return [action, ...(declaration === undefined ? [] : [declaration])]
    .map(({ from, to }) => lacks.findLast(({ at }) => from <= at && at < to))
    .find((lack) => lack !== undefined);
}
