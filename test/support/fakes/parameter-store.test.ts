/** What our fake does and moto does not, from the documentation of Parameter Store. */
import { describe, expect, it } from 'vitest';
import { LABELS_PER_VERSION, ParameterStore, TIER_BYTES, VERSIONS_KEPT } from './parameter-store.ts';
import { OPERATIONS } from './parameter-store-operations.ts';

const NAME = '/r/default/values';

describe('the fake Parameter Store', () => {
  const refused: readonly (readonly [name: string, run: (store: ParameterStore) => unknown, code: string])[] = [
    ['a value with {{ }}', (store) => store.put(NAME, 'a {{ .Values.x }} b'), 'ValidationException'],
    ['a value with {{ }} over lines', (store) => store.put(NAME, '{{\n}}'), 'ValidationException'],
    ['an empty value', (store) => store.put(NAME, ''), 'ValidationException'],
    ['a name with other characters', (store) => store.put('/r/a b', 'x'), 'ValidationException'],
    ['more than 4 KB in a standard parameter', (store) => store.put(NAME, 'x'.repeat(4097)), 'ValidationException'],
    [
      'more than 8 KB in an advanced parameter',
      (store) => store.put(NAME, 'x'.repeat(8193), { tier: 'Advanced' }),
      'ValidationException',
    ],
    [
      'the way back from advanced to standard',
      (store) => [store.put(NAME, 'x', { tier: 'Advanced' }), store.put(NAME, 'x', { tier: 'Standard' })],
      'ValidationException',
    ],
    [
      'a decryption with a key that is disabled',
      (store) => {
        store.put(NAME, 'x', { type: 'SecureString' });
        store.put('/r/default/policy', 'off');
        store.undecryptable.add(NAME);
        OPERATIONS.GetParameters?.(store, { Names: ['/r/default/policy', NAME], WithDecryption: true });
      },
      'InvalidKeyId',
    ],
    [
      'one name twice in a call',
      (store) => OPERATIONS.GetParameters?.(store, { Names: [NAME, `${NAME}:1`] }),
      'ValidationException',
    ],
  ];
  it.each(refused)('refuses %s', (_name, run, code) => {
    expect(() => run(new ParameterStore())).toThrow(expect.objectContaining({ code }));
  });

  it('counts bytes, not characters', () => {
    const store = new ParameterStore();
    expect(store.put(NAME, 'é'.repeat(TIER_BYTES.Standard / 2))).toBe(1);
    expect(() => store.put(NAME, 'é'.repeat(TIER_BYTES.Standard / 2 + 1))).toThrow(/maximum/);
  });

  it('chooses the tier where it may', () => {
    const store = new ParameterStore();
    store.put(NAME, 'x'.repeat(5000), { tier: 'Intelligent-Tiering' });
    expect(store.find(NAME)?.tier).toBe('Advanced');
  });

  it('answers as one version earlier while reads are behind', () => {
    const store = new ParameterStore();
    store.put(NAME, 'one');
    store.put(NAME, 'two');
    store.behind.add(NAME);
    expect(store.find(NAME)?.value).toBe('one');
    expect(store.find(`${NAME}:2`)).toBeUndefined();
  });

  it('takes so many labels on a version and no more', () => {
    const store = new ParameterStore();
    store.put(NAME, 'one');
    store.label(
      NAME,
      1,
      Array.from({ length: LABELS_PER_VERSION }, (_, index) => `l${index}`),
    );
    expect(() => store.label(NAME, 1, ['more'])).toThrow(/at most 10/);
  });

  it('keeps so many versions', () => {
    const store = new ParameterStore();
    for (let version = 0; version <= VERSIONS_KEPT; version++) {
      store.put(NAME, String(version));
    }
    expect(store.parameters.get(NAME)).toHaveLength(VERSIONS_KEPT);
  });
});
