import { describe, expect, it } from 'vitest';
import { predictCalls } from '../../../../lib/cli/cluster/predict-calls.ts';
import { webhooksOf } from '../../../../lib/cli/cluster/webhook.ts';
import { matchConditions } from '../../../../lib/cli/manifest/match-conditions.ts';
import type { JsonObject } from '../../../../lib/json/json-value.ts';

const forPods = { operations: ['CREATE'], apiGroups: [''], apiVersions: ['v1'], resources: ['pods'], scope: '*' };

function predict(hook: JsonObject, pod: JsonObject = {}, labels: Record<string, string> | undefined = {}) {
  const configuration = { metadata: { name: 'c' }, webhooks: [{ name: 'h', rules: [forPods], ...hook }] };
  const [call] = predictCalls(webhooksOf([configuration]), {
    pod: { metadata: {}, spec: {}, ...pod },
    namespace: 'shop',
    namespaceLabels: labels,
  });
  return [call?.called, call?.because];
}

describe('predictCalls', () => {
  it.each([
    ['pods', 'yes'],
    ['*', 'yes'],
    ['pods/*', 'yes'],
    ['*/*', 'yes'],
    ['pods/status', 'no'],
    ['*/status', 'no'],
    ['deployments', 'no'],
  ])('takes the resource %s for pods: %s', (resource, want) => {
    expect(predict({ rules: [{ ...forPods, resources: [resource] }] })[0]).toBe(want);
  });

  it.each([
    [{ operations: ['*'] }, 'yes'],
    [{ operations: ['UPDATE'] }, 'no'],
    [{ apiGroups: ['*'] }, 'yes'],
    [{ apiGroups: ['apps'] }, 'no'],
    [{ apiVersions: ['*'] }, 'yes'],
    [{ apiVersions: ['v2'] }, 'no'],
    [{ scope: 'Namespaced' }, 'yes'],
    [{ scope: 'Cluster' }, 'no'],
  ])('reads the rule %j', (rule, want) => {
    expect(predict({ rules: [{ ...forPods, ...rule }] })[0]).toBe(want);
  });

  const inShop = { matchLabels: { 'kubernetes.io/metadata.name': 'shop' } };
  const inBank = { matchLabels: { 'kubernetes.io/metadata.name': 'bank' } };
  const teams = { matchExpressions: [{ key: 'team', operator: 'Exists' }] };
  it.each([
    ['no selector', {}, undefined, ['yes', 'matches']],
    ['the name, labels unknown', inShop, undefined, ['yes', 'matches']],
    ['another name, labels unknown', inBank, undefined, ['no', 'namespace-selector']],
    ['a label, labels unknown', teams, undefined, ['unknown', 'namespace-unknown']],
    ['another name and a label', { ...inBank, ...teams }, undefined, ['no', 'namespace-selector']],
    ['a label that is there', teams, { team: 'a' }, ['yes', 'matches']],
    ['a label that is not', teams, {}, ['no', 'namespace-selector']],
    ['a name that no one wrote as a label', inShop, {}, ['yes', 'matches']],
    [
      'an operator that there is not',
      { matchExpressions: [{ key: 'a', operator: 'Near' }] },
      {},
      ['unknown', 'bad-selector'],
    ],
  ])('selects namespaces by %s', (_name, namespaceSelector, labels, want) => {
    const selector: JsonObject = namespaceSelector;
    const call = labels === undefined ? callUnknown(selector) : predict({ namespaceSelector: selector }, {}, labels);
    expect(call).toEqual(want);
  });

  function callUnknown(namespaceSelector: JsonObject) {
    const configuration = { metadata: { name: 'c' }, webhooks: [{ name: 'h', rules: [forPods], namespaceSelector }] };
    const creation = { pod: {}, namespace: 'shop', namespaceLabels: undefined };
    const [call] = predictCalls(webhooksOf([configuration]), creation);
    return [call?.called, call?.because];
  }

  it('selects pods by their labels', () => {
    const objectSelector = { matchLabels: { app: 'a' } };
    expect(predict({ objectSelector }, { metadata: { labels: { app: 'a' } } })).toEqual(['yes', 'matches']);
    expect(predict({ objectSelector })).toEqual(['no', 'object-selector']);
  });

  const asks = (where: string, value: string) => ({ metadata: { [where]: { 'sidecar.istio.io/inject': value } } });
  it.each([
    [{}, 'yes'],
    [{ spec: { hostNetwork: true } }, 'no'],
    [asks('labels', 'false'), 'no'],
    [asks('annotations', 'false'), 'no'],
    [asks('annotations', 'true'), 'yes'],
    [
      { metadata: { labels: { 'sidecar.istio.io/inject': '' }, annotations: { 'sidecar.istio.io/inject': 'false' } } },
      'yes',
    ],
  ])('evaluates our own match conditions for %j: %s', (pod, want) => {
    expect(predict({ matchConditions: [...matchConditions] }, pod as JsonObject)[0]).toBe(want);
  });

  it('calls in the order of the names of configurations', () => {
    const named = (name: string) => ({ metadata: { name }, webhooks: [{ name: `${name}-1` }, { name: `${name}-2` }] });
    const order = webhooksOf([named('b'), named('a')]).map(({ name }) => name);
    expect(order).toEqual(['a-1', 'a-2', 'b-1', 'b-2']);
  });
});
