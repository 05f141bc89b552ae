import { describe, expect, it } from 'vitest';
import { oncePerType } from '../../../lib/kube/once-per-type.ts';
import { typeInfo } from '../../../lib/kube/type-info.ts';

describe('oncePerType', () => {
  it('makes something of each type once', () => {
    const asked: string[] = [];
    const made = oncePerType(({ name }) => ({ at: asked.push(name) }));
    const pods = [made(typeInfo('v1.Pod')), made(typeInfo('v1.Pod'))];
    made(typeInfo('[]v1.Container'));
    expect(pods[0]).toBe(pods[1]);
    expect(asked).toEqual(['v1.Pod', '[]v1.Container']);
  });
});
