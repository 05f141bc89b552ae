/** A version of Istio. Without `patch` it stands for the newest patch of its minor version. */
export interface IstioVersion {
  readonly major: number;
  readonly minor: number;
  readonly patch?: number;
}

/** The oldest version whose injector is followed here. */
export const oldestVersion: IstioVersion = { major: 1, minor: 18 };

/** The newest version of the table of changes. */
export const newestVersion: IstioVersion = { major: 1, minor: 31 };

/** What applies where nobody says a version: fixed for good, so that an upgrade of this product changes no pod. */
export const assumedVersion: IstioVersion = { major: 1, minor: 31 };

const pattern = /^v?(\d{1,3})\.(\d{1,3})(?:\.(\d{1,5}))?(?:[-+].*)?$/;

/** Reads `1.22`, `1.22.2`, or a tag such as `1.22.2-distroless`; undefined for what is no version (`latest`). */
export function parseIstioVersion(text: string): IstioVersion | undefined {
  const [, major, minor, patch] = pattern.exec(text.trim()) ?? [];
  if (major === undefined || minor === undefined) {
    return undefined;
  }
  return { major: Number(major), minor: Number(minor), ...(patch === undefined ? {} : { patch: Number(patch) }) };
}

/** `1.22` or `1.22.2`. */
export function formatIstioVersion({ major, minor, patch }: IstioVersion): string {
  return patch === undefined ? `${major}.${minor}` : `${major}.${minor}.${patch}`;
}

/** Below, equal to or above zero, as the first is older than the second, of the same minor version, or newer. */
export function compareMinor(a: IstioVersion, b: IstioVersion): number {
  return a.major - b.major || a.minor - b.minor;
}

/** Whether a version is one whose injector is not followed here because it is too old. */
export function isTooOld(version: IstioVersion): boolean {
  return compareMinor(version, oldestVersion) < 0;
}

/** Whether a version is newer than the table of changes: its newest row is taken. */
export function isTooNew(version: IstioVersion): boolean {
  return compareMinor(version, newestVersion) > 0;
}
