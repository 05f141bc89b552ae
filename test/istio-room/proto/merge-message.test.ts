import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../../../lib/go/json.ts';
import { decodeProtoJson, emptyMessage } from '../../../lib/istio/proto/decode-json.ts';
import { encodeProtoJson } from '../../../lib/istio/proto/encode-json.ts';
import { equalMessages, mergeMessages } from '../../../lib/istio/proto/merge-message.ts';

const decode = (json: JsonValue) => decodeProtoJson(emptyMessage('istio.mesh.v1alpha1.ProxyConfig'), json);

describe('mergeMessages', () => {
  it.each<[string, JsonValue, JsonValue, string]>([
    [
      'scalars that are set win',
      { statusPort: 1, configPath: 'a' },
      { statusPort: 2 },
      '{"configPath":"a","statusPort":2}',
    ],
    [
      'maps take entries over',
      { proxyMetadata: { A: '1' } },
      { proxyMetadata: { B: '2' } },
      '{"proxyMetadata":{"A":"1","B":"2"}}',
    ],
    [
      'messages merge',
      { tracing: { sampling: 1 } },
      { tracing: { maxPathTagLength: 2 } },
      '{"tracing":{"maxPathTagLength":2,"sampling":1}}',
    ],
    [
      'a wrapped false does not undo true',
      { holdApplicationUntilProxyStarts: true },
      { holdApplicationUntilProxyStarts: false },
      '{"holdApplicationUntilProxyStarts":true}',
    ],
    [
      'a wrapped false counts where nothing was',
      {},
      { holdApplicationUntilProxyStarts: false },
      '{"holdApplicationUntilProxyStarts":false}',
    ],
    [
      'seconds stay under a fraction',
      { drainDuration: '45s' },
      { drainDuration: '500ms' },
      '{"drainDuration":"45.500s"}',
    ],
    [
      'oneof members replace each other',
      { serviceCluster: 'a' },
      { tracingServiceName: 'APP_LABEL_AND_NAMESPACE' },
      '{"tracingServiceName":"APP_LABEL_AND_NAMESPACE"}',
    ],
  ])('%s', (_name, base, over, want) => {
    expect(encodeProtoJson(mergeMessages(decode(base), decode(over)))).toBe(want);
  });

  it('appends lists', () => {
    const [a, b] = [decode({ extraStatTags: ['a'] }), decode({ extraStatTags: ['b'] })];
    expect(encodeProtoJson(mergeMessages(a, b))).toBe('{"extraStatTags":["a","b"]}');
  });
});

describe('equalMessages', () => {
  it('compares by value', () => {
    const json = { proxyMetadata: { A: '1' }, extraStatTags: ['a'], drainDuration: '1s' };
    expect(equalMessages(decode(json), decode(json))).toBe(true);
    expect(equalMessages(decode(json), decode({ ...json, drainDuration: '2s' }))).toBe(false);
    expect(equalMessages(undefined, decode({}))).toBe(false);
    expect(equalMessages(undefined, undefined)).toBe(true);
  });
});
