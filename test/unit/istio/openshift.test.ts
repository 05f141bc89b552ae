import { describe, expect, it } from 'vitest';
import { dropSharedUser, proxyIds } from '../../../lib/istio/openshift.ts';

const namespace = (range?: string, groups?: string) => ({
  metadata: {
    annotations: {
      ...(range === undefined ? {} : { 'openshift.io/sa.scc.uid-range': range }),
      ...(groups === undefined ? {} : { 'openshift.io/sa.scc.supplemental-groups': groups }),
    },
  },
});

describe('proxyIds', () => {
  it.each([
    ['no namespace', null, 1337, 1337],
    ['no annotations', {}, 1337, 1337],
    ['start and size', namespace('1000/100', '2000/10'), 1099, 2009],
    ['start and end', namespace('1000-1050'), 1050, 1050],
    ['several groups', namespace('1000/100', '1-5,7-9'), 1099, 5],
    ['a broken group', namespace('1000/100', '1-5,x'), 1099, 1337],
    ['a broken range', namespace('abc', '1-5'), 1337, 5],
    ['an empty range', namespace('', ''), 1337, 1337],
    ['a number beyond 32 bits', namespace('4294967296/1'), 1337, 1337],
  ])('takes the last of the ranges: %s', (_name, object, uid, gid) => {
    expect(proxyIds(object)).toEqual({ uid, gid });
  });
});

describe('dropSharedUser', () => {
  const pod = (proxyUser: number, appUser: number) => ({
    spec: {
      containers: [
        { name: 'app', securityContext: { runAsUser: appUser } },
        { name: 'istio-proxy', securityContext: { runAsUser: proxyUser, runAsGroup: 9, privileged: false } },
      ],
    },
  });
  it("drops the user's proxy's user where the application has the same", () => {
    expect(dropSharedUser(pod(5, 5)).spec).toEqual({
      containers: [
        { name: 'app', securityContext: { runAsUser: 5 } },
        { name: 'istio-proxy', securityContext: { privileged: false } },
      ],
    });
  });
  it('keeps another one', () => {
    const other = pod(6, 5);
    expect(dropSharedUser(other)).toBe(other);
    expect(dropSharedUser({ spec: { containers: [{ name: 'app' }] } })).toEqual({
      spec: { containers: [{ name: 'app' }] },
    });
  });
});
