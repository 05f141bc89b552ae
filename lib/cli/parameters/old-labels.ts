import type { ParameterAdmin } from './parameter-admin.ts';
import { releasesOver } from './release-reach.ts';
import type { Parameters } from './validate.ts';

/** How many versions of a parameter Parameter Store keeps; a labelled one that is older than they makes writes fail. */
const versionsKept = 100;
/** From how many versions behind the newest a labelled version is reported. */
export const versionsBehind = 80;

/** A labelled version that is about to make writes fail. */
export interface OldLabel {
  /** Full name of the parameter. */
  readonly name: string;
  readonly version: number;
  readonly newest: number;
  readonly labels: readonly string[];
  /** Full names of the releases to promote, so that the labels move. */
  readonly releases: readonly string[];
}

/**
 * Labelled versions that are 80 or more behind the newest. Parameter Store keeps the last 100 versions, and refuses
 * the write that would drop a labelled one. Only histories that are long enough are read.
 * @param names of what is asked about; all that is stored without it
 */
export async function oldLabels(
  admin: ParameterAdmin,
  stored: Parameters,
  names: Iterable<string> = stored.keys(),
): Promise<readonly OldLabel[]> {
  const asked = new Set(names);
  const long = [...stored.values()].filter(({ name, version }) => asked.has(name) && version > versionsBehind);
  const found = await Promise.all(
    long.map(async ({ name, version: newest }) => {
      const oldest = (await admin.history(name)).find(({ labels }) => labels.length > 0);
      if (oldest === undefined || newest - oldest.version < versionsBehind) {
        return [];
      }
      const releases = releasesOver(name, stored).flatMap((release) => release?.name ?? []);
      return [{ name, version: oldest.version, newest, labels: oldest.labels, releases: [...new Set(releases)] }];
    }),
  );
  return found.flat();
}

/** How many writes are left before one fails. */
export function writesLeft({ version, newest }: OldLabel): number {
  return Math.max(0, versionsKept - (newest - version) - 1);
}

/** What is about to happen, and what to do. */
export function describeOldLabel(label: OldLabel): string {
  const { name, version, newest, labels, releases } = label;
  const left = writesLeft(label);
  const what = `${name}: version ${version} is labelled ${labels.join(', ')} and ${newest - version} versions behind`;
  const writes = left === 0 ? 'the next write fails' : `writes fail after ${left} more`;
  return `${what}; Parameter Store keeps ${versionsKept}, so ${writes}. ${adviceFor(releases)}`;
}

function adviceFor(releases: readonly string[]): string {
  const commands = releases.map((release) => {
    const [folder = ''] = release.split('/');
    return `sidecar-injector promote${folder === 'default' ? '' : ` --cluster ${folder}`}`;
  });
  return commands.length === 0
    ? 'No release pins it: take the label away'
    : `First promote: ${commands.join(', then ')}`;
}
