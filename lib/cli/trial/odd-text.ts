import { formatValue } from '../../go/print.ts';
import type { Source } from '../../template/source.ts';
import type { WatchedCall, WatchedPlace } from '../../template/watch.ts';

/** What the engine itself wrote and nobody can have meant. */
export interface OddText {
  /** Empty or `null` where a function was given a value that is not there, and made that of it. */
  readonly text: '<no value>' | '<nil>' | '%!' | 'null' | '';
  readonly action: Action;
}

/** An action of a template. */
export interface Action {
  /** Without delimiters and the blanks at them. */
  readonly text: string;
  /** Where the text begins and ends in the template. */
  readonly from: number;
  readonly to: number;
}

/** What functions make of a value that is not there, where others fail or write `<nil>`. */
const ofNothing: ReadonlyMap<string, OddText['text']> = new Map([
  ['quote', ''],
  ['squote', ''],
  ['toYaml', 'null'],
  ['toJson', 'null'],
]);

/** What a call wrote that none of its arguments held. */
export function oddTexts(call: WatchedCall): readonly OddText[] {
  const { name, args, result } = call;
  if (typeof result !== 'string') {
    return [];
  }
  const isGivenNothing = args.includes(null);
  const nothing = isGivenNothing ? ofNothing.get(name) : undefined;
  // What printf writes of nothing, %!s(<nil>), says that there is no value, and nothing of the verb.
  const looked = isGivenNothing ? (['<no value>', '<nil>'] as const) : (['<no value>', '<nil>', '%!'] as const);
  const written = looked.filter(
    (text) => result.includes(text) && !args.some((arg) => arg !== null && formatValue(arg).includes(text)),
  );
  return [...(nothing === undefined ? [] : [nothing]), ...written].map((text) => ({ text, action: actionAt(call) }));
}

/** The action that a place is in. */
export function actionAt({ source, at }: WatchedPlace): Action {
  const { text, delims } = source;
  const left = Math.max(source.start, text.lastIndexOf(delims.left, at) + delims.left.length);
  const right = text.indexOf(delims.right, at);
  const inner = text.slice(left, right < 0 ? text.length : right);
  const trimmed = inner.replace(/^-?\s+/, '');
  const from = left + inner.length - trimmed.length;
  const shown = trimmed.replace(/\s-$/, '').trimEnd();
  return { text: shown, from, to: from + shown.length };
}

/** The action in which a variable that another one begins with got its value; undefined where it begins with none. */
export function declarationBefore(
  source: Pick<Source, 'text' | 'start' | 'delims'>,
  action: Action,
): Action | undefined {
  const [name] = /^\$\w+/.exec(action.text) ?? [];
  if (name === undefined) {
    return undefined;
  }
  const before = source.text.slice(0, action.from);
  const at = Math.max(before.lastIndexOf(`${name} :=`), before.lastIndexOf(`${name} =`));
  return at < 0 ? undefined : actionAt({ source: { ...source, name: '' }, at });
}
