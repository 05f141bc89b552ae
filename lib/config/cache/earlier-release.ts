import type { Parameter, ParameterReading } from '../source/source.ts';
import { applyRelease, type CompleteReading, type Completion } from './complete-reading.ts';

/** How many releases before the broken one are tried at a cold start. */
const maxEarlierReleases = 3;

/** A release that cannot be used, and what is needed to read those before it. */
export interface BrokenRelease {
  readonly cluster: string;
  readonly newest: ParameterReading;
  readonly release: Parameter | undefined;
  readonly completion: Completion;
}

/** Earlier releases, newest first, each with the versions that it pins: for a cold start, where nothing else is good. */
export async function* earlierReleases(broken: BrokenRelease): AsyncGenerator<CompleteReading> {
  const { cluster, newest, release, completion } = broken;
  for (let back = 1; release !== undefined && back <= maxEarlierReleases && release.version > back; back++) {
    const request = { name: release.name, version: release.version - back };
    const earlier = (await completion.source.read([request], completion.signal)).parameters.get(release.name);
    if (earlier !== undefined) {
      yield await applyRelease(cluster, newest, { ...completion, release: earlier });
    }
  }
}
