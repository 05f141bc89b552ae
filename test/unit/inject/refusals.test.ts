import { describe, expect, it } from 'vitest';
import { RefusedAnnotationError } from '../../../lib/contract/errors.ts';
import { injectInto, shopPod, sidecar } from './fixture.ts';

describe("what a pod's author reads", () => {
  it('refuses what its behaviour finds wrong, values cut at 120 characters', () => {
    const problem = (annotation: string, length: number) => ({ annotation, value: 'v'.repeat(length), message: 'no' });
    const validate = () => [problem('a', 120), problem('b', 121)];
    const value = 'v'.repeat(120);
    expect(injectInto(shopPod, { templates: { sidecar }, behaviour: { validate } })).toEqual({
      kind: 'refused',
      message: `annotation a has the value "${value}": no. annotation b has the value "${value}…": no.`,
    });
  });

  it('tells of an annotation whose fault shows only where data for templates is made', () => {
    const templateData = () => {
      throw new RefusedAnnotationError('a', 'v', 'no');
    };
    expect(injectInto(shopPod, { templates: { sidecar }, behaviour: { templateData } })).toEqual({
      kind: 'refused',
      message: 'annotation a has the value "v": no.',
    });
  });
});
