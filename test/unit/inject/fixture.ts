import { defaultSettings } from '../../../lib/config/load/decode-settings.ts';
import type { Behaviour } from '../../../lib/contract/behaviour.ts';
import type { Injection } from '../../../lib/contract/injection.ts';
import type { Settings } from '../../../lib/contract/settings.ts';
import { inject } from '../../../lib/inject/inject.ts';
import type { InjectConfiguration, InjectOutcome, InjectRequest } from '../../../lib/inject/injection-types.ts';
import { plainBehaviour } from '../../../lib/inject/plain-behaviour.ts';
import type { JsonObject } from '../../../lib/json/json-value.ts';

/** Templates here are plain texts, or functions of nothing: the engine has tests of its own. */
export type TemplateText = string | (() => string);

export interface Given {
  readonly templates?: Readonly<Record<string, TemplateText>>;
  readonly settings?: Partial<Settings>;
  readonly behaviour?: Partial<Behaviour>;
  readonly fingerprint?: string;
}

export function configurationOf({
  templates = {},
  settings = {},
  behaviour = {},
  fingerprint = 'f00d',
}: Given): InjectConfiguration {
  return {
    settings: { ...defaultSettings, ...settings },
    values: {},
    templates: new Map(
      Object.entries(templates).map(([name, text]) => [
        name,
        { render: () => (typeof text === 'string' ? text : text()) },
      ]),
    ),
    behaviour: { ...plainBehaviour, ...behaviour },
    fingerprint,
  };
}

/** A pod as templates and what is around them see it. */
export function injectionOf(pod: JsonObject, rest: Partial<Injection> = {}): Injection {
  return {
    pod,
    namespace: 'shop',
    namespaceObject: null,
    address: new Map(),
    settings: defaultSettings,
    values: {},
    workload: null,
    ...rest,
  };
}

export function injectInto(pod: JsonObject, given: Given, request: Partial<InjectRequest> = {}): InjectOutcome {
  return inject({ pod, namespace: 'shop', address: new Map(), ...request }, configurationOf(given));
}

/** The pod after injection; the same where nothing changes. Throws where it is refused. */
export function injectedPod(pod: JsonObject, given: Given): JsonObject {
  const outcome = injectInto(pod, given);
  if (outcome.kind === 'refused') {
    throw new Error(outcome.message);
  }
  return outcome.kind === 'injected' ? outcome.pod : pod;
}

export const sidecar = `
metadata:
  labels:
    injected: "yes"
spec:
  containers:
  - name: agent
    image: agents/agent:2
    volumeMounts:
    - {name: agent-data, mountPath: /data}
  volumes:
  - name: agent-data
    emptyDir: {}
  imagePullSecrets:
  - name: agents
`;

export const shopPod: JsonObject = {
  metadata: { name: 'web', labels: { app: 'web' } },
  spec: { containers: [{ name: 'app', image: 'shop/web:1' }], volumes: [{ name: 'own', emptyDir: {} }] },
};
