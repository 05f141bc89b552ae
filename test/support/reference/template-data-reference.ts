import { defaultSettings } from '../../../lib/config/load/decode-settings.ts';
import type { Behaviour } from '../../../lib/contract/behaviour.ts';
import type { Injection } from '../../../lib/contract/injection.ts';
import type { GoStruct, GoValue } from '../../../lib/go/value.ts';
import { plainBehaviour } from '../../../lib/inject/plain-behaviour.ts';
import type { JsonObject } from '../../../lib/json/json-value.ts';

/** What people are told of each field of `.`; names and types come from the data itself. */
export const describedFields: Readonly<Record<string, readonly [meaning: string, example: string]>> = {
  TypeMeta: ['kind and API version of the workload that the pod belongs to', '{{ .TypeMeta.Kind }}'],
  DeploymentMeta: ['name and namespace of that workload', '{{ .DeploymentMeta.Name }}'],
  ObjectMeta: ["the pod's own metadata", '{{ index .ObjectMeta.Labels "app" }}'],
  Spec: ["the pod's spec", '{{ range .Spec.Containers }}{{ .Name }} {{ end }}'],
  Values: ['the parameter `values`', '{{ .Values.collector.image }}'],
  Revision: ['the setting `revision`', '{{ .Revision }}'],
  NativeSidecars: ['the setting `nativeSidecars`', '{{ if .NativeSidecars }}restartPolicy: Always{{ end }}'],
  CompliancePolicy: ['the setting `compliancePolicy`', '{{ .CompliancePolicy }}'],
  ProxyConfig: [
    "mesh only: the proxy's configuration, of mesh, ProxyConfig resources and annotation",
    '{{ .ProxyConfig.ConfigPath }}',
  ],
  MeshConfig: ['mesh only: the parameter `mesh`', '{{ .MeshConfig.TrustDomain }}'],
  ProxyImage: ["mesh only: the proxy's image, by hub, tag and image type", '{{ .ProxyImage }}'],
  ProxyInitImage: ['mesh only: the image that sets up redirection', '{{ .ProxyInitImage }}'],
  ProxyUID: ['mesh only: the user that the proxy runs as', '{{ .ProxyUID }}'],
  ProxyGID: ['mesh only: its group', '{{ .ProxyGID }}'],
  InboundTrafficPolicyMode: ['mesh only: how unknown inbound ports are treated', '{{ .InboundTrafficPolicyMode }}'],
};

/** The pod of the examples. */
export const examplePod: JsonObject = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: {
    ...{ name: 'web-7c9d8f6b5-abcde', generateName: 'web-7c9d8f6b5-', namespace: 'shop' },
    labels: { app: 'web', 'pod-template-hash': '7c9d8f6b5' },
    ownerReferences: [{ apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'web-7c9d8f6b5', uid: 'u', controller: true }],
  },
  spec: { containers: [{ name: 'app', image: 'app:1' }] },
};

/** What a template that is rendered for that pod sees. */
export function dataOf(behaviour: Behaviour): GoStruct {
  const injection: Injection = {
    ...{ pod: examplePod, namespace: 'shop', namespaceObject: null, address: new Map(), workload: null },
    settings: defaultSettings,
    values: { collector: { image: 'otel:1' } },
  };
  const data = structOf(behaviour.templateData(injection));
  if (data === undefined) {
    throw new Error('the template data is no struct');
  }
  return data;
}

/** The struct that a value is or points to. */
export function structOf(value: GoValue | undefined): GoStruct | undefined {
  if (typeof value !== 'object' || value === null || !('kind' in value)) {
    return undefined;
  }
  if (value.kind === 'struct') {
    return value;
  }
  return value.kind === 'pointer' ? structOf(value.target ?? undefined) : undefined;
}

/** `docs/template-data.md`, whole. */
export function templateDataReference(mesh: Behaviour): string {
  const plain = dataOf(plainBehaviour);
  const meshed = dataOf(mesh);
  const rows = meshed.fields.map((name) => {
    const [meaning = '', example = ''] = describedFields[name] ?? [];
    return `| \`.${name}\` | \`${plain.fieldType(name) ?? meshed.fieldType(name)}\` | ${meaning} | \`${example}\` |`;
  });
  return [
    '# What templates can read',
    '',
    'A template is rendered for one pod, with the data below as `.`. Fields are called as in Go: `.Spec.ServiceAccountName`, not `serviceAccountName`. A field that there is not is an error; a label or a value that there is not is looked up with `index`. This page is written from the code (`npm run reference`).',
    '',
    '| field | type | what it is | example |',
    '|---|---|---|---|',
    ...rows,
    '',
    ...section('.ObjectMeta', structOf(plain.field('ObjectMeta'))),
    ...section('.DeploymentMeta', structOf(meshed.field('DeploymentMeta'))),
    ...section('.Spec', structOf(plain.field('Spec'))),
    '## `.Values`',
    '',
    'The parameter `values` as it was written: mappings, lists, text, numbers (`float64`), `true` and `false`. Example: `{{ .Values.collector.image }}`.',
    '',
    ...section('.MeshConfig', structOf(meshed.field('MeshConfig'))),
    ...section('.ProxyConfig', structOf(meshed.field('ProxyConfig'))),
  ].join('\n');
}

function section(path: string, data: GoStruct | undefined): readonly string[] {
  const fields = data?.fields ?? [];
  return [
    `## \`${path}\``,
    '',
    '| field | type |',
    '|---|---|',
    ...fields.map((name) => `| \`${path}.${name}\` | \`${data?.fieldType(name) ?? ''}\` |`),
    '',
  ];
}
