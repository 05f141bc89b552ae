import { describe, expect, it } from 'vitest';
import {
  maxAuditCharacters,
  maxMessageCharacters,
  maxWarningCharacters,
  maxWarningsCharacters,
  type ReviewVerdict,
  respond,
} from '../../../lib/review/respond.ts';

function answer(verdict: ReviewVerdict, warnings: readonly string[] = [], audit: Record<string, string> = {}) {
  const { body, patchBytes } = respond({ uid: 'u-1', verdict, warnings, auditAnnotations: audit });
  const { response, ...envelope } = JSON.parse(body);
  return { response, envelope, patchBytes };
}

describe('respond', () => {
  it('speaks the version of the request', () => {
    expect(answer({ kind: 'untouched' }).envelope).toEqual({
      apiVersion: 'admission.k8s.io/v1',
      kind: 'AdmissionReview',
    });
  });

  it('sends a patch in base64 with its type', () => {
    const patch = '[{"op":"add","path":"/x","value":"é 12345678901234567890"}]';
    const { response, patchBytes } = answer({ kind: 'patch', patch });
    expect(Buffer.from(response.patch, 'base64').toString()).toBe(patch);
    expect(patchBytes).toBe(Buffer.byteLength(patch));
    expect(response).toMatchObject({ uid: 'u-1', allowed: true, patchType: 'JSONPatch' });
  });

  it.each<ReviewVerdict>([{ kind: 'untouched' }, { kind: 'patch', patch: '[]' }])(
    'sends neither patch nor patchType for %j',
    (verdict) => {
      expect(answer(verdict).response).toEqual({ uid: 'u-1', allowed: true, auditAnnotations: {} });
    },
  );

  it('refuses with a code and a message', () => {
    const { response } = answer({ kind: 'refused', message: 'annotation x: no' });
    expect(response).toMatchObject({ allowed: false, status: { code: 400, message: 'annotation x: no' } });
    expect(response).not.toHaveProperty('patch');
  });

  it('bounds a refusal', () => {
    const { response } = answer({ kind: 'refused', message: 'x'.repeat(maxMessageCharacters + 1) });
    expect(response.status.message).toHaveLength(maxMessageCharacters);
  });

  it.each([
    {
      name: 'keeps one of the full length',
      text: 'x'.repeat(maxWarningCharacters),
      want: 'x'.repeat(maxWarningCharacters),
    },
    {
      name: 'cuts one that is longer',
      text: 'x'.repeat(maxWarningCharacters + 1),
      want: `${'x'.repeat(maxWarningCharacters - 1)}…`,
    },
    { name: 'cuts between characters', text: '😀'.repeat(121), want: `${'😀'.repeat(119)}…` },
    { name: 'drops control characters', text: 'a\n\tb\u0000c\u2028d', want: 'a b c d' },
    { name: 'drops one at the beginning', text: '\na', want: ' a' },
    {
      name: 'keeps one of the full length whose characters change',
      text: `${'x'.repeat(maxWarningCharacters - 1)}\n`,
      want: `${'x'.repeat(maxWarningCharacters - 1)} `,
    },
    { name: 'replaces a lone surrogate', text: 'a\ud800b', want: 'a\ufffdb' },
  ])('warnings: $name', ({ text, want }) => {
    expect(answer({ kind: 'untouched' }, [text]).response.warnings).toEqual([want]);
  });

  it('warns once of one thing, and not at all of nothing', () => {
    expect(answer({ kind: 'untouched' }, ['a', 'a', '']).response.warnings).toEqual(['a']);
    expect(answer({ kind: 'untouched' }).response).not.toHaveProperty('warnings');
  });

  it('lets all warnings together have just what the limit is', () => {
    const full = Array.from({ length: 32 }, (_, index) => `${index} `.padEnd(maxWarningCharacters, 'x'));
    const rest = maxWarningsCharacters % maxWarningCharacters || maxWarningCharacters;
    const most = [...full, ...full.map((text) => text.replace('x', 'y'))].slice(
      0,
      Math.floor(maxWarningsCharacters / maxWarningCharacters),
    );
    const { warnings } = answer({ kind: 'untouched' }, [...most, 'z'.repeat(rest), 'w']).response;
    expect(warnings.at(-1)).toBe('z'.repeat(rest));
    expect(warnings.join('')).toHaveLength(maxWarningsCharacters);
  });

  it('bounds all warnings together', () => {
    const many = Array.from({ length: 100 }, (_, index) => `${index} `.padEnd(maxWarningCharacters, 'x'));
    const { warnings } = answer({ kind: 'untouched' }, many).response;
    expect(warnings.join('').length).toBeLessThanOrEqual(maxWarningsCharacters);
    expect(warnings.length).toBeGreaterThan(30);
  });

  it.each([
    ['a control character in a short one', 'a\nb', 'a b'],
    ['a long one of plain text', 'x'.repeat(maxAuditCharacters + 1), `${'x'.repeat(maxAuditCharacters - 1)}…`],
    ['one of just as many characters', 'x'.repeat(maxAuditCharacters), 'x'.repeat(maxAuditCharacters)],
  ])('bounds audit annotations: %s', (_name, reason, want) => {
    expect(answer({ kind: 'untouched' }, [], { reason }).response.auditAnnotations).toEqual({ reason: want });
  });

  it('bounds audit annotations', () => {
    const { response } = answer({ kind: 'untouched' }, [], { trace: 'x'.repeat(100_000), reason: 'a\nb' });
    expect(response.auditAnnotations.trace).toHaveLength(maxAuditCharacters);
    expect(response.auditAnnotations.reason).toBe('a b');
  });
});
