import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { type OslsAccount, readAccount } from './account.ts';
import { type Account, checkParameters, deploymentOf, profileAdvice, type Values } from './check-parameters.ts';
import type { Resources } from './cloudformation.ts';
import { type Deployment, targetsOf } from './deployment.ts';
import { environmentOf, pinOf } from './function-resources.ts';
import { deploymentTemplate } from './template.ts';

/** What is used of osls. */
interface Osls {
  readonly processedInput: {
    readonly commands: readonly string[];
    readonly options: { readonly param?: readonly string[] };
  };
  readonly configurationInput: { readonly params?: Readonly<Record<string, Readonly<Record<string, unknown>>>> };
  readonly service: {
    readonly package: { readonly artifact: string };
    readonly provider: {
      compiledCloudFormationTemplate: { Resources: Record<string, Compiled>; Outputs: Record<string, unknown> };
      environment?: Readonly<Record<string, unknown>>;
      deletionProtection?: boolean;
      stackParameters?: readonly { readonly ParameterKey: string; readonly ParameterValue: string }[];
    };
  };
  getProvider(name: 'aws'): OslsAccount & { getStage(): string; getRegion(): string };
}

interface Compiled {
  readonly Properties: Readonly<Record<string, unknown>>;
}

/** The steps that the plugin hangs into osls. */
export interface OslsHooks {
  /** @throws DeployParameterError where the parameters are not right */
  readonly prepare: () => void;
  readonly lookAtAccount: () => Promise<void>;
  readonly replaceTemplate: () => void;
  /** Has the deployment serve the newest versions, whichever a rollback named before. */
  readonly serveNewest: () => void;
}

/** What stays of osls's own template: where it keeps the zip. */
const keptResources = /^ServerlessDeploymentBucket/;

/** Makes the steps for one run of osls. */
export function createOslsHooks(osls: Osls): OslsHooks {
  let values: Values | undefined;
  let account: Account | undefined;
  const deployment = (): Deployment => {
    const aws = osls.getProvider('aws');
    const stage = aws.getStage();
    values ??= checkParameters(givenParameters(osls), { region: aws.getRegion(), stage });
    const surroundings = { stage, version: productVersion() };
    return deploymentOf(values, account === undefined ? surroundings : { ...surroundings, account });
  };
  return {
    prepare: () => {
      const { provider } = osls.service;
      provider.environment = knownTexts(environmentOf(deployment()));
      provider.deletionProtection = values?.deletionProtection === 'on';
    },
    lookAtAccount: async () => {
      if (osls.processedInput.commands[0] === 'deploy' && values !== undefined) {
        account = await readAccount(osls.getProvider('aws'), values, say);
        profileAdvice[deployment().profile].forEach(say);
      }
    },
    replaceTemplate: () => replaceTemplate(osls, deployment()),
    serveNewest: () => {
      const pins = targetsOf(deployment()).map(pinOf);
      const values = pins.map(({ parameter }) => ({ ParameterKey: parameter, ParameterValue: '' }));
      osls.service.provider.stackParameters = values;
    },
  };
}

function say(line: string): void {
  process.stderr.write(`${line}\n`);
}

/** What local runs can know, too. */
function knownTexts(variables: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  return Object.fromEntries(Object.entries(variables).filter(([, value]) => typeof value === 'string'));
}

/** Parameters of the command line, then those of serverless.yml for the stage, then those for every stage. */
function givenParameters(osls: Osls): Readonly<Record<string, unknown>> {
  const { params = {} } = osls.configurationInput;
  const typed = (osls.processedInput.options.param ?? []).map((item) => {
    const at = item.indexOf('=');
    return at < 0 ? ([item, ''] as const) : ([item.slice(0, at), item.slice(at + 1)] as const);
  });
  return { ...params.default, ...params[osls.getProvider('aws').getStage()], ...Object.fromEntries(typed) };
}

function replaceTemplate({ service }: Osls, deployment: Deployment): void {
  const compiled = service.provider.compiledCloudFormationTemplate;
  const code = {
    location: compiled.Resources.InjectLambdaFunction?.Properties.Code as Readonly<Record<string, unknown>>,
    sha256: createHash('sha256').update(readFileSync(service.package.artifact)).digest('base64'),
  };
  const template = deploymentTemplate(deployment, code);
  const kept = Object.entries(compiled.Resources).filter(([id]) => keptResources.test(id));
  service.provider.compiledCloudFormationTemplate = {
    ...compiled,
    ...template,
    Resources: { ...Object.fromEntries(kept), ...template.Resources } as Resources & Record<string, Compiled>,
    Outputs: { ServerlessDeploymentBucketName: compiled.Outputs.ServerlessDeploymentBucketName, ...template.Outputs },
  };
}

function productVersion(): string {
  const text = readFileSync(new URL('../../package.json', import.meta.url), 'utf8');
  return (JSON.parse(text) as { readonly version: string }).version;
}
