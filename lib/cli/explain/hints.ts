import { nearestName } from '../../base/did-you-mean.ts';
import { injectKey } from '../../decide/injection-request.ts';
import { annotationRules } from '../../istio/annotation-rules.ts';
import { isObject, type JsonObject } from '../../json/json-value.ts';
import { valueAt } from '../../json/member.ts';
import { metadataPath, type Workload } from '../cluster/created-pod.ts';
import { objectIn, textIn } from '../cluster/json-path.ts';

const maps = ['labels', 'annotations'] as const;
const one = { labels: 'label', annotations: 'annotation' } as const;

/** Keys by which pods speak to the injector. */
const knownKeys: readonly string[] = [
  injectKey,
  'inject.istio.io/templates',
  'sidecar.istio.io/proxyImage',
  'sidecar.istio.io/userVolume',
  'sidecar.istio.io/userVolumeMount',
  ...annotationRules.keys(),
];
const ourPrefix = /(?:^|\.)istio\.io\/|^prometheus\.istio\.io\//i;

/** What a workload's author may have meant otherwise than it stands: a sentence each. */
export function hintsFor(workload: Workload, namespaceObjects: readonly JsonObject[]): readonly string[] {
  return [...wrongLevel(workload), ...oddSpellings(workload.pod), ...onNamespace(workload, namespaceObjects)];
}

/** What the API server would not decode: labels and annotations whose values are no text. */
export function notText(pod: JsonObject): readonly string[] {
  return maps.flatMap((map) => {
    const value = valueAt(pod, 'metadata', map);
    return Object.entries(isObject(value) ? value : {})
      .filter(([, each]) => typeof each !== 'string' && each !== null)
      .map(([key, each]) => {
        const shown = isObject(each) || Array.isArray(each) ? JSON.stringify(each) : String(each);
        return `${one[map]} ${key}: ${shown} stands without quotes, and the API server takes text only; write "${shown}"`;
      });
  });
}

/** On the workload itself, or on a CronJob's jobTemplate, nobody reads what is meant for its pods. */
function wrongLevel({ kind, object, pod }: Workload): readonly string[] {
  if (kind === 'Pod') {
    return [];
  }
  const levels: readonly (readonly [string, JsonObject])[] = [
    [`the ${kind} itself`, objectIn(object, 'metadata')],
    ['spec.jobTemplate.metadata', kind === 'CronJob' ? objectIn(object, 'spec', 'jobTemplate', 'metadata') : {}],
  ];
  return levels.flatMap(([where, metadata]) =>
    maps.flatMap((map) =>
      Object.keys(objectIn(metadata, map))
        .filter((key) => isForPods(key) && valueAt(pod, 'metadata', map, key) === undefined)
        .map(
          (key) => `${one[map]} ${key} stands on ${where}, where nothing reads it; put it under ${metadataPath(kind)}`,
        ),
    ),
  );
}

function isForPods(key: string): boolean {
  return knownKeys.includes(key) || key.startsWith('sidecar.istio.io/') || key.startsWith('traffic.sidecar.istio.io/');
}

/** Labels and annotations that nothing reads, and that read like ones that are. */
export function oddSpellings(pod: JsonObject): readonly string[] {
  return maps.flatMap((map) =>
    Object.keys(objectIn(pod, 'metadata', map)).flatMap((key) => {
      const among = ourPrefix.test(key) ? knownKeys : [injectKey];
      const meant = knownKeys.includes(key) ? undefined : nearestName(key, among);
      return meant === undefined ? [] : [`${one[map]} ${key} is not one that is read; did you mean ${meant}?`];
    }),
  );
}

function onNamespace({ namespace }: Workload, namespaceObjects: readonly JsonObject[]): readonly string[] {
  const found = namespaceObjects.find((each) => textIn(each, 'metadata', 'name') === namespace);
  return maps
    .filter((map) => valueAt(found, 'metadata', map, injectKey) !== undefined)
    .map(
      (map) =>
        `${one[map]} ${injectKey} stands on the namespace ${namespace}, where nothing reads it; it belongs on pods`,
    );
}
