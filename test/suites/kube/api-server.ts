import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort } from '../../support/free-port.ts';
import { type ApiAnswer, ApiClient } from './api-client.ts';
import { type Binaries, binaries } from './binaries.ts';
import { type Child, startChild, untilReady } from './child.ts';
import { eventually } from './until-obeyed.ts';

const adminToken = 'admin-of-a-test-cluster';

/** A control plane of two processes, etcd and kube-apiserver, in a folder that goes with it. */
export interface ApiServer {
  readonly client: ApiClient;
  /** What kubectl needs to talk to it, as JSON. */
  kubeconfig(): unknown;
  /** What the audit log says of an answer. The API server may write it once the answer is on its way. */
  auditEvent(answer: ApiAnswer): Promise<AuditEvent>;
  stop(): Promise<void>;
}

export interface AuditEvent {
  readonly auditID: string;
  readonly stage: string;
  readonly annotations?: Readonly<Record<string, string>>;
}

/** Starts both and waits until the API server is ready and has made the default namespace. */
export async function startApiServer(): Promise<ApiServer> {
  const folder = mkdtempSync(join(tmpdir(), 'sidecar-injector-kube-'));
  const programs = await binaries();
  const started: Child[] = [];
  const stop = async () => {
    for (const child of started.toReversed()) {
      await child.stop();
    }
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    const etcd = await startEtcd(programs, folder);
    started.push(etcd.child);
    const { child, client, address } = await startKubeApiServer(programs, folder, etcd.address, started);
    await untilReady(child, 60, async () => (await client.call({ method: 'GET', path: '/readyz' })).status === 200);
    await untilReady(child, 60, async () => (await client.call(defaultNamespace)).status === 200);
    const kubeconfig = () => kubeconfigFor(address);
    return {
      client,
      kubeconfig,
      auditEvent: (answer) => auditEvent(folder, answer),
      stop: () => stopWith(client, stop),
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

function kubeconfigFor(server: string): unknown {
  return {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'test', cluster: { server, 'insecure-skip-tls-verify': true } }],
    users: [{ name: 'admin', user: { token: adminToken } }],
    contexts: [{ name: 'test', context: { cluster: 'test', user: 'admin' } }],
    'current-context': 'test',
  };
}

const defaultNamespace = { method: 'GET', path: '/api/v1/namespaces/default' } as const;

async function stopWith(client: ApiClient, stop: () => Promise<void>): Promise<void> {
  client.close();
  await stop();
}

async function startEtcd({ etcd }: Binaries, folder: string): Promise<{ child: Child; address: string }> {
  const address = `http://127.0.0.1:${await freePort()}`;
  const peers = `http://127.0.0.1:${await freePort()}`;
  const child = startChild(etcd, [
    `--data-dir=${join(folder, 'etcd')}`,
    `--listen-client-urls=${address}`,
    `--advertise-client-urls=${address}`,
    `--listen-peer-urls=${peers}`,
    `--initial-advertise-peer-urls=${peers}`,
    `--initial-cluster=default=${peers}`,
    '--unsafe-no-fsync',
  ]);
  await untilReady(child, 30, async () => (await fetch(`${address}/health`)).ok);
  return { child, address };
}

async function startKubeApiServer(
  { kubeApiServer }: Binaries,
  folder: string,
  etcd: string,
  started: Child[],
): Promise<{ child: Child; client: ApiClient; address: string }> {
  const files = writeFiles(folder);
  const port = await freePort();
  const child = startChild(kubeApiServer, [
    `--etcd-servers=${etcd}`,
    '--bind-address=127.0.0.1',
    `--secure-port=${port}`,
    `--cert-dir=${join(folder, 'certificates')}`,
    `--token-auth-file=${files.tokens}`,
    '--authorization-mode=RBAC',
    '--service-account-issuer=https://kubernetes.default.svc',
    `--service-account-key-file=${files.key}`,
    `--service-account-signing-key-file=${files.key}`,
    '--service-cluster-ip-range=10.0.0.0/24',
    '--disable-admission-plugins=ServiceAccount',
    '--allow-privileged=true',
    `--audit-policy-file=${files.auditPolicy}`,
    `--audit-log-path=${join(folder, 'audit.log')}`,
  ]);
  started.push(child);
  const address = `https://127.0.0.1:${port}`;
  return { child, client: new ApiClient(address, adminToken), address };
}

function writeFiles(folder: string): { tokens: string; key: string; auditPolicy: string } {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
  const policy = { apiVersion: 'audit.k8s.io/v1', kind: 'Policy', rules: [{ level: 'Metadata' }] };
  return {
    tokens: write(folder, 'tokens.csv', `${adminToken},admin,admin,"system:masters"\n`),
    key: write(folder, 'service-accounts.pem', privateKey.export({ type: 'pkcs1', format: 'pem' }).toString()),
    auditPolicy: write(folder, 'audit-policy.json', JSON.stringify(policy)),
  };
}

function write(folder: string, name: string, text: string): string {
  const path = join(folder, name);
  writeFileSync(path, text, { mode: 0o600 });
  return path;
}

function auditEvent(folder: string, { auditId }: ApiAnswer): Promise<AuditEvent> {
  const find = async (): Promise<AuditEvent | undefined> =>
    linesOf(join(folder, 'audit.log'))
      .filter((line) => line.includes(auditId))
      .map((line): AuditEvent => JSON.parse(line))
      .find(({ auditID, stage }) => auditID === auditId && stage === 'ResponseComplete');
  return eventually(`writes ${auditId} to its audit log`, find);
}

/** Whole lines: the last one may be under way. */
function linesOf(path: string): readonly string[] {
  return readFileSync(path, 'utf8').split('\n').slice(0, -1);
}
