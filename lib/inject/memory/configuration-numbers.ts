import { hash } from 'node:crypto';
import { stringifyJson } from '../../json/json-text.ts';
import type { InjectConfiguration, InjectRequest } from '../injection-types.ts';

/** Where a pod is injected. */
export type InjectionPlace = Pick<InjectRequest, 'namespace' | 'address' | 'namespaceObject' | 'workload'>;

/** Gives each configuration a number, so that keys of memories can hold it. */
export class ConfigurationNumbers {
  readonly #numbers = new WeakMap<InjectConfiguration, number>();
  #last = 0;

  /** A digest that is equal only where everything that injecting may look at is; `pod` stands for the pod. */
  keyOf(place: InjectionPlace, configuration: InjectConfiguration, pod: string): string {
    return hash('sha256', `${this.#numberOf(configuration)}\n${pod}\n${placeText(place)}`, 'base64');
  }

  /** Equal only for the same object. */
  #numberOf(configuration: InjectConfiguration): number {
    const known = this.#numbers.get(configuration);
    if (known !== undefined) {
      return known;
    }
    this.#last += 1;
    this.#numbers.set(configuration, this.#last);
    return this.#last;
  }
}

/** Everything that a rendering may look at beside pod and configuration. */
function placeText({ namespace, address, namespaceObject, workload }: InjectionPlace): string {
  return stringifyJson([
    namespace,
    [...address.entries()].flat(),
    namespaceObject ?? null,
    workload ? { ...workload } : null,
  ]);
}
