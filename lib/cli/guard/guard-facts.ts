import type { RenderableTemplate } from '../../contract/template.ts';
import type { InjectConfiguration } from '../../inject/injection-types.ts';
import type { JsonObject } from '../../json/json-value.ts';
import { withMetadata } from '../../kube/pod/metadata.ts';
import { labelsIn, objectsIn, textIn } from '../cluster/json-path.ts';
import { CommandError } from '../errors.ts';
import type { OpenedSnapshot } from '../open-snapshot.ts';
import { builtInPods } from '../trial/built-in-pods.ts';
import { askedFor, tryPod } from '../trial/try-pod.ts';
import { type Lookup, sampleTexts, watchLookups } from '../trial/watch-lookups.ts';
import { isNativeSidecar } from './native-sidecar.ts';

/** What injections have in common, as far as a guard needs to know it. */
export interface GuardFacts {
  /** Init containers of ours that are native sidecars, on every pod that has them. */
  readonly native: readonly string[];
  /** Keys of labels that an injection adds to some pod. */
  readonly labels: readonly string[];
}

/**
 * Tries the configuration on pods of many shapes, and on pods with each label and annotation that its templates look
 * at.
 * @throws CommandError where a plain pod is not injected, or where one container of ours is a native sidecar on some
 *   pods and an ordinary init container on others: CEL could not say on which.
 */
export function guardFacts(snapshot: OpenedSnapshot): GuardFacts {
  assertInjects(snapshot);
  const lookups = new Map<string, Lookup>();
  const configuration = watched(snapshot, (lookup) => lookups.set(`${lookup.map}/${lookup.key}`, lookup));
  const injectedOf = (pod: JsonObject) => {
    const { outcome } = tryPod({ pod, namespace: 'trial' }, snapshot, { configuration, decision: askedFor });
    return outcome.kind === 'injected' ? [additionsOf(pod, outcome.pod)] : [];
  };
  const found = builtInPods.flatMap(({ pod }) => injectedOf(pod));
  const withLookups = [...lookups.values()].flatMap((lookup) => plainPods().flatMap((pod) => withTexts(pod, lookup)));
  return commonFacts([...found, ...withLookups.flatMap(injectedOf)]);
}

/** The pod that a guard must be able to speak of at least. */
function plainPods(): readonly JsonObject[] {
  return builtInPods.slice(0, 1).map(({ pod }) => pod);
}

function withTexts(pod: JsonObject, { map, key }: Lookup): readonly JsonObject[] {
  return [...sampleTexts, 'false'].map((text) => withMetadata(pod, map, { [key]: text }));
}

function assertInjects(snapshot: OpenedSnapshot): void {
  for (const plain of plainPods()) {
    const pod = withMetadata(plain, 'labels', { 'sidecar.istio.io/inject': 'true' });
    const { decision, outcome } = tryPod({ pod, namespace: 'trial' }, snapshot);
    if (decision.kind === 'skip') {
      throw new CommandError(`no guard can be made: pods are not injected now (${decision.reason})`);
    }
    if (outcome.kind !== 'injected') {
      const why = 'message' in outcome ? outcome.message : 'nothing changes';
      throw new CommandError(`no guard can be made: a plain pod is not injected (${why})`);
    }
  }
}

/** The configuration with templates that say which labels and annotations they look at. */
function watched(snapshot: OpenedSnapshot, tell: (lookup: Lookup) => void): InjectConfiguration {
  const watch = (template: RenderableTemplate): RenderableTemplate => ({
    keepsData: template.keepsData === true,
    render: (data, options) => template.render(watchLookups(data, tell), options),
  });
  const templates = [...snapshot.templates].map(([name, template]) => [name, watch(template)] as const);
  return { ...snapshot, templates: new Map(templates) };
}

/** What an injection added to one pod. */
interface Additions {
  readonly initContainers: readonly JsonObject[];
  readonly labels: readonly string[];
}

function additionsOf(before: JsonObject, after: JsonObject): Additions {
  const own = new Set(objectsIn(before, 'spec', 'initContainers').map(nameOf));
  const labels = labelsIn(before, 'metadata', 'labels');
  return {
    initContainers: objectsIn(after, 'spec', 'initContainers').filter((container) => !own.has(nameOf(container))),
    labels: Object.keys(labelsIn(after, 'metadata', 'labels')).filter((key) => !(key in labels)),
  };
}

function commonFacts(found: readonly Additions[]): GuardFacts {
  const added = found.flatMap(({ initContainers }) => initContainers);
  const native = new Set(added.filter(isNativeSidecar).map(nameOf));
  const unclear = added.find((container) => native.has(nameOf(container)) && !isNativeSidecar(container));
  if (unclear !== undefined) {
    throw new CommandError(
      `whether the init container ${nameOf(unclear)} is a native sidecar depends on the pod, and CEL cannot say how; a guard would be wrong`,
    );
  }
  return { native: [...native].sort(), labels: [...new Set(found.flatMap(({ labels }) => labels))] };
}

function nameOf(container: JsonObject): string {
  return textIn(container, 'name');
}
