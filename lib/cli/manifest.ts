import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { type Command, Option } from 'commander';
import { trimEnd } from '../base/trim-end.ts';
import { isClusterName } from '../config/parameter-names.ts';
import { defaultCluster } from '../config/snapshot.ts';
import { reasonOf } from '../config/source/file/file-source.ts';
import type { JsonObject } from '../json/json-value.ts';
import { parseAddress } from '../webhook/address.ts';
import { formatYaml } from '../yaml/format-yaml.ts';
import type { CommandIo, CommandModule } from './command.ts';
import { type CommonOptions, defineCommand, type Ending } from './define-command.ts';
import { CommandError } from './errors.ts';
import { type GuardAction, guardName, guardObjects, liftCommand } from './guard/guard.ts';
import {
  calledAfterUs,
  defaultConfigurationName,
  defaultNamespaceLabel,
  type FailurePolicy,
  webhookConfiguration,
} from './manifest/webhook-configuration.ts';
import { openSnapshot } from './open-snapshot.ts';
import { formatJson } from './output/format-json.ts';

interface ManifestOptions {
  readonly url: string;
  readonly cluster?: string;
  readonly name: string;
  readonly namespaceLabel: string;
  readonly failurePolicy: FailurePolicy;
  readonly caFile?: string;
  readonly matchConditions: boolean;
  readonly guard?: GuardAction;
  readonly parameters?: string;
}

/** `sidecar-injector manifest`: prints what points a cluster at the webhook, for `kubectl apply -f -`. */
export const command: CommandModule = (io) =>
  defineCommand<ManifestOptions>(io, {
    name: 'manifest',
    description: 'Prints the MutatingWebhookConfiguration that points a cluster at the webhook',
    examples: [
      'sidecar-injector manifest --url https://HOST/prod/t/TOKEN/inject --cluster prod | kubectl apply -f -',
      'sidecar-injector manifest --url https://HOST/prod/t/TOKEN/inject --failure-policy Ignore --guard warn --parameters examples/parameters',
    ],
    formats: ['yaml', 'json'],
    aws: true,
    setUp: addOptions,
    run: printManifest,
  });

function addOptions(command: Command): Command {
  return command
    .requiredOption('--url <url>', 'where the webhook answers: https://HOST[/STAGE]/[t/TOKEN/]inject')
    .option('--cluster <name>', "the cluster's name in parameters; the defaults apply without it")
    .option(
      '--name <name>',
      'name of the configuration; API servers call webhooks in this order',
      defaultConfigurationName,
    )
    .option('--namespace-label <label>', 'KEY or KEY=VALUE of namespaces that opt in', defaultNamespaceLabel)
    .addOption(
      new Option('--failure-policy <policy>', 'what becomes of a pod when the webhook fails')
        .choices(['Fail', 'Ignore'])
        .default('Fail'),
    )
    .option('--ca-file <pem>', "the authority of the webhook's certificate, where it is not a public one")
    .option(
      '--match-conditions',
      'let the API server skip host-network pods and refusals itself, without a trace',
      false,
    )
    .addOption(
      new Option('--guard <action>', 'a policy that looks at each final pod; needs --parameters').choices(guardActions),
    )
    .option('--parameters <source>', 'a folder of parameters, or ssm:/ROOT, which the guard is made from');
}

const guardActions: readonly GuardAction[] = ['warn', 'audit', 'deny'];

/** Printed above a guard that refuses pods. */
const denyComment = `# This guard refuses pods that should have the sidecar and have none: with it, failurePolicy Ignore is Fail.
# Lift it at once: ${liftCommand('off')}
`;

async function guardFor(io: CommandIo, options: ManifestOptions): Promise<readonly JsonObject[]> {
  const { guard, parameters, cluster, namespaceLabel } = options;
  if (guard === undefined) {
    return [];
  }
  if (parameters === undefined) {
    throw new CommandError('--guard is made from the settings: say with --parameters where they are', {
      code: 'usage',
    });
  }
  const snapshot = await openSnapshot(io, { parameters, ...(cluster === undefined ? {} : { cluster }) });
  return guardObjects(snapshot, { action: guard, name: guardName, namespaceLabel });
}

