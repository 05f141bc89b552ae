import { formatIstioVersion, type IstioVersion, oldestVersion } from './istio-version.ts';

/** Versions that are too old here, and what this product would do to their pods. */
interface OldRange {
  /** Minor versions of 1.x, both included. */
  readonly from: number;
  readonly to: number;
  readonly harm: string;
}

/** The first that fits a version counts. */
const oldRanges = {
  single: { from: 0, to: 8, harm: 'pods would be marked as injected and get no proxy' },
  restarts: {
    from: 9,
    to: 10,
    harm: 'istio-init would be started again and again, and the application would not wait for it',
  },
  concurrency: { from: 11, to: 17, harm: 'no pod could be injected: its template asks for .EstimatedConcurrency' },
} as const satisfies Readonly<Record<string, OldRange>>;

/** What shows that a configuration is of an Istio before 1.18. */
export interface OldSign {
  /** `1.13.4`, or `1.11 to 1.17`. */
  readonly version: string;
  /** How that was seen. */
  readonly seen: string;
  readonly harm: string;
}

/** What would go wrong with a version that is too old. */
export function oldSignOf(version: IstioVersion, seen: string): OldSign {
  const range = Object.values(oldRanges).find(({ to }) => version.major < 1 || version.minor <= to);
  return { version: formatIstioVersion(version), seen, harm: (range ?? oldRanges.single).harm };
}

/** What only the `config` of such a version has: a single template, or marks in its templates. */
export function oldSignIn(templates: ReadonlyMap<string, string>, hasSingleTemplate: boolean): OldSign | undefined {
  if (templates.size === 0 && hasSingleTemplate) {
    return { version: '1.8 or older', seen: 'one `template` instead of `templates`', harm: oldRanges.single.harm };
  }
  const texts = [...templates.values()];
  if (texts.some((text) => text.includes('.EstimatedConcurrency'))) {
    return {
      version: '1.11 to 1.17',
      seen: 'a template that asks for .EstimatedConcurrency',
      harm: oldRanges.concurrency.harm,
    };
  }
  return texts.some(restartsInit)
    ? { version: '1.9 to 1.16', seen: 'restartPolicy: Always on istio-init', harm: oldRanges.restarts.harm }
    : undefined;
}

/** The way out, in one sentence after another. */
export function refusalOf({ version, seen, harm }: OldSign): string {
  const oldest = formatIstioVersion(oldestVersion);
  return `this is the configuration of Istio ${version} (${seen}), and ${oldest} is the oldest that is supported: ${harm}. Upgrade Istio to ${oldest} or newer first, and import again`;
}

const captureContainer = /^( *)- name: (istio-init|istio-validation)$/;
const anyContainer = /^( *)- name: /;

/** Whether the container that captures traffic has `restartPolicy: Always`, which Istio's own library then dropped. */
function restartsInit(template: string): boolean {
  let indent: number | undefined;
  for (const line of template.split('\n')) {
    const opening = captureContainer.exec(line) ?? anyContainer.exec(line);
    const depth = opening?.[1]?.length;
    if (depth !== undefined && (indent === undefined || depth <= indent)) {
      indent = opening?.[2] === undefined ? undefined : depth;
    } else if (/^\S/.test(line) || /^ *containers:/.test(line)) {
      indent = undefined;
    } else if (indent !== undefined && line.trim() === 'restartPolicy: Always') {
      return true;
    }
  }
  return false;
}
