import { decide } from '../../decide/decide.ts';
import { decodeSubject } from '../../decide/subject.ts';
import type { InjectConfiguration } from '../../inject/injection-types.ts';
import type { JsonObject } from '../../json/json-value.ts';
import type { SkipRule } from './inject-object.ts';

/**
 * What a file is injected with, as `istioctl kube-inject` has it: one default template, and neither aliases nor
 * injected annotations, which belong to the webhook.
 */
export function offlineConfiguration<C extends InjectConfiguration>(configuration: C): C {
  const settings = {
    ...configuration.settings,
    defaultTemplates: ['sidecar'],
    aliases: new Map<string, readonly string[]>(),
    injectedAnnotations: {},
  };
  return { ...configuration, settings };
}

/**
 * The decision for a pod template in a file. To inject a file is to ask for it: selectors and policy are not looked
 * at, only what the pod template says. Its namespace is the template's own, as Istio has it.
 */
export function offlineSkipRule({ settings: { asksExactly } }: Pick<InjectConfiguration, 'settings'>): SkipRule {
  const settings = { neverInjectSelector: [], alwaysInjectSelector: [], asksExactly };
  return (pod) => {
    const subject = decodeSubject({ operation: 'CREATE', target: '/v1/pods', namespace: ownNamespace(pod), pod });
    const decision = decide(subject, { policy: 'enabled', settings });
    return decision.kind === 'skip' ? decision.reason : undefined;
  };
}

function ownNamespace({ metadata }: JsonObject): string {
  const isObject = typeof metadata === 'object' && metadata !== null && !Array.isArray(metadata);
  const namespace = isObject ? (metadata as JsonObject).namespace : undefined;
  return typeof namespace === 'string' ? namespace : '';
}
