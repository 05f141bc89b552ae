import { describe, expect, it } from 'vitest';
import { CommandError } from '../../../../lib/cli/errors.ts';
import { rootOf } from '../../../../lib/cli/parameters/root.ts';

const deep = (levels: number) => `ssm:${'/a'.repeat(levels)}`;

describe('rootOf', () => {
  it.each([
    ['ssm:/sidecar-injector', '/sidecar-injector'],
    ['ssm:/team/injector/', '/team/injector'],
    [deep(12), deep(12).slice('ssm:'.length)],
  ])('takes %s', (target, root) => {
    expect(rootOf(target, '--to')).toBe(root);
  });

  it.each([
    ['ssm:', /is no root/],
    ['ssm:/', /is no root/],
    ['ssm://x', /is no root/],
    ['ssm:injector', /write ssm:\/ROOT/],
    ['ssm:/a b', /is no root/],
    ['s3:/injector', /is no root/],
    ['ssm:/aws/injector', /begin with aws or ssm/],
    ['ssm:/SSM-injector', /begin with aws or ssm/],
    [deep(13), /12 levels/],
  ])('refuses %s as a wrong command line', (target, message) => {
    expect(() => rootOf(target, '--to')).toThrow(CommandError);
    expect(() => rootOf(target, '--to')).toThrow(
      expect.objectContaining({ exitCode: 2, message: expect.stringMatching(message) }),
    );
  });
});
