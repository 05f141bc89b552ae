import { describe, expect, it } from 'vitest';
import { sprint } from '../../../lib/go/print.ts';
import type { JsonValue } from '../../../lib/json/json-value.ts';
import { typedValue } from '../../../lib/kube/typed-pod.ts';

describe('types that encode themselves', () => {
  it.each<[string, string, JsonValue]>([
    ['map[cpu:{{123 -3} {<nil>} 123m DecimalSI}]', 'v1.ResourceList', { cpu: '123m' }],
    ['map[cpu:{{5 -1} {<nil>}  DecimalSI}]', 'v1.ResourceList', { cpu: 0.5 }],
    ['map[memory:{{134217728 0} {<nil>}  BinarySI}]', 'v1.ResourceList', { memory: '128Mi' }],
    ['{0 80 }', 'intstr.IntOrString', 80],
    ['{1 0 web}', 'intstr.IntOrString', 'web'],
  ])('print their insides where Go cannot take their address: %s', (want, type, json) => {
    expect(sprint([typedValue(type, json)])).toBe(want);
  });
});
