import type { Clock } from '../../../../lib/config/cache/clock.ts';
import { createSnapshotCache, type SnapshotCache } from '../../../../lib/config/cache/snapshot-cache.ts';
import { defaultSettings } from '../../../../lib/config/load/decode-settings.ts';
import type { LoadSnapshot, TemplateNames } from '../../../../lib/config/load/load-snapshot.ts';
import type { Snapshot } from '../../../../lib/config/snapshot.ts';
import { ParameterStoreError } from '../../../../lib/config/source/ssm/errors.ts';
import type { ParameterReader } from '../../../../lib/config/source/ssm/parameter-reader.ts';
import { createParameterStoreSource } from '../../../../lib/config/source/ssm/parameter-store-source.ts';
import type { Trial } from '../../../../lib/config/trial.ts';
import { plainBehaviour } from '../../../../lib/inject/plain-behaviour.ts';
import { ParameterStore } from '../../../support/fakes/parameter-store.ts';

/** What a scripted Parameter Store does to the next calls. */
export interface Script {
  readonly store: ParameterStore;
  readonly calls: (readonly string[])[];
  /** Milliseconds that every call takes. */
  latency: number;
  /** Thrown by every call while it is set; `hang` never answers. */
  fault: ParameterStoreError | 'hang' | undefined;
  /** Why a value cannot be decrypted. */
  reason: string;
  /** Calls that have neither answered nor been aborted. */
  open: number;
}

/** The root that scripted parameters live at. */
export const root = '/r';

/** A Parameter Store in memory behind the real source and its retries, on a clock of the test's. */
export function createScript(): Script {
  return { store: new ParameterStore(), calls: [], latency: 20, fault: undefined, reason: 'KMS key k', open: 0 };
}

/** Writes parameters below the root. */
export function write(script: Script, parameters: Readonly<Record<string, string>>): void {
  for (const [name, value] of Object.entries(parameters)) {
    script.store.put(`${root}/${name}`, value);
  }
}

function createScriptedReader(script: Script, clock: Clock): ParameterReader {
  return {
    region: 'eu-test-1',
    async getParameters(selected, signal) {
      script.calls.push(selected);
      script.open += 1;
      try {
        await clock.sleep(script.fault === 'hang' ? 2 ** 40 : script.latency, signal);
      } finally {
        script.open -= 1;
      }
      if (script.fault instanceof Error) {
        throw script.fault;
      }
      const broken = selected.find((name) => script.store.undecryptable.has(name));
      if (broken !== undefined) {
        throw new ParameterStoreError('key-unavailable', `${script.reason} cannot decrypt ${broken}`);
      }
      return selected.flatMap((name) => {
        const found = script.store.find(name);
        return found === undefined
          ? []
          : [{ name: name.split(':')[0] ?? '', value: found.value, version: found.version }];
      });
    },
  };
}

/** The real cache over the scripted store; a configuration is invalid where its `policy` is not a policy. */
export function createScriptedCache(
  script: Script,
  clock: Clock,
  loader: Loader & { readonly trial?: Trial } = testLoader,
): SnapshotCache {
  const source = createParameterStoreSource({ root: root, reader: createScriptedReader(script, clock), clock });
  return createSnapshotCache({ source, clock, ...loader });
}

/** What makes snapshots of what was read. */
interface Loader {
  readonly loadSnapshot: LoadSnapshot;
  readonly templateNames: TemplateNames;
}

/** A snapshot with nothing in it but what tests look at: policy and versions. */
export const loadTestSnapshot: LoadSnapshot = (cluster, { parameters, failures }) => {
  const [failed] = failures.keys();
  if (failed !== undefined) {
    const message = failures.get(failed)?.message ?? '';
    return { kind: 'invalid', problems: [{ code: 'unreadable', parameter: failed, message }] };
  }
  const policy = (parameters.get(`${cluster}/policy`) ?? parameters.get('default/policy'))?.value ?? 'enabled';
  if (policy !== 'enabled' && policy !== 'disabled' && policy !== 'off') {
    const problem = { code: 'invalid', parameter: `${cluster}/policy`, message: `"${policy}" is no policy` } as const;
    return { kind: 'invalid', problems: [problem] };
  }
  const snapshot: Snapshot = {
    cluster,
    fingerprint: `f-${policy}`,
    policy,
    settings: defaultSettings,
    values: {},
    templates: new Map(),
    behaviour: plainBehaviour,
    versions: new Map([...parameters.values()].map(({ name, version }) => [name, version])),
  };
  return { kind: 'snapshot', snapshot, problems: [] };
};

/** `settings` is a list of template names here, separated by blanks. */
export const testTemplateNames: TemplateNames = (cluster, { parameters }) => {
  const settings = parameters.get(`${cluster}/settings`) ?? parameters.get('default/settings');
  const folders = cluster === 'default' ? ['default'] : [cluster, 'default'];
  const names = settings?.value.split(' ') ?? [];
  return names.flatMap((name) => folders.map((folder) => `${folder}/templates/${name}`));
};

const testLoader: Loader = { loadSnapshot: loadTestSnapshot, templateNames: testTemplateNames };
