import { describe, expect, it } from 'vitest';
import type { GoPointer, GoStruct, GoValue } from '../../../../lib/go/value.ts';
import { decodeProtoJson, emptyMessage } from '../../../../lib/istio/proto/decode-json.ts';
import { messageType } from '../../../../lib/istio/proto/types.ts';
import { messageView, viewedMessage } from '../../../../lib/istio/proto/view.ts';
import type { JsonValue } from '../../../../lib/json/json-value.ts';

const type = messageType('istio.mesh.v1alpha1.ProxyConfig');
const viewOf = (json: JsonValue): GoPointer => messageView(type, decodeProtoJson(emptyMessage(type.name), json));

function pointer(value: GoValue | undefined): GoPointer {
  if (typeof value !== 'object' || value === null || !('kind' in value) || value.kind !== 'pointer') {
    throw new Error('no pointer');
  }
  return value;
}

function struct(value: GoValue | undefined): GoStruct {
  const { target } = pointer(value);
  if (typeof target !== 'object' || target === null || !('kind' in target) || target.kind !== 'struct') {
    throw new Error('no struct');
  }
  return target;
}

const call = (value: GoValue | undefined, ...names: readonly string[]): GoValue | undefined =>
  names.reduce<GoValue | undefined>((current, name) => {
    const holder = typeof current === 'object' && current !== null && 'method' in current ? current : undefined;
    return holder?.method?.(name)?.call([]);
  }, value);

describe('messageView', () => {
  it('shows fields under their Go names and types', () => {
    const view = struct(viewOf({ statusPort: 15030, proxyMetadata: { A: '1' }, configPath: '/c' }));
    expect(view.type).toBe('v1alpha1.ProxyConfig');
    expect(view.field('ConfigPath')).toBe('/c');
    expect(view.field('StatusPort')).toMatchObject({ type: 'int32', value: 15030n });
    expect(view.fieldType('ProxyMetadata')).toBe('map[string]string');
    expect(view.field('statusPort')).toBeUndefined();
  });

  it('prints enums by name', () => {
    const mode = struct(viewOf({ interceptionMode: 'TPROXY' })).field('InterceptionMode');
    expect(mode).toMatchObject({ type: 'v1alpha1.ProxyConfig_InboundInterceptionMode', value: 1n });
    expect(call(mode, 'String')).toBe('TPROXY');
  });

  it('has getters that nil pointers answer with zero', () => {
    const view = viewOf({});
    const hold = struct(view).field('HoldApplicationUntilProxyStarts');
    expect(pointer(hold)).toMatchObject({ type: '*wrapperspb.BoolValue', isNil: true });
    expect(call(hold, 'GetValue')).toBe(false);
    expect(call(view, 'GetTracing', 'GetTlsSettings', 'GetCaCertificates')).toBe('');
    expect(call(messageView(type, undefined), 'GetStatusPort')).toMatchObject({ value: 0n });
  });

  it('shows durations as Go does', () => {
    const drain = struct(viewOf({ drainDuration: '90500ms' })).field('DrainDuration');
    expect(pointer(drain).type).toBe('*durationpb.Duration');
    expect(call(drain, 'GetSeconds')).toMatchObject({ type: 'int64', value: 90n });
    expect(call(drain, 'AsDuration', 'String')).toBe('1m30.5s');
    expect(call(drain, 'AsDuration', 'Seconds')).toBe(90.5);
  });

  it('wraps the members of a oneof', () => {
    const view = viewOf({ serviceCluster: 'x' });
    const wrapper = struct(view).field('ClusterName');
    expect(pointer(wrapper).type).toBe('*v1alpha1.ProxyConfig_ServiceCluster');
    expect(struct(wrapper).field('ServiceCluster')).toBe('x');
    expect(call(view, 'GetServiceCluster')).toBe('x');
    expect(struct(viewOf({})).field('ClusterName')).toBeNull();
  });

  it('shows lists and maps with their element types', () => {
    const view = struct(viewOf({ extraStatTags: ['a', 'b'], proxyMetadata: { K: 'v' } }));
    const tags = view.field('ExtraStatTags');
    expect(tags).toMatchObject({ kind: 'slice', type: '[]string', length: 2, isNil: false });
    const metadata = view.field('ProxyMetadata');
    if (typeof metadata !== 'object' || metadata === null || !('kind' in metadata) || metadata.kind !== 'map') {
      throw new Error('no map');
    }
    expect([metadata.get('K'), metadata.get('x'), metadata.zero?.()]).toEqual(['v', undefined, '']);
    expect(struct(viewOf({})).field('ExtraStatTags')).toMatchObject({ isNil: true, length: 0 });
  });

  it('gives its message back, and encodes as protobuf does', () => {
    const view = viewOf({ statusPort: 1 });
    expect(viewedMessage(view)?.number('status_port')).toBe(1);
    expect(viewedMessage('x')).toBeUndefined();
    expect(struct(view).json?.()).toBe('{"statusPort":1}');
  });
});
