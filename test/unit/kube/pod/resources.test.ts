import { describe, expect, it } from 'vitest';
import { mayOvercommit } from '../../../../lib/kube/pod/resources.ts';

describe('requests below a limit', () => {
  it.each<[resource: string, may: boolean]>([
    ['cpu', true],
    ['memory', true],
    ['ephemeral-storage', true],
    ['kubernetes.io/slots', true],
    ['node.kubernetes.io/slots', true],
    ['hugepages-2Mi', false],
    ['hugepages-1Gi', false],
    ['example.com/gpu', false],
    ['example.com/kubernetes.io', false],
    ['kubernetes.example.com/gpu', false],
  ])('of %s: %s', (resource, may) => {
    expect(mayOvercommit(resource)).toBe(may);
  });
});
