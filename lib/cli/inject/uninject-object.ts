import type { Behaviour } from '../../contract/behaviour.ts';
import { earlierInjection } from '../../inject/again/earlier-injection.ts';
import { podTemplateOf } from '../../istio/workload/pod-template.ts';
import { isObject, type JsonObject, type JsonValue } from '../../json/json-value.ts';
import { objectIn, textIn } from '../cluster/json-path.ts';
import { authorPod } from '../trial/author-pod.ts';
import type { ObjectOutcome } from './inject-object.ts';

/**
 * Takes out of one object's pod template what an injection brought; a List is gone through item by item. Objects that
 * were not injected stay as they are.
 * @param isMeshKnown whether `behaviour` is the one that injected; else pods of a mesh are reported
 */
export function uninjectObject(object: JsonObject, behaviour: Behaviour, isMeshKnown: boolean): ObjectOutcome {
  if (object.kind === 'List') {
    return uninjectList(object, behaviour, isMeshKnown);
  }
  const template = podTemplateOf(object);
  const earlier = template && earlierInjection(template.pod);
  if (template === undefined || earlier === null || earlier === undefined) {
    return { kind: 'foreign' };
  }
  const name = `${textIn(object, 'kind')} ${textIn(object, 'metadata', 'name')}`.trim();
  const isOfMesh = earlier.record === null && !isMeshKnown;
  const advice = `${name} was injected by a mesh: give its --parameters, so that rewritten probes are put back`;
  const author = authorPod(template.pod, { behaviour });
  const metadata = objectIn(author, 'metadata');
  const pod = { ...author, metadata };
  return { kind: 'injected', object: withoutEmptyMetadata(template.replace(pod)), notes: isOfMesh ? [advice] : [] };
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

function uninjectList(list: JsonObject, behaviour: Behaviour, isMeshKnown: boolean): ObjectOutcome {
  const items: readonly JsonValue[] = Array.isArray(list.items) ? list.items : [];
  const outcomes = items.map((item) =>
    isObject(item) ? uninjectObject(item, behaviour, isMeshKnown) : ({ kind: 'foreign' } as const),
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
