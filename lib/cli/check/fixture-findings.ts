import { createYamlPlaces } from '../../config/load/yaml-place.ts';
import { oddSpellings } from '../explain/hints.ts';
import type { Fixture } from '../test/fixture.ts';
import { type Finding, finding } from './finding.ts';

/** What a fixture's pod asks for in words that nothing reads: the case shows something else than it says. */
export function fixtureFindings({ name, text, cases }: Fixture): readonly Finding[] {
  const places = createYamlPlaces(text);
  return cases.flatMap(({ name: title, index, pod: { pod } }) =>
    oddSpellings(pod).map((hint) => {
      const place = { parameter: name, ...places(['cases', index, 'given']) };
      return finding('SI0114', place, `${title}: ${hint}`);
    }),
  );
}
