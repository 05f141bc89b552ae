import type { GoValue } from '../go/value.ts';
import type { JsonObject } from '../json/json-value.ts';
import type { Injection } from './injection.ts';

/**
 * What one kind of injector does around the shared pipeline (strip, render, merge, overlay, stages, check).
 * The plain product has one without stages; the `mesh` parameter brings Istio's (`createMeshBehaviour`).
 */
export interface Behaviour {
  /** Problems with the pod's own annotations; any refuses the pod. Run after the decision to inject. */
  readonly validate: (injection: Injection) => readonly AnnotationProblem[];
  /**
   * The pod as this injector takes it, where that is not as it came (OpenShift's assigned user IDs on a proxy of
   * the user's). Called on the stripped pod, before anything is rendered; templates and merge see its result.
   */
  readonly prepare?: (injection: Injection) => JsonObject;
  /** The data that a template sees for this pod: a copy of its own unless it `keepsData`. */
  readonly templateData: (injection: Injection, template?: { readonly keepsData?: boolean }) => GoValue;
  /** Run in order on the merged pod. */
  readonly stages: readonly Stage[];
  /**
   * Takes back what the stages of an earlier injection did to the user's part of the pod (rewritten probes,
   * replaced annotations). Called where the pod carries a usable status annotation, before anything is removed.
   */
  readonly undo?: (pod: JsonObject) => JsonObject;
  /**
   * Names of containers that only this injector brings: removed from a pod that an earlier injection lists them on,
   * even where today's templates have no such container.
   */
  readonly ownContainers?: ReadonlySet<string>;
  /** What an annotation of the pod's changes of the sidecar, by its name; undefined for nothing. */
  readonly overrideOf?: (annotation: string) => 'resources' | 'other' | undefined;
  /**
   * Pods like those that will come, to be injected ahead of the first one: where so much code runs for a pod that its
   * first run is worth having behind one. Absent where it is not.
   */
  readonly typicalPods?: () => readonly JsonObject[];
  /** Whether the pod may carry a record of our own beside Istio's status annotation. Pods of a mesh may not. */
  readonly keepsRecord: boolean;
}

/** One transformation of the merged pod. Pure: returns a pod that shares what it did not change. */
export interface Stage {
  readonly name: string;
  readonly apply: (pod: JsonObject, context: StageContext) => JsonObject;
}

export interface StageContext {
  readonly injection: Injection;
  /** The templates' own result: what they gave when merged onto an empty pod. */
  readonly rendered: JsonObject;
}

/** A pod's annotation that cannot be used, worded for its author. */
export interface AnnotationProblem {
  readonly annotation: string;
  readonly value: string;
  /** What is wrong and what is allowed. */
  readonly message: string;
}
