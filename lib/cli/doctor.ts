import { readFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import type { Command } from 'commander';
import { createColors } from 'picocolors';
import { trimEnd } from '../base/trim-end.ts';
import { reasonOf } from '../config/source/file/file-source.ts';
import { parseAddress } from '../webhook/address.ts';
import type { CommandIo, CommandModule } from './command.ts';
import { type CommonOptions, defineCommand, type Ending } from './define-command.ts';
import { checkAnswer } from './doctor/check-answer.ts';
import { checkConnection } from './doctor/check-connection.ts';
import { checkReviews } from './doctor/check-reviews.ts';
import type { Finding } from './doctor/finding.ts';
import { CommandError } from './errors.ts';
import { formatJson } from './output/format-json.ts';
import { formatTable } from './output/format-table.ts';
import { inputName, readInput } from './read-input.ts';

interface DoctorOptions extends CommonOptions {
  readonly url?: string;
  readonly cluster?: string;
  readonly caFile?: string;
  readonly answer?: string;
  readonly routedEgress: boolean;
}

/** `sidecar-injector doctor`: looks at a deployed webhook from outside, and at what an API server says of it. */
export const command: CommandModule = (io) =>
  defineCommand<DoctorOptions>(io, {
    name: 'doctor',
    description: 'Asks a deployed webhook how it is: name, certificate, token, two dry reviews, configuration, clock',
    examples: [
      'sidecar-injector doctor --url https://HOST/prod/t/TOKEN/inject --cluster prod',
      'sidecar-injector doctor --answer answer.json',
    ],
    finds: 'something is bad',
    setUp: addOptions,
    run: doctor,
  });

function addOptions(command: Command): Command {
  return command
    .option('--url <url>', 'where the webhook answers: https://HOST[/STAGE]/[t/TOKEN/]inject')
    .option('--cluster <name>', "the cluster's name in parameters")
    .option('--ca-file <pem>', "the authority of the webhook's certificate, where it is not a public one")
    .option('--answer <file>', "judges what the API server's own call printed; - for standard input")
    .option('--routed-egress', 'lists what must be in place for EKS with routed egress', false);
}

async function doctor(io: CommandIo, options: DoctorOptions): Promise<Ending> {
  const { url, answer, caFile } = options;
  if (url === undefined && answer === undefined) {
    throw new CommandError('say with --url where the webhook answers, or with --answer what an API server said', {
      code: 'usage',
    });
  }
  const ca = caFile === undefined ? undefined : await readAuthority(resolve(io.cwd, caFile));
  const findings = [
    ...(url === undefined ? [] : await checkUrl(io, { ...options, url }, ca)),
    ...(answer === undefined ? [] : checkAnswer(await readInput(io, answer), inputName(answer))),
  ];
  const isBad = findings.some(({ level }) => level === 'bad');
  if (options.output === 'json') {
    io.out(formatJson({ good: !isBad, findings }));
  } else {
    io.out(formatFindings(findings, io.color));
    io.out(options.routedEgress ? `\n${routedEgress}` : '');
    io.err(url === undefined ? '' : `\n${ownCall}`);
  }
  return isBad ? 'found' : 'good';
}

async function checkUrl(
  io: CommandIo,
  { url, cluster }: DoctorOptions & { readonly url: string },
  ca: string | undefined,
): Promise<readonly Finding[]> {
  const whole = cluster === undefined ? url : `${trimEnd(url, '/')}/cluster/${cluster}`;
  const parsed = URL.canParse(whole) ? new URL(whole) : undefined;
  if (parsed?.protocol !== 'https:' || parseAddress(parsed.pathname).kind !== 'inject') {
    throw new CommandError('--url: not the address of an injector: https://HOST[/STAGE]/[t/TOKEN/]inject', {
      code: 'usage',
    });
  }
  io.progress('asking');
  const connection = await checkConnection(parsed, ca);
  const isReachable = connection.every(({ level }) => level !== 'bad');
  const reviews = isReachable ? await checkReviews(whole, ca) : [];
  io.progress('');
  return [...connection, ...reviews];
}

async function readAuthority(path: string): Promise<string> {
  return readFile(path, 'utf8').catch((cause: unknown) => {
    throw new CommandError(`--ca-file ${path}: cannot be read: ${reasonOf(cause)}`, { cause });
  });
}

const levelColumn = 1;
const paints = { good: 'green', warning: 'yellow', bad: 'red' } as const;

function formatFindings(findings: readonly Finding[], color: boolean): string {
  const paint = createColors(color);
  const rows = findings.map(({ check, level, found, todo }) => [
    check,
    level,
    todo === '' ? found : `${found}. ${todo}`,
  ]);
  return formatTable([['CHECK', 'IS', 'FOUND'], ...rows], (cell, { row, column }) => {
    const level = findings[row - 1]?.level;
    return level === undefined || column !== levelColumn ? cell : paint[paints[level]](cell);
  });
}

/** From inside, the API server's own call is what counts. */
const ownCall = `From inside the cluster, in a namespace that opts in:
  kubectl create --dry-run=server -o json -f - > answer.json 2>&1 <<'EOF'
  {"apiVersion": "v1", "kind": "Pod",
   "metadata": {"name": "doctor", "labels": {"sidecar.istio.io/inject": "true"}},
   "spec": {"containers": [{"name": "app", "image": "registry.k8s.io/pause:3.10"}]}}
  EOF
  sidecar-injector doctor --answer answer.json
`;

const routedEgress = `EKS with routed egress: in place must be
  - the control plane's egress goes through your VPC (it cannot be taken back)
  - a route from its subnets to the webhook: NAT gateway, or an endpoint for
    execute-api where the API is private
  - the security group of the control plane lets TCP 443 out
  - the API's resource policy names the NAT addresses, or the VPC endpoint
  - names resolve in that VPC; private DNS of execute-api takes over all APIs
`;
