import { createHash } from 'node:crypto';
import { injectKey } from '../../decide/injection-request.ts';
import type { JsonObject } from '../../json/json-value.ts';
import type { LabelSelector } from '../../kube/label-selector.ts';
import { CommandError } from '../errors.ts';
import { namespaceSelector } from '../manifest/webhook-configuration.ts';
import type { OpenedSnapshot } from '../open-snapshot.ts';
import { allOf, anyOf, celList, celText, selectorExpression } from './cel.ts';
import { type GuardFacts, guardFacts } from './guard-facts.ts';

/** What becomes of a pod that should have the sidecar and has not: a warning, an audit annotation, or a refusal. */
export type GuardAction = 'warn' | 'audit' | 'deny';

export interface GuardOptions {
  readonly action: GuardAction;
  /** Of policy and binding, and of the ConfigMap that lifts `deny`. */
  readonly name: string;
  /** `KEY` or `KEY=VALUE` of namespaces that opt in. */
  readonly namespaceLabel: string;
}

/** Of policy and binding, and of the ConfigMap of `deny`. */
export const guardName = 'lambda-sidecar-injector-guard';
/** Where the ConfigMap of `deny` stands. */
const guardNamespace = 'kube-system';
/** The change for kubectl by which a guard with `deny` refuses nothing (`off`), or does again. */
export function liftCommand(mode: 'on' | 'off'): string {
  return `kubectl -n ${guardNamespace} patch configmap ${guardName} -p '{"data":{"mode":"${mode}"}}'`;
}

/** On the policy: tells what it was made from. */
export const guardAnnotation = 'lambda-sidecar-injector/guard';
const statusKey = 'sidecar.istio.io/status';
const templatesKey = 'inject.istio.io/templates';

/**
 * A ValidatingAdmissionPolicy and its binding that look at each new pod after all webhooks: in scope, not opted out,
 * and yet without our sidecar. `deny` obeys a ConfigMap: `mode: off` lifts it at once, and so does its absence.
 * @throws CommandError where CEL could not say what the settings say.
 */
export function guardObjects(snapshot: OpenedSnapshot, options: GuardOptions): readonly JsonObject[] {
  const facts = guardFacts(snapshot);
  assertLabelsAreTheAuthors(snapshot, facts);
  const spec = policySpec(snapshot, facts, options);
  const { name, action } = options;
  const policy: JsonObject = {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'ValidatingAdmissionPolicy',
    metadata: { name, annotations: { [guardAnnotation]: guardDigest(spec) } },
    spec,
  };
  const lever = {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { name, namespace: guardNamespace },
    data: { mode: 'on' },
  };
  return action === 'deny' ? [lever, policy, bindingOf(options)] : [policy, bindingOf(options)];
}

/** Tells two policies apart that ask for different things. */
function guardDigest(spec: JsonObject): string {
  return createHash('sha256').update(JSON.stringify(spec)).digest('hex').slice(0, 12);
}

/** The final pod has labels that we added, so that a selector on them would see more than it saw in the decision. */
function assertLabelsAreTheAuthors({ settings }: OpenedSnapshot, { labels }: GuardFacts): void {
  const selectors = [...settings.neverInjectSelector, ...settings.alwaysInjectSelector];
  const key = labels.find((label) => selectors.some((selector) => keysOf(selector).includes(label)));
  if (key !== undefined) {
    throw new CommandError(
      `the injection itself adds the label ${key}, which a selector of the settings looks at; a guard sees the final pod and could not tell whose it is`,
    );
  }
}

function keysOf({ matchLabels = {}, matchExpressions = [] }: LabelSelector): readonly string[] {
  return [...Object.keys(matchLabels), ...matchExpressions.map(({ key }) => key)];
}

function policySpec(snapshot: OpenedSnapshot, facts: GuardFacts, options: GuardOptions): JsonObject {
  const isDenying = options.action === 'deny';
  return {
    failurePolicy: isDenying ? 'Fail' : 'Ignore',
    ...(isDenying ? { paramKind: { apiVersion: 'v1', kind: 'ConfigMap' } } : {}),
    matchConstraints: {
      namespaceSelector: namespaceSelector(options.namespaceLabel),
      resourceRules: [
        { operations: ['CREATE'], apiGroups: [''], apiVersions: ['v1'], resources: ['pods'], scope: 'Namespaced' },
      ],
    },
    matchConditions: [
      { name: 'not-on-the-host-network', expression: '!(has(object.spec.hostNetwork) && object.spec.hostNetwork)' },
      ...(isDenying
        ? [
            {
              name: 'not-lifted',
              expression: "!(has(params.data) && 'mode' in params.data && params.data.mode == 'off')",
            },
          ]
        : []),
    ],
    variables: variablesFor(snapshot),
    validations: validationsFor(facts),
  };
}

