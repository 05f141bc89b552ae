import { request } from 'node:https';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, it } from 'vitest';
import { goodStanding } from '../../../lib/config/snapshot-provider.ts';
import { createCertificate } from '../../../lib/local/certificate.ts';
import { type LocalServer, startLocalServer } from '../../../lib/local/local-server.ts';
import { maxReviewBytes } from '../../../lib/review/decode-review.ts';
import { review, snapshotWith, uid } from '../webhook/webhook-fixture.ts';

const provider = {
  description: 'test',
  isReady: () => true,
  defaultSwitch: () => ({ kind: 'on' as const }),
  snapshot: async () => ({
    kind: 'fresh' as const,
    snapshot: snapshotWith(),
    ageMs: 0,
    ...goodStanding,
    finish: async () => undefined,
  }),
};

let server: LocalServer | undefined;
afterEach(async () => {
  await server?.close();
  server = undefined;
});

function send(url: string, ca: string, body: string): Promise<{ status: number; text: string }> {
  return new Promise((resolve, reject) => {
    const sent = request(url, { method: 'POST', ca, agent: false, headers: { 'content-type': 'application/json' } });
    sent.on('error', reject);
    sent.on('response', async (response) => resolve({ status: response.statusCode ?? 0, text: await text(response) }));
    sent.end(body);
  });
}

describe('startLocalServer', () => {
  it('answers reviews over HTTPS that its own certificate vouches for', async () => {
    const lines: string[] = [];
    server = await startLocalServer({ provider, port: 0, log: (line) => lines.push(line) });
    const answer = await send(`${server.url}/inject/cluster/prod?timeout=5s`, server.ca, JSON.stringify(review()));
    expect(answer.status).toBe(200);
    expect(JSON.parse(answer.text).response).toMatchObject({ uid, allowed: true, patchType: 'JSONPatch' });
    expect(lines).toHaveLength(1);
  });

  it('is not trusted with another certificate', async () => {
    server = await startLocalServer({ provider, port: 0 });
    const { cert } = await createCertificate();
    await expect(send(`${server.url}/inject`, cert, '{}')).rejects.toThrow(/certificate/);
  });

  it('refuses a body that is too large, whole', async () => {
    server = await startLocalServer({ provider, port: 0 });
    const answer = await send(`${server.url}/inject`, server.ca, 'x'.repeat(2 * maxReviewBytes));
    expect(answer.status).toBe(413);
  });

  it('asks for tokens where it is told to', async () => {
    const authenticator = { authenticate: async () => 'denied' as const };
    server = await startLocalServer({ provider, authenticator, port: 0 });
    expect((await send(`${server.url}/inject`, server.ca, '{}')).status).toBe(401);
  });

  it('says that a port is in use', async () => {
    server = await startLocalServer({ provider, port: 0 });
    const port = Number(new URL(server.url).port);
    await expect(startLocalServer({ provider, port })).rejects.toMatchObject({
      code: 'port-in-use',
      message: `port ${port} is in use; choose another one with --port`,
    });
  });

  it('frees its port when it is closed', async () => {
    const first = await startLocalServer({ provider, port: 0 });
    await first.close();
    server = await startLocalServer({ provider, port: Number(new URL(first.url).port) });
    expect(server.url).toBe(first.url);
  });
});
