/** What our fake does and moto does not, from the documentation of Parameter Store. */
import { describe, expect, it } from 'vitest';
import { labelsPerVersion, ParameterStore, tierBytes, versionsKept } from './parameter-store.ts';
import { operations } from './parameter-store-operations.ts';

const parameterName = '/r/default/values';

describe('the fake Parameter Store', () => {
  const refused: readonly (readonly [name: string, run: (store: ParameterStore) => unknown, code: string])[] = [
    ['a value with {{ }}', (store) => store.put(parameterName, 'a {{ .Values.x }} b'), 'ValidationException'],
    ['a value with {{ }} over lines', (store) => store.put(parameterName, '{{\n}}'), 'ValidationException'],
    ['an empty value', (store) => store.put(parameterName, ''), 'ValidationException'],
    ['a name with other characters', (store) => store.put('/r/a b', 'x'), 'ValidationException'],
    [
      'more than 4 KB in a standard parameter',
      (store) => store.put(parameterName, 'x'.repeat(4097)),
      'ValidationException',
    ],
    [
      'more than 8 KB in an advanced parameter',
      (store) => store.put(parameterName, 'x'.repeat(8193), { tier: 'Advanced' }),
      'ValidationException',
    ],
    [
      'the way back from advanced to standard',
      (store) => [
        store.put(parameterName, 'x', { tier: 'Advanced' }),
        store.put(parameterName, 'x', { tier: 'Standard' }),
      ],
      'ValidationException',
    ],
    [
      'a decryption with a key that is disabled',
      (store) => {
        store.put(parameterName, 'x', { type: 'SecureString' });
        store.put('/r/default/policy', 'off');
        store.undecryptable.add(parameterName);
        operations.GetParameters?.(store, { Names: ['/r/default/policy', parameterName], WithDecryption: true });
      },
      'InvalidKeyId',
    ],
    [
      'one name twice in a call',
      (store) => operations.GetParameters?.(store, { Names: [parameterName, `${parameterName}:1`] }),
      'ValidationException',
    ],
  ];
  it.each(refused)('refuses %s', (_name, run, code) => {
    expect(() => run(new ParameterStore())).toThrow(expect.objectContaining({ code }));
  });

  it('counts bytes, not characters', () => {
    const store = new ParameterStore();
    expect(store.put(parameterName, 'é'.repeat(tierBytes.Standard / 2))).toBe(1);
    expect(() => store.put(parameterName, 'é'.repeat(tierBytes.Standard / 2 + 1))).toThrow(/maximum/);
  });

  it('chooses the tier where it may', () => {
    const store = new ParameterStore();
    store.put(parameterName, 'x'.repeat(5000), { tier: 'Intelligent-Tiering' });
    expect(store.find(parameterName)?.tier).toBe('Advanced');
  });

  it('answers as one version earlier while reads are behind', () => {
    const store = new ParameterStore();
    store.put(parameterName, 'one');
    store.put(parameterName, 'two');
    store.behind.add(parameterName);
    expect(store.find(parameterName)?.value).toBe('one');
    expect(store.find(`${parameterName}:2`)).toBeUndefined();
  });

  it('takes so many labels on a version and no more', () => {
    const store = new ParameterStore();
    store.put(parameterName, 'one');
    store.label(
      parameterName,
      1,
      Array.from({ length: labelsPerVersion }, (_, index) => `l${index}`),
    );
    expect(() => store.label(parameterName, 1, ['more'])).toThrow(/at most 10/);
  });

  it('keeps so many versions', () => {
    const store = new ParameterStore();
    for (let version = 0; version <= versionsKept; version++) {
      store.put(parameterName, String(version));
    }
    expect(store.parameters.get(parameterName)).toHaveLength(versionsKept);
  });
});
