import { earlierInjection } from '../../inject/again/earlier-injection.ts';
import { InjectError } from '../../inject/errors.ts';
import { inject } from '../../inject/inject.ts';
import type { InjectConfiguration } from '../../inject/injection-types.ts';
import { plainBehaviour } from '../../inject/plain-behaviour.ts';
import { type PodTemplate, podTemplateOf } from '../../istio/workload/pod-template.ts';
import { equal } from '../../json/equal.ts';
import { isObject, type JsonObject, type JsonValue } from '../../json/json-value.ts';
import { valueAt } from '../../json/member.ts';
import { itemsOf, withItems } from '../../kube/pod/containers.ts';
import { objectIn, objectsIn, textIn } from '../cluster/json-path.ts';
import { authorPod } from '../trial/author-pod.ts';
import type { ObjectOutcome } from './inject-object.ts';
import { type InjectAgain, withoutAdditions } from './without-additions.ts';

/**
 * Takes out of one object's pod template what an injection brought; a List is gone through item by item. Objects that
 * were not injected stay as they are.
 * @param configuration the one that injected; without it, pods of a mesh are reported
 */
export function uninjectObject(object: JsonObject, configuration?: InjectConfiguration): ObjectOutcome {
  if (object.kind === 'List') {
    return uninjectList(object, configuration);
  }
  const template = podTemplateOf(object);
  const earlier = template && earlierInjection(template.pod);
  if (template === undefined || earlier === null || earlier === undefined) {
    return { kind: 'foreign' };
  }
  const name = `${textIn(object, 'kind')} ${textIn(object, 'metadata', 'name')}`.trim();
  const stripped = authorPod(template.pod, configuration ?? { behaviour: plainBehaviour });
  const hasRecord = earlier.record !== null;
  const author = configuration === undefined || hasRecord ? stripped : ofMesh(stripped, again(template, configuration));
  const pod = { ...author, metadata: objectIn(author, 'metadata') };
  const notes = [
    ...(configuration === undefined && !hasRecord
      ? ['it was injected by a mesh: give its --parameters, so that labels, annotations and probes are put back']
      : []),
    ...(hasNamedProbePort(template.pod, pod)
      ? ['a probe has its port as a number now; whether its author wrote the name, nothing tells']
      : []),
  ];
  return {
    kind: 'injected',
    object: withoutEmptyMetadata(template.replace(pod)),
    notes: notes.map((note) => `${name}: ${note}`),
  };
}

function ofMesh(pod: JsonObject, injectAgain: InjectAgain): JsonObject {
  return withoutAdditions(withProxyAmongContainers(pod, injectAgain), injectAgain);
}

const proxy = 'istio-proxy';

/**
 * An author writes settings of the proxy among the containers; an injection moves them to the init containers where the
 * proxy is a native sidecar. They go back where that makes no difference.
 */
function withProxyAmongContainers(pod: JsonObject, injectAgain: InjectAgain): JsonObject {
  const [whole, initContainers] = [injectAgain(pod), itemsOf(pod, 'initContainers')];
  const own = initContainers.find((each) => each.name === proxy && each.restartPolicy === undefined);
  if (whole === undefined || own === undefined) {
    return pod;
  }
  const others = initContainers.filter((each) => each !== own);
  const moved = withItems(withItems(pod, 'initContainers', others), 'containers', [...itemsOf(pod, 'containers'), own]);
  const same = injectAgain(moved);
  return same !== undefined && equal(same, whole) ? moved : pod;
}

function again({ workload, pod: { metadata = {} } }: PodTemplate, configuration: InjectConfiguration): InjectAgain {
  const namespace = textIn(metadata, 'namespace') || textIn(workload.metadata, 'namespace');
  return (pod) => {
    try {
      const outcome = inject({ pod, namespace, address: new Map(), workload }, configuration);
      return outcome.kind === 'injected' ? outcome.pod : undefined;
    } catch (error) {
      if (error instanceof InjectError) {
        return undefined;
      }
      throw error;
    }
  };
}

const probes = ['livenessProbe', 'readinessProbe', 'startupProbe'] as const;
const actions = ['httpGet', 'tcpSocket'] as const;

/** Whether a probe that was put back has the number of a port that has a name. */
function hasNamedProbePort(before: JsonObject, after: JsonObject): boolean {
  const rewritten = new Map(objectsIn(before, 'spec', 'containers').map((each) => [textIn(each, 'name'), each]));
  return objectsIn(after, 'spec', 'containers').some((container) => {
    const named = objectsIn(container, 'ports').filter((port) => textIn(port, 'name') !== '');
    const ports = new Set(named.map(({ containerPort }) => containerPort));
    const portsOf = (each: JsonObject | undefined) =>
      probes.flatMap((probe) => actions.map((action) => valueAt(each, probe, action, 'port')));
    const old = portsOf(rewritten.get(textIn(container, 'name')));
    return portsOf(container).some((port, index) => port !== old[index] && ports.has(port));
  });
}

/** An injection makes the metadata of a template that had none. */
function withoutEmptyMetadata(object: JsonObject): JsonObject {
  const spec = objectIn(object, 'spec');
  const template = objectIn(spec, 'template');
  const isEmpty = isObject(template.metadata) && Object.keys(template.metadata).length === 0;
  if (!isEmpty) {
    return object;
  }
  const { metadata: _empty, ...rest } = template;
  return { ...object, spec: { ...spec, template: rest } };
}

function uninjectList(list: JsonObject, configuration: InjectConfiguration | undefined): ObjectOutcome {
  const items: readonly JsonValue[] = Array.isArray(list.items) ? list.items : [];
  const outcomes = items.map((item) =>
    isObject(item) ? uninjectObject(item, configuration) : ({ kind: 'foreign' } as const),
  );
  if (!outcomes.some(({ kind }) => kind === 'injected')) {
    return { kind: 'foreign' };
  }
  const notes = outcomes.flatMap((outcome) => ('notes' in outcome ? outcome.notes : []));
  const replaced = items.map((item, index) => {
    const outcome = outcomes[index];
    return outcome?.kind === 'injected' ? outcome.object : item;
  });
  return { kind: 'injected', object: { ...list, items: replaced }, notes };
}
