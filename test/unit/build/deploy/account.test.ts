import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { readAccount } from '../../../../build/deploy/account.ts';

type Answer = readonly [status: number, body: object];

const room: Answer = [200, { AccountLimit: { ConcurrentExecutions: 1000, UnreservedConcurrentExecutions: 900 } }];
const little: Answer = [200, { AccountLimit: { ConcurrentExecutions: 10, UnreservedConcurrentExecutions: 10 } }];
const denied: Answer = [403, { message: 'User is not authorized', __type: 'AccessDeniedException' }];
const unknown: Answer = [404, { message: 'Function not found', __type: 'ResourceNotFoundException' }];
const role: Answer = [200, { cloudwatchRoleArn: 'arn:aws:iam::123456789012:role/logs' }];
const noRole: Answer = [200, {}];
const both = { reservedConcurrency: 'auto', apiGatewayLogRole: 'auto' };

describe('the account', () => {
  let server: Server;
  let answers: Readonly<Record<string, Answer>> = {};
  let asked: string[] = [];

  beforeAll(async () => {
    server = createServer(({ url = '' }, response) => {
      asked.push(url);
      const [status, body] = answers[url.replace(/^\/[0-9-]+/, '').replace(/\/$/, '')] ?? unknown;
      response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
    });
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', () => resolve()));
  });
  afterAll(() => new Promise((resolve) => server.close(resolve)));

  /** What is found in an account whose services answer so, and what is said. */
  async function read(given: typeof answers, values = both) {
    answers = given;
    asked = [];
    const lines: string[] = [];
    const provider = {
      getAwsSdkV3Config: async () => ({
        endpoint: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
        region: 'eu-central-1',
        credentials: { accessKeyId: 'a', secretAccessKey: 'b' },
        maxAttempts: 1,
      }),
      naming: { getStackName: () => 'injector-prod' },
    };
    return { account: await readAccount(provider, values, (line) => lines.push(line)), lines, asked };
  }

  it('with room and a role needs no word', async () => {
    const { account, lines } = await read({ '/account-settings': room, '/account': role });
    expect(account).toEqual({ unreservedConcurrency: 900, hasLogRole: true });
    expect(lines).toEqual([]);
  });

  it('that is new lacks both, and the user learns how to get them', async () => {
    const { account, lines } = await read({ '/account-settings': little, '/account': noRole });
    expect(account).toEqual({ unreservedConcurrency: 10, hasLogRole: false });
    expect(lines).toEqual([
      expect.stringMatching(/^This account has 10 executions .* Ask for a higher quota/),
      expect.stringMatching(/^API Gateway has no role for logs .*apiGatewayLogRole=create/),
    ]);
  });

  it('counts what this function has reserved already as room for it', async () => {
    const own: Answer = [200, { ReservedConcurrentExecutions: 100 }];
    const almost: Answer = [200, { AccountLimit: { UnreservedConcurrentExecutions: 100 } }];
    const given = { '/account-settings': almost, '/functions/injector-prod-inject/concurrency': own };
    const { account, lines } = await read({ ...given, '/account': role });
    expect(account.unreservedConcurrency).toBe(200);
    expect(lines).toEqual([]);
  });

  it.each([
    [
      'its quota',
      { '/account-settings': denied, '/account': noRole },
      { hasLogRole: false },
      /lambda:GetAccountSettings/,
    ],
    ['its role', { '/account-settings': room, '/account': denied }, { unreservedConcurrency: 900 }, /apigateway:GET/],
  ])('that does not tell %s tells the rest', async (_name, given, want, said) => {
    const { account, lines } = await read(given);
    expect(account).toEqual(want);
    expect(lines[0]).toMatch(said);
    expect(lines[0]).toMatch(/could not be asked \(User is not authorized\): assuming/);
  });

  it('that cannot be reached counts as one with room and a role, in one line each', async () => {
    const { account, lines } = await read({ '/account-settings': [502, {}], '/account': [502, {}] });
    expect(account).toEqual({});
    expect(lines.map((line) => line.includes('\n'))).toEqual([false, false]);
  });

  it.each([
    ['nothing', { reservedConcurrency: '50', apiGatewayLogRole: 'none' }, 0],
    ['only what is not decided', { reservedConcurrency: 'none', apiGatewayLogRole: 'auto' }, 1],
  ])('is asked for %s where a deployment decides the rest', async (_name, values, calls) => {
    const { account } = await read({ '/account-settings': little, '/account': role }, values);
    expect(asked).toHaveLength(calls);
    expect(account.unreservedConcurrency).toBeUndefined();
  });
});
