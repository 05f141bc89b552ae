import type { ParameterReading } from './source.ts';

/** What two rounds of reading found; where both have a name, the second goes before the first. */
export function joinReadings(first: ParameterReading, second: ParameterReading): ParameterReading {
  return {
    parameters: new Map([...first.parameters, ...second.parameters]),
    failures: new Map([...first.failures, ...second.failures]),
  };
}
