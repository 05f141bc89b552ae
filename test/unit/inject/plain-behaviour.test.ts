import { describe, expect, it } from 'vitest';
import { Budget } from '../../../lib/base/budget.ts';
import { defaultSettings } from '../../../lib/config/load/decode-settings.ts';
import type { Injection } from '../../../lib/contract/injection.ts';
import { plainBehaviour } from '../../../lib/inject/plain-behaviour.ts';
import { sprigFunctions } from '../../../lib/template/sprig/sprig.ts';
import { compileTemplate } from '../../../lib/template/template.ts';
import { injectionOf } from './fixture.ts';

const pod = {
  metadata: {
    name: 'web-1',
    generateName: 'web-',
    labels: { a: 'b' },
    ownerReferences: [{ apiVersion: 'apps/v1', kind: 'StatefulSet', name: 'web', uid: 'u', controller: true }],
  },
  spec: { nodeName: 'n' },
};
const deployment = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'shop', namespace: 'own' } };

function rendered(text: string, given: Partial<Injection> = {}): string {
  const template = compileTemplate({ name: 't', text, functions: sprigFunctions });
  const injection = injectionOf(pod, {
    namespace: 'asked',
    settings: { ...defaultSettings, revision: 'r1', nativeSidecars: true, compliancePolicy: 'fips' },
    values: { n: 1, map: {} },
    ...given,
  });
  return template.render(plainBehaviour.templateData(injection, template), { budget: new Budget() });
}

const owner =
  '{{ .TypeMeta.APIVersion }} {{ .TypeMeta.Kind }} {{ .DeploymentMeta.Name }}/{{ .DeploymentMeta.Namespace }}';

describe('what templates see without a mesh', () => {
  it.each<readonly [string, string, Partial<Injection>, string]>([
    ['the pod', '{{ .ObjectMeta.Name }} {{ .ObjectMeta.Labels.a }} {{ .Spec.NodeName }}', {}, 'web-1 b n'],
    ['values as Go has them', '{{ .Values.n }} {{ printf "%T" .Values.n }}', {}, '1 float64'],
    ['settings', '{{ .Revision }} {{ .NativeSidecars }} {{ .CompliancePolicy }}', {}, 'r1 true fips'],
    ["the request's namespace, where the pod has none", '{{ .ObjectMeta.Namespace }}', {}, 'asked'],
    [
      "the pod's own namespace",
      '{{ .ObjectMeta.Namespace }}',
      { pod: { metadata: { namespace: 'pods' }, spec: {} } },
      'pods',
    ],
    ['no namespace that the pod of a file does not have', '{{ .ObjectMeta.Namespace }}', { workload: deployment }, ''],
    ['no namespace where there is none at all', '{{ .ObjectMeta.Namespace }}', { namespace: '' }, ''],
    ['what the controller tells', owner, {}, 'apps/v1 StatefulSet web/asked'],
    ['the workload of a file', owner, { workload: deployment }, 'apps/v1 Deployment shop/own'],
    [
      'a workload whose name and namespace are no texts',
      owner,
      { workload: { ...deployment, metadata: { name: 1, namespace: {} } } },
      'apps/v1 Deployment /',
    ],
    [
      'the controller of a pod in a file',
      owner,
      { workload: { ...deployment, kind: 'Pod' } },
      'apps/v1 StatefulSet web/asked',
    ],
    ['what was set in values before', '{{ $_ := set .Values.map "a" 1 }}{{ .Values.map.a }}', {}, '1'],
  ])('has %s', (_name, text, given, want) => {
    expect(rendered(text, given)).toBe(want);
  });

  it('fails at what does not exist', () => {
    expect(() => rendered('{{ .MeshConfig }}')).toThrow(
      /can't evaluate field MeshConfig in type \*inject.TemplateData/,
    );
  });
});
