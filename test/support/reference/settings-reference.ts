import { defaultSettings, settingNames } from '../../../lib/config/load/decode-settings.ts';
import { defaultLimits } from '../../../lib/template/limits.ts';

interface Described {
  readonly type: string;
  readonly meaning: string;
  /** YAML that `settings` takes as it is. */
  readonly example: string;
}

/** What people are told of each setting; names and defaults come from the decoder. */
export const describedSettings: Readonly<Record<string, Described>> = {
  templates: {
    type: 'list of names',
    meaning: 'further templates, stored at `templates/<name>`; pods ask for them by `inject.istio.io/templates`',
    example: 'templates: [gateway]',
  },
  defaultTemplates: {
    type: 'list of names',
    meaning: 'what a pod gets that asks for none; names of templates or aliases',
    example: 'defaultTemplates: [sidecar]',
  },
  aliases: {
    type: 'mapping from name to list of names',
    meaning: 'one name for several templates',
    example: 'aliases: {both: [sidecar]}',
  },
  offeredTemplates: {
    type: 'list of names',
    meaning:
      'templates and aliases that pods may ask for by `inject.istio.io/templates`; any where it is absent, none where it is empty',
    example: 'offeredTemplates: [sidecar]',
  },
  neverInjectSelector: {
    type: 'list of label selectors',
    meaning: 'pods whose labels match one are left alone, unless they ask; an empty selector matches nothing',
    example: 'neverInjectSelector: [{matchLabels: {app: batch}}]',
  },
  alwaysInjectSelector: {
    type: 'list of label selectors',
    meaning: 'pods whose labels match one are injected, unless they opt out; looked at after `neverInjectSelector`',
    example: 'alwaysInjectSelector: [{matchExpressions: [{key: tier, operator: Exists}]}]',
  },
  injectedAnnotations: {
    type: 'mapping from text to text',
    meaning: 'annotations that every injected pod gets',
    example: 'injectedAnnotations: {example.com/injected: "yes"}',
  },
  revision: {
    type: 'text',
    meaning: '`.Revision` in templates, and the revision in the status annotation',
    example: 'revision: canary',
  },
  nativeSidecars: {
    type: 'true or false',
    meaning: '`.NativeSidecars` in templates: whether sidecars are init containers with `restartPolicy: Always`',
    example: 'nativeSidecars: false',
  },
  platform: {
    type: 'text',
    meaning: '`openshift` takes the user IDs that OpenShift assigns to the namespace',
    example: 'platform: openshift',
  },
  compliancePolicy: {
    type: 'text',
    meaning: '`.CompliancePolicy` in templates',
    example: 'compliancePolicy: fips-140-2',
  },
  istioVersion: {
    type: 'text',
    meaning: 'the version of Istio whose injector is followed; without one, the newest that this release knows',
    example: 'istioVersion: "1.27"',
  },
  inboundPassthrough: {
    type: 'true or false',
    meaning: 'answers `env "PILOT_ENABLE_INBOUND_PASSTHROUGH"` in the templates of older versions of Istio',
    example: 'inboundPassthrough: true',
  },
  legacyFsGroup: {
    type: 'true or false',
    meaning: 'answers `env "ENABLE_LEGACY_FSGROUP_INJECTION"` in the templates of older versions of Istio',
    example: 'legacyFsGroup: false',
  },
  podResources: {
    type: '`pad`, `refuse` or `leave`',
    meaning: 'what is done to a pod with requests of its own (`spec.resources`), which the sidecar would exceed',
    example: 'podResources: pad',
  },
  authorMay: {
    type: '`all`, `resources` or `nothing`',
    meaning:
      "[what a pod's author may override](deploying.md#what-authors-may-do) of the sidecar; the deployment's own rule counts too, whichever is stricter",
    example: 'authorMay: resources',
  },
  forbid: {
    type: 'list of words',
    meaning:
      '[what templates may not bring](deploying.md#what-authors-may-do), besides what the deployment forbids; a pod that gets it all the same fails as with a broken template',
    example: 'forbid: [privileged, hostPath]',
  },
  contact: {
    type: 'text',
    meaning:
      'whom authors of refused pods are told to ask, and whom to tell where a configuration cannot be renewed: one line, 120 characters at most',
    example: 'contact: "#platform"',
  },
  limits: {
    type: `mapping of \`steps\`, \`outputBytes\`, \`work\``,
    meaning: 'lowers the bounds of one rendering; they cannot be raised',
    example: 'limits: {steps: 100000}',
  },
  clusters: {
    type: 'list of names',
    meaning:
      "in the default's settings only: the clusters that may have parameters of their own; any other costs no read",
    example: 'clusters: [prod, staging]',
  },
};

/** `docs/settings.md`, whole. */
export function settingsReference(): string {
  const rows = settingNames.map((name) => {
    const { type, meaning, example } = describedSettings[name] ?? { type: '', meaning: '', example: '' };
    return `| \`${name}\` | ${type} | ${defaultOf(name)} | ${meaning} | \`${example}\` |`;
  });
  return [
    '# Settings',
    '',
    'The parameter `settings` is YAML: a mapping from setting to value, all of them optional. This page is written from the decoder (`npm run reference`). A setting that is not here is ignored at run time with a warning, and refused by `check` and `push`.',
    '',
    '| setting | type | default | meaning | example |',
    '|---|---|---|---|---|',
    ...rows,
    '',
  ].join('\n');
}

function defaultOf(name: string): string {
  const limits = `\`steps: ${defaultLimits.steps}\`, \`outputBytes: ${defaultLimits.outputBytes}\`, \`work: ${defaultLimits.work}\``;
  const known: Readonly<Record<string, unknown>> = { ...defaultSettings };
  const value = known[name];
  if (name === 'limits') {
    return limits;
  }
  if (value instanceof Map) {
    return 'none';
  }
  const isEmpty =
    value === undefined || value === '' || JSON.stringify(value) === '[]' || JSON.stringify(value) === '{}';
  return isEmpty ? 'none' : `\`${typeof value === 'string' ? value : JSON.stringify(value)}\``;
}
