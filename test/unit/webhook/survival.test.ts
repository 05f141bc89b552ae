import fc from 'fast-check';
import jsonPatch from 'fast-json-patch';
import { describe, expect, it } from 'vitest';
import { pod, review, reviewRequest, snapshotWith, uid, webhookWith } from './webhook-fixture.ts';

const fresh = { kind: 'fresh', snapshot: snapshotWith(), ageMs: 0 } as const;

/** Sends a review whose pod has one more member of the spec, as JSON text; gives the answer and the patch's text. */
async function sendWith(member: string) {
  const text = JSON.stringify(review()).replace('"spec":{', () => `"spec":{"unknown":${member},`);
  const answer = await webhookWith(fresh).send(reviewRequest(text));
  const { response } = JSON.parse(answer.body);
  return { status: answer.status, response, patch: Buffer.from(response?.patch ?? '', 'base64').toString() };
}

describe('what is not ours in a pod', () => {
  it.each([
    ['an integer beyond 2^53', '12345678901234567890123'],
    ['unicode and escapes', '"é😀\\u0000\\u2028\\\\"'],
    ['null', 'null'],
    ['a lone surrogate', '"\\ud800"'],
    ['a __proto__ key', '{"__proto__":{"a":1},"constructor":{"prototype":{}}}'],
    ['equal keys', '{"a":1,"a":2}'],
    ['a nested list', '[[[[null]]]]'],
  ])('survives: %s', async (_name, member) => {
    const { status, response, patch } = await sendWith(member);
    expect(status).toBe(200);
    expect(response).toMatchObject({ uid, allowed: true });
    expect(patch).toContain('shop/shipper:1');
    expect(patch).not.toContain('unknown');
    expect(Object.hasOwn(Object.prototype, 'a')).toBe(false);
  });

  it('survives whatever it is, and the patch applies', async () => {
    await fc.assert(
      fc.asyncProperty(fc.jsonValue({ maxDepth: 3 }), async (extra) => {
        const object = { ...pod, extra, spec: { ...pod.spec, extra } };
        const answer = await webhookWith(fresh).send(reviewRequest(review({ object })));
        const patch = JSON.parse(Buffer.from(JSON.parse(answer.body).response.patch, 'base64').toString());
        const sent = JSON.parse(JSON.stringify(object));
        const after = jsonPatch.applyPatch(structuredClone(sent), patch).newDocument;
        expect(after.extra).toEqual(sent.extra);
        expect(after.spec.extra).toEqual(sent.spec.extra);
        expect(after.spec.containers).toHaveLength(2);
      }),
    );
  });

  it('echoes any uid exactly', async () => {
    for (const odd of ['0', ' x ', 'é😀"\\', '\u0000']) {
      const answer = await webhookWith(fresh).send(reviewRequest(review({ uid: odd })));
      expect(JSON.parse(answer.body).response.uid).toBe(odd);
    }
  });

  it('answers anything with an answer of the table', async () => {
    const body = fc.oneof(
      fc.uint8Array({ maxLength: 200 }),
      fc.json().map((text) => Buffer.from(text)),
    );
    await fc.assert(
      fc.asyncProperty(body, fc.webPath(), async (bytes, path) => {
        const at = await webhookWith(fresh).send({ body: bytes });
        const elsewhere = await webhookWith(fresh).send({ body: bytes, path });
        expect(at.status).toBe(400);
        expect([400, 404, 405]).toContain(elsewhere.status);
      }),
    );
  });

  it('takes any object for a pod without a fault', async () => {
    await fc.assert(
      fc.asyncProperty(fc.jsonValue({ maxDepth: 5 }), async (object) => {
        const answer = await webhookWith(fresh).send(reviewRequest(review({ object })));
        expect([200, 400, 500]).toContain(answer.status);
      }),
    );
  });
});
