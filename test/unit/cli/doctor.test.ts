import { writeFileSync } from 'node:fs';
import { createServer } from 'node:https';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { command } from '../../../lib/cli/doctor.ts';
import { fileSnapshots } from '../../../lib/config/source/file/file-snapshots.ts';
import { createCertificate } from '../../../lib/local/certificate.ts';
import { type LocalServer, startLocalServer } from '../../../lib/local/local-server.ts';
import { parameterFolder, removeParameterFolders } from '../../support/parameter-folder.ts';
import { messageOf, runCommand } from './run-command.ts';

const template = 'spec:\n  containers:\n  - name: shipper\n    image: shop/shipper:1\n';

interface Row {
  readonly check: string;
  readonly level: string;
  readonly found: string;
  readonly todo: string;
}

const doctor = (...args: readonly string[]) => runCommand(command, args);
const rowsOf = (out: string): readonly Row[] => JSON.parse(out).findings;

describe('doctor --url', () => {
  let folder: string;
  let server: LocalServer;
  let ca: string;
  const lines: Record<string, unknown>[] = [];

  beforeAll(async () => {
    folder = parameterFolder({ 'default/template': template });
    const log = (line: string) => void lines.push(JSON.parse(line));
    server = await startLocalServer({ provider: fileSnapshots(folder), port: 0, log });
    ca = join(folder, 'ca.pem');
    writeFileSync(ca, server.ca);
  });
  afterAll(async () => {
    await server.close();
    removeParameterFolders();
  });
  afterEach(() => {
    writeFileSync(join(folder, 'default/template'), template);
    writeFileSync(join(folder, 'default/switch'), 'on');
  });

  const ask = (...more: readonly string[]) =>
    doctor('--url', `${server.url}/t/secret/inject`, '--ca-file', ca, '-o', 'json', ...more);

  it('finds everything good where it is', async () => {
    const { out, error } = await ask('--cluster', 'prod');
    expect(error).toBeUndefined();
    expect(rowsOf(out).map(({ check, level }) => `${check} ${level}`)).toEqual([
      'DNS good',
      // The throw-away certificate is good for days only.
      'TLS warning',
      'authentication good',
      'a pod that opts out good',
      'a pod that asks good',
      'latency good',
      'configuration good',
      'clock good',
    ]);
    expect(rowsOf(out).find(({ check }) => check === 'configuration')?.found).toMatch(
      /^[0-9a-f]{12}; the newest versions, by no release; looked at 0 s ago$/,
    );
  });

  it('is marked in the log, and counted in no metric', async () => {
    lines.length = 0;
    await ask();
    expect(lines).toHaveLength(3);
    for (const line of lines) {
      expect(line).toMatchObject({ isTrial: true, workload: expect.any(String) });
      expect(line).not.toHaveProperty('_aws');
    }
  });

  it.each([
    ['a template that fails', 'default/template', '{{ index .Nothing 1 }}', 'review', 'bad', /500/],
    ['an injector that is off', 'default/switch', 'off: night', 'a pod that asks', 'warning', /switched off/],
  ])('tells of %s', async (_name, file, text, check, level, found) => {
    writeFileSync(join(folder, file), text);
    const { out } = await ask();
    const row = rowsOf(out).find((each) => each.check === check);
    expect(row?.level).toBe(level);
    expect(`${row?.found} ${row?.todo}`).toMatch(found);
  });

  it('prints a table, and the API server’s own call on standard error', async () => {
    const { out, err } = await doctor('--url', `${server.url}/inject`, '--ca-file', ca, '--routed-egress');
    expect(out).toMatch(/^CHECK +IS +FOUND\nDNS +good +127\.0\.0\.1\n/);
    expect(out).toContain('EKS with routed egress');
    expect(err).toContain('kubectl create --dry-run=server -o json -f -');
    expect(out.split('\n').every((line) => line.length <= 80)).toBe(true);
  });

  it('tells of a certificate that is not trusted, with exit code 1', async () => {
    const { out, error } = await doctor('--url', `${server.url}/inject`, '-o', 'json');
    expect(error).toMatchObject({ exitCode: 1 });
    expect(rowsOf(out).at(-1)).toMatchObject({
      check: 'TLS',
      level: 'bad',
      todo: expect.stringContaining('--ca-file'),
    });
  });

  it.each([
    [401, 'authentication', 'make a token for this cluster'],
    [403, 'authentication', 'resource policy'],
    [503, 'configuration', 'it has no configuration'],
    [502, 'review', 'look at its log'],
    [200, 'a pod that opts out', ''],
  ])('says what an answer %i means', async (status, check, todo) => {
    const certificate = await createCertificate();
    const other = createServer(certificate, (_request, response) => {
      response.statusCode = status;
      response.end('<html>no review</html>');
    });
    await new Promise<void>((resolve) => other.listen(0, '127.0.0.1', resolve));
    const address = other.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    const file = join(folder, 'other.pem');
    writeFileSync(file, certificate.cert);
    const { out, error } = await doctor(
      '--url',
      `https://127.0.0.1:${port}/t/x/inject`,
      '--ca-file',
      file,
      '-o',
      'json',
    );
    other.closeAllConnections();
    other.close();
    expect(error).toMatchObject({ exitCode: 1 });
    expect(rowsOf(out).find(({ level }) => level === 'bad')).toMatchObject({
      check,
      todo: expect.stringContaining(todo),
    });
  });

  it('tells of a host that there is not, and of a port that nobody listens on', async () => {
    const unknown = await doctor('--url', 'https://injector.invalid/t/x/inject', '-o', 'json');
    expect(rowsOf(unknown.out)).toEqual([expect.objectContaining({ check: 'DNS', level: 'bad' })]);
    const closed = await doctor('--url', 'https://127.0.0.1:1/t/x/inject', '-o', 'json');
    expect(rowsOf(closed.out).at(-1)).toMatchObject({ check: 'TLS', level: 'bad' });
  });

  it.each([
    [[], 'say with --url'],
    [['--url', 'http://h/inject'], 'not the address of an injector'],
    [['--url', 'https://h/other'], 'not the address of an injector'],
  ])('takes %j for wrong usage', async (args, message) => {
    const run = await doctor(...args);
    expect(run.error).toMatchObject({ exitCode: 2 });
    expect(messageOf(run)).toContain(message);
  });
});

