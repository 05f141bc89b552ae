/**
 * How often a property is tried. A run of the tests is for whoever changes something and takes a minute; with
 * PROPERTY_RUNS=4 each is tried four times as often, as `.ci/run` does on Lambda's Node.
 *
 * @param runs of a usual run
 */
export function propertyRuns(runs: number): number {
  return Math.ceil(runs * Number(process.env.PROPERTY_RUNS ?? 1));
}
