import { describe, expect, it } from 'vitest';
import {
  claimProblems,
  mountProblems,
  volumeNameProblems,
  volumeProblems,
} from '../../../../lib/inject/check/volume-problems.ts';
import type { JsonObject } from '../../../../lib/json/json-value.ts';

const none: ReadonlySet<JsonObject> = new Set();

describe('sources of volumes', () => {
  it.each<readonly [JsonObject, readonly string[]]>([
    [{ name: 'v', emptyDir: {} }, []],
    [{ name: 'v', emptyDir: {}, hostPath: null }, []],
    [{ name: 'v', emptyDir: {}, unknown: {} }, []],
    [{ name: 'v', emptyDir: {}, hostPath: {} }, ['volume "v" is both emptyDir and hostPath']],
    [{ emptyDir: {}, hostPath: {} }, ['volume "" is both emptyDir and hostPath']],
  ])('of %j', (volume, want) => {
    expect(volumeProblems({ spec: { volumes: [volume] } }, none).map(({ text }) => text)).toEqual(want);
    expect(volumeProblems({ spec: { volumes: [volume] } }, new Set([volume]))).toEqual([]);
  });

  it('are of volumes whose names are not shared', () => {
    const texts = (...names: string[]) =>
      volumeNameProblems({ spec: { volumes: names.map((name) => ({ name })) } }, none).map(({ text }) => text);
    expect(texts('a', 'b')).toEqual([]);
    expect(texts('a', 'b', 'a')).toEqual(['volume "a" is there twice']);
  });
});

describe('what containers use', () => {
  const using = (list: string, rest: JsonObject): JsonObject => ({ [list]: [{ name: 'app', ...rest }] });
  const mounts = 'container "app" mounts the volume "v", which neither the pod nor a template defines';
  it.each<readonly [JsonObject, readonly string[]]>([
    [{ ...using('containers', { volumeMounts: [{ name: 'v' }] }), volumes: [{ name: 'v' }] }, []],
    [using('containers', { volumeMounts: [{ name: 'v' }] }), [mounts]],
    [using('initContainers', { volumeDevices: [{ name: 'v' }] }), [mounts]],
    [using('containers', {}), []],
  ])('of volumes: %j', (spec, want) => {
    expect(mountProblems({ spec }).map(({ text }) => text)).toEqual(want);
  });

  const uses = 'container "app" uses the resource claim "gpu", which the pod does not have';
  const claims = { resources: { claims: [{ name: 'gpu' }] } };
  it.each<readonly [JsonObject, readonly string[]]>([
    [using('containers', claims), [uses]],
    [{ ...using('initContainers', claims), resourceClaims: [{ name: 'gpu' }] }, []],
    [{ ...using('initContainers', claims), resourceClaims: [{ name: 'other' }] }, [uses]],
  ])('of claims: %j', (spec, want) => {
    expect(claimProblems({ spec }).map(({ text }) => text)).toEqual(want);
  });
});