/** The decision order after the security rules, on the final pod; then what its status annotation says of us. */
function variablesFor({ policy, settings }: OpenedSnapshot): JsonObject[] {
  const [key, templates, status] = [celText(injectKey), celText(templatesKey), celText(statusKey)];
  const never = anyOf(settings.neverInjectSelector.map(selectorExpression));
  const always = anyOf(settings.alwaysInjectSelector.map(selectorExpression));
  const unasked = allOf([`!(${never})`, anyOf([always, String(policy === 'enabled')])]);
  const initNames = 'has(object.spec.initContainers) ? object.spec.initContainers.map(c, c.name) : []';
  const fromAnnotation = `${key} in variables.annotations ? variables.annotations[${key}] : ''`;
  const expressions = {
    labels: 'has(object.metadata.labels) ? object.metadata.labels : {}',
    annotations: 'has(object.metadata.annotations) ? object.metadata.annotations : {}',
    asks: `${key} in variables.labels ? variables.labels[${key}] : (${fromAnnotation})`,
    wantsNone: wantsNone(settings),
    isWanted: `!variables.wantsNone && (${asksFor(settings)} || (${saysNothing(settings)} && ${unasked}))`,
    isMarked: `${status} in variables.annotations`,
    hasDefaults: `!(${templates} in variables.annotations)`,
    status: `variables.isMarked ? variables.annotations[${status}] : ''`,
    brought: `(${listedIn('initContainers')} + ${listedIn('containers')}).findAll(${celText('"[^"]+"')})`,
    names: `object.spec.containers.map(c, '"' + c.name + '"') + (${initNames}).map(name, '"' + name + '"')`,
    gone: 'variables.brought.filter(name, !(name in variables.names))',
  };
  return Object.entries(expressions).map(([name, expression]) => ({ name, expression }));
}

/** Names in a list of the status annotation, as JSON writes them: `["a","b"]`; empty where the list is null. */
function listedIn(list: string): string {
  const member = `"${list}":`;
  return `variables.status.find(${celText(`${member}\\[[^\\]]*\\]`)}).replace(${celText(member)}, '')`;
}

const wordsForTrue = celList(['y', 'yes', 'true', 'on']);

/** Up to Istio 1.26 other words count, too (lib/decide/injection-request.ts). */
function asksFor({ asksExactly }: OpenedSnapshot['settings']): string {
  return asksExactly ? "variables.asks == 'true'" : `variables.asks.lowerAscii() in ${wordsForTrue}`;
}

/** Whether neither label nor annotation settles it. */
function saysNothing({ asksExactly }: OpenedSnapshot['settings']): string {
  return asksExactly ? "variables.asks != 'false'" : "variables.asks == ''";
}

/** An alias may stand for no template at all. */
function wantsNone({ aliases }: OpenedSnapshot['settings']): string {
  const empty = [...aliases].filter(([, names]) => names.length === 0).map(([alias]) => alias);
  const asked = `variables.annotations[${celText(templatesKey)}]`;
  return empty.length === 0
    ? 'false'
    : `${celText(templatesKey)} in variables.annotations && ${asked}.split(',').all(name, name.trim() in ${celList(empty)})`;
}

/** What was brought stands in the pod's own status annotation: which containers those are may depend on the pod. */
function validationsFor({ native }: GuardFacts): JsonObject[] {
  const isOurs = 'variables.isWanted && variables.isMarked';
  const lost = `has(object.spec.initContainers) && object.spec.initContainers.exists(c, c.name in ${celList(native)} && !(has(c.restartPolicy) && c.restartPolicy == 'Always'))`;
  const tookOut = 'this pod was injected, and then somebody took out';
  return [
    {
      expression: '!variables.isWanted || variables.isMarked',
      message: 'this pod should have a sidecar and has none: the injector was not called, or failed',
    },
    {
      expression: `!(${isOurs}) || variables.gone.size() == 0`,
      message: `${tookOut} a container`,
      messageExpression: `${celText(`${tookOut} `)} + variables.gone.join(', ')`,
    },
    ...(native.length === 0
      ? []
      : [
          {
            expression: `!(${isOurs} && variables.hasDefaults) || !(${lost})`,
            message: `a native sidecar of this pod has lost restartPolicy: Always, so the pod cannot start: ${native.join(', ')}`,
          },
        ]),
  ];
}

function bindingOf({ name, action }: GuardOptions): JsonObject {
  const actions = { warn: ['Warn', 'Audit'], audit: ['Audit'], deny: ['Deny'] } as const;
  const paramRef = { name, namespace: guardNamespace, parameterNotFoundAction: 'Allow' };
  return {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'ValidatingAdmissionPolicyBinding',
    metadata: { name },
    spec: { policyName: name, ...(action === 'deny' ? { paramRef } : {}), validationActions: [...actions[action]] },
  };
}
