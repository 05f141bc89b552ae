import type { ParameterReading } from '../source/source.ts';

/** Nothing was found. */
export const emptyReading: ParameterReading = { parameters: new Map(), failures: new Map() };

/** The part of a reading whose names are wanted. */
export function partOf(reading: ParameterReading, isWanted: (name: string) => boolean): ParameterReading {
  const wanted = ([name]: readonly [string, unknown]): boolean => isWanted(name);
  return {
    parameters: new Map([...reading.parameters].filter(wanted)),
    failures: new Map([...reading.failures].filter(wanted)),
  };
}

/** Whether two readings found the same versions and values, and the same failures. */
export function isSameReading(a: ParameterReading, b: ParameterReading): boolean {
  return (
    a.parameters.size === b.parameters.size &&
    a.failures.size === b.failures.size &&
    [...a.failures].every(([name, error]) => b.failures.get(name)?.message === error.message) &&
    [...a.parameters].every(([name, { version, value }]) => {
      const other = b.parameters.get(name);
      return other !== undefined && other.version === version && other.value === value;
    })
  );
}