describe('doctor --answer', () => {
  const judge = async (text: string) => {
    const { out } = await runCommand(command, ['--answer', '-', '-o', 'json'], { readInput: async () => text });
    return rowsOf(out)[0];
  };
  const pod = (annotations: object) =>
    JSON.stringify({
      kind: 'Pod',
      metadata: { annotations },
      spec: { containers: [{ name: 'app' }, { name: 'shipper' }] },
    });

  it.each([
    ['an injected pod', pod({ 'sidecar.istio.io/status': '{}' }), 'good', 'injected: app, shipper', ''],
    ['a pod without a sidecar', pod({}), 'bad', 'without a sidecar', 'is the namespace labelled'],
    [
      'a webhook that is too slow',
      'Error from server (InternalError): failed calling webhook: Post "https://h/t/secret/inject": context deadline exceeded',
      'bad',
      '/t/TOKEN',
      'cannot reach the webhook in time',
    ],
    [
      'a certificate',
      '{"kind": "Status", "message": "x509: certificate signed by unknown authority"}',
      'bad',
      'x509',
      'caBundle',
    ],
    [
      'a refusal',
      'Error from server: admission webhook "x" denied the request: bad port',
      'bad',
      'bad port',
      'the message says why',
    ],
    ['something else', 'Error: odd', 'bad', 'odd', 'docs/troubleshooting.md'],
  ])('judges %s', async (_name, text, level, found, todo) => {
    expect(await judge(text)).toMatchObject({
      level,
      found: expect.stringContaining(found),
      todo: expect.stringContaining(todo),
    });
    expect(JSON.stringify(await judge(text))).not.toContain('secret');
  });
});
