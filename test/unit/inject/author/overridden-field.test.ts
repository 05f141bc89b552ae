import { describe, expect, it } from 'vitest';
import { overriddenField, tokenMounts } from '../../../../lib/inject/author/overridden-field.ts';
import type { JsonObject } from '../../../../lib/json/json-value.ts';

const token = {
  name: 'kube-api-access-x1y2z',
  mountPath: '/var/run/secrets/kubernetes.io/serviceaccount',
  readOnly: true,
};

describe('overriddenField', () => {
  const fieldOf = (own: JsonObject, template: JsonObject = {}) =>
    overriddenField({ name: 'proxy', ...own }, { name: 'proxy', image: 'p:1', ...template }, 'nothing');

  it.each<readonly [string, string]>([
    ['auto', 'Always'],
    ['a', 'Always'],
    ['a:1', 'IfNotPresent'],
    ['a:latest', 'Always'],
    ['a@sha256:0', 'IfNotPresent'],
    ['host:5000/a', 'Always'],
    ['host:5000/a:1', 'IfNotPresent'],
    ['host:5000/a:latest', 'Always'],
  ])('takes what the API server fills in for the image %s', (image, imagePullPolicy) => {
    const other = imagePullPolicy === 'Always' ? 'IfNotPresent' : 'Always';
    expect(fieldOf({ imagePullPolicy, image }, { image })).toBeUndefined();
    expect(fieldOf({ imagePullPolicy: other, image }, { image })).toMatchObject({ field: 'imagePullPolicy' });
  });

  it.each<readonly [string, JsonObject, JsonObject]>([
    ['null', { args: null }, {}],
    ['what the template says', { args: ['x'] }, { args: ['x'] }],
    ['what says nothing', { tty: false, env: [] }, {}],
    [
      'part of what the template says',
      { env: [{ name: 'B', value: '2' }] },
      { env: [{ name: 'A' }, { name: 'B', value: '2' }] },
    ],
    ['the mount of the token', { volumeMounts: [token] }, {}],
    [
      'the mount of the token beside one of the template',
      { volumeMounts: [token, { name: 'a', mountPath: '/a' }] },
      { volumeMounts: [{ name: 'a', mountPath: '/a' }] },
    ],
    [
      'the defaults of termination',
      { terminationMessagePath: '/dev/termination-log', terminationMessagePolicy: 'File' },
      {},
    ],
  ])('is none for %s', (_name, own, template) => {
    expect(fieldOf(own, template)).toBeUndefined();
  });

  it.each<readonly [string, JsonObject, JsonObject, JsonObject]>([
    ['what the template does not say', { args: ['x'] }, {}, { field: 'args', own: ['x'], templates: null }],
    ['another value', { tty: true }, { tty: false }, { field: 'tty', own: true, templates: false }],
    ['the first of several', { tty: true, args: ['x'] }, {}, { field: 'tty', own: true, templates: null }],
    [
      'a mount beside the token',
      { volumeMounts: [token, { name: 'a', mountPath: '/a' }] },
      {},
      { field: 'volumeMounts', own: [{ name: 'a', mountPath: '/a' }], templates: null },
    ],
    [
      'another place for the termination message',
      { terminationMessagePath: '/x' },
      {},
      { field: 'terminationMessagePath', own: '/x', templates: null },
    ],
    [
      'another policy of it',
      { terminationMessagePolicy: 'FallbackToLogsOnError' },
      {},
      { field: 'terminationMessagePolicy', own: 'FallbackToLogsOnError', templates: null },
    ],
  ])('is %s', (_name, own, template, want) => {
    expect(fieldOf(own, template)).toEqual(want);
  });

  it('leaves resources to authors who may set them, and nothing else', () => {
    const own = { name: 'proxy', resources: { limits: { cpu: '1' } } };
    const template = { name: 'proxy' };
    expect(overriddenField(own, template, 'resources')).toBeUndefined();
    expect(overriddenField(own, template, 'nothing')).toMatchObject({ field: 'resources' });
    expect(overriddenField({ ...own, tty: true }, template, 'resources')).toMatchObject({ field: 'tty' });
  });
});

describe('tokenMounts', () => {
  it.each<readonly [string, JsonObject]>([
    ['another path', { ...token, mountPath: '/x' }],
    ['a mount to write to', { ...token, readOnly: false }],
    ['another name', { ...token, name: 'data' }],
    ['something besides', { ...token, subPath: 'x' }],
  ])('are none with %s', (_name, other) => {
    expect(tokenMounts({ volumeMounts: [other, token] })).toEqual([token]);
  });
});
