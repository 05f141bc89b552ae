import { describe, expect, it } from 'vitest';
import { proxyImage } from '../../../lib/istio/proxy-image.ts';

const global = { hub: 'h.io/x', tag: '1.2', proxy: { image: 'p' }, proxy_init: { image: 'i' } };
const image = (changes: object, imageType = '', annotation?: string, section: 'proxy' | 'proxy_init' = 'proxy') =>
  proxyImage({
    values: { global: { ...global, ...changes } },
    section,
    imageType,
    annotations: new Map(annotation === undefined ? [] : [['sidecar.istio.io/proxyImageType', annotation]]),
  });

describe('proxyImage', () => {
  it.each([
    [image({}), 'h.io/x/p:1.2'],
    [image({}, undefined, undefined, 'proxy_init'), 'h.io/x/i:1.2'],
    [image({ proxy: {} }), 'h.io/x/proxyv2:1.2'],
    [image({ tag: 1.3 }), 'h.io/x/p:1.3'],
    [image({ tag: 1000000 }), 'h.io/x/p:1e+06'],
    [image({ variant: 'debug' }), 'h.io/x/p:1.2-debug'],
    [image({ variant: 'debug' }, 'distroless'), 'h.io/x/p:1.2-distroless'],
    [image({}, 'distroless', 'debug'), 'h.io/x/p:1.2-debug'],
    [image({ tag: '1.2-debug' }, 'distroless'), 'h.io/x/p:1.2-distroless'],
    [image({ tag: '1.2-debug' }, 'default'), 'h.io/x/p:1.2'],
    [image({ tag: '1.2-debug' }, undefined, ''), 'h.io/x/p:1.2-debug'],
    [image({ tag: '1.2-odd' }, 'debug'), 'h.io/x/p:1.2-odd-debug'],
  ])('gives %s', (got, want) => {
    expect(got).toBe(want);
  });
});
