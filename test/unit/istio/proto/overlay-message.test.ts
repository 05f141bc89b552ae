import { describe, expect, it } from 'vitest';
import { decodeProtoJson, emptyMessage } from '../../../../lib/istio/proto/decode-json.ts';
import { encodeProtoJson } from '../../../../lib/istio/proto/encode-json.ts';
import { equalMessages, overlayMessage } from '../../../../lib/istio/proto/overlay-message.ts';
import type { JsonValue } from '../../../../lib/json/json-value.ts';

const decode = (json: JsonValue) => decodeProtoJson(emptyMessage('istio.mesh.v1alpha1.ProxyConfig'), json);

describe('overlayMessage', () => {
  it.each<[string, JsonValue, JsonValue, string]>([
    [
      'scalars that are set win',
      { statusPort: 1, configPath: 'a' },
      { statusPort: 2 },
      '{"configPath":"a","statusPort":2}',
    ],
    ['maps replace', { runtimeValues: { A: '1' } }, { runtimeValues: { B: '2' } }, '{"runtimeValues":{"B":"2"}}'],
    [
      'messages replace',
      { tracing: { sampling: 1 } },
      { tracing: { maxPathTagLength: 2 } },
      '{"tracing":{"maxPathTagLength":2}}',
    ],
    [
      'a wrapped false undoes true',
      { holdApplicationUntilProxyStarts: true },
      { holdApplicationUntilProxyStarts: false },
      '{"holdApplicationUntilProxyStarts":false}',
    ],
    [
      'a wrapped false counts where nothing was',
      {},
      { holdApplicationUntilProxyStarts: false },
      '{"holdApplicationUntilProxyStarts":false}',
    ],
    ['durations replace', { drainDuration: '45s' }, { drainDuration: '500ms' }, '{"drainDuration":"0.500s"}'],
    ['lists replace', { extraStatTags: ['a'] }, { extraStatTags: ['b'] }, '{"extraStatTags":["b"]}'],
    [
      'oneof members replace each other',
      { serviceCluster: 'a' },
      { tracingServiceName: 'APP_LABEL_AND_NAMESPACE' },
      '{"tracingServiceName":"APP_LABEL_AND_NAMESPACE"}',
    ],
  ])('%s', (_name, base, over, want) => {
    expect(encodeProtoJson(overlayMessage(decode(base), decode(over)))).toBe(want);
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