async function printManifest(io: CommandIo, options: ManifestOptions & CommonOptions): Promise<Ending> {
  if (options.cluster !== undefined && !isClusterName(options.cluster)) {
    throw new CommandError(
      `--cluster ${options.cluster}: a cluster's name has 1 to 63 of a-z, 0-9 and -, and is not "default"`,
      { code: 'usage' },
    );
  }
  const url = checkedUrl(options.url, options.cluster);
  if (options.name >= calledAfterUs) {
    io.err(
      `warning: --name ${options.name} sorts after ${calledAfterUs}, so containers that we inject would get no AWS credentials on EKS; choose a name that sorts before it\n`,
    );
  }
  const { cluster, name, namespaceLabel, failurePolicy, matchConditions, caFile } = options;
  const caBundle = caFile === undefined ? undefined : await readAuthority(resolve(io.cwd, caFile));
  const configuration = webhookConfiguration({
    ...{ url, name, namespaceLabel, failurePolicy, matchConditions },
    ...(cluster === undefined ? {} : { cluster }),
    ...(caBundle === undefined ? {} : { caBundle }),
  });
  const guard = await guardFor(io, options);
  const comment = options.guard === 'deny' ? denyComment : '';
  if (options.output === 'json') {
    const list = { apiVersion: 'v1', kind: 'List', items: [configuration, ...guard] };
    io.out(formatJson(guard.length === 0 ? configuration : list));
  } else {
    io.out([configuration, ...guard].map(formatYaml).join(`---\n${comment}`));
  }
  return 'good';
}

/** What the API server would refuse, or the function would read otherwise, said before it does. */
function checkedUrl(text: string, cluster: string | undefined): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol !== 'https:') {
    throw new CommandError(`--url ${text}: not an https:// URL, and API servers call no other`, { code: 'usage' });
  }
  if (url.search !== '' || url.hash !== '' || url.username !== '') {
    throw new CommandError(`--url ${text}: API servers refuse user names, "?" and "#" in it`, { code: 'usage' });
  }
  if (!/\/inject\/?$/.test(url.pathname)) {
    throw new CommandError(`--url ${text}: ends in /inject, as in https://HOST/prod/t/TOKEN/inject`, { code: 'usage' });
  }
  if (/\/t\/\/inject\/?$/.test(url.pathname)) {
    throw new CommandError(`--url ${text}: there is no token after /t/; was its variable set?`, { code: 'usage' });
  }
  const pairs = cluster === undefined ? '' : `/cluster/${cluster}`;
  const address = parseAddress(trimEnd(url.pathname, '/') + pairs);
  const isAsMeant =
    address.kind === 'inject' &&
    address.token === tokenAtEnd(url.pathname) &&
    address.cluster === (cluster ?? defaultCluster) &&
    address.pairs.size === (cluster === undefined ? 0 : 1);
  if (!isAsMeant) {
    throw new CommandError(
      `--url ${text}: the function would not read its end as the address (an earlier part fits too, or it is too long); choose another stage or base path`,
      { code: 'usage' },
    );
  }
  return text;
}

/** The token that stands before the end of a path that can be decoded; null where there is none. */
function tokenAtEnd(path: string): string | null {
  const [, token] = /\/t\/([^/]+)\/inject\/?$/.exec(decodeURIComponent(path)) ?? [];
  return token ?? null;
}

async function readAuthority(path: string): Promise<string> {
  const text = await readFile(path, 'utf8').catch((cause: unknown) => {
    throw new CommandError(`--ca-file ${path}: cannot be read: ${reasonOf(cause)}`, { cause });
  });
  if (!text.includes('-----BEGIN CERTIFICATE-----')) {
    throw new CommandError(`--ca-file ${path}: holds no PEM certificate`);
  }
  return text;
}
