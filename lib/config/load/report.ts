import type { ConfigProblem, ConfigProblemCode } from '../config-problem.ts';
import type { Place, ValuePath } from './yaml-place.ts';

/** Takes the problems of one parameter while it is decoded, so that all of them are reported together. */
export class Report {
  readonly problems: ConfigProblem[] = [];
  readonly #parameter: string;
  readonly #placeOf: (path: ValuePath) => Place;

  constructor(parameter: string, placeOf: (path: ValuePath) => Place) {
    this.#parameter = parameter;
    this.#placeOf = placeOf;
  }

  /** Notes a problem with the value at a path, which is named and located. */
  add(code: ConfigProblemCode, path: ValuePath, message: string): void {
    const { line, column } = this.#placeOf(path);
    const named = path.length === 0 ? message : `${formatPath(path)}: ${message}`;
    this.problems.push({ code, parameter: this.#parameter, line, column, message: named });
  }
}

function formatPath(path: ValuePath): string {
  return path.reduce<string>((text, step) => {
    if (typeof step === 'number') {
      return `${text}[${step}]`;
    }
    return text === '' ? step : `${text}.${step}`;
  }, '');
}
