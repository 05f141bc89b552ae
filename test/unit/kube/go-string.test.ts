import { describe, expect, it } from 'vitest';
import type { JsonValue } from '../../../lib/json/json-value.ts';
import { goString } from '../../../lib/kube/go-string.ts';
import { typeInfo } from '../../../lib/kube/type-info.ts';

describe('goString prints as the generated String methods do', () => {
  it.each<[name: string, type: string, json: JsonValue, want: string]>([
    ['basic values', 'v1.EnvVar', { name: 'a', value: 'b' }, '&EnvVar{Name:a,Value:b,ValueFrom:nil,}'],
    [
      'nested pointers',
      'v1.EnvVar',
      { valueFrom: { fieldRef: { fieldPath: 'x' } } },
      '&EnvVar{Name:,Value:,ValueFrom:&EnvVarSource{FieldRef:&ObjectFieldSelector{APIVersion:,FieldPath:x,},ResourceFieldRef:nil,ConfigMapKeyRef:nil,SecretKeyRef:nil,FileKeyRef:nil,},}',
    ],
    ['pointers to basic values', 'v1.Sysctl', { name: 'a', value: 'b' }, '&Sysctl{Name:a,Value:b,}'],
    [
      'pointers to numbers',
      'v1.Toleration',
      { tolerationSeconds: 5 },
      '&Toleration{Key:,Operator:,Value:,Effect:,TolerationSeconds:*5,}',
    ],
    ['lists of text', 'v1.Capabilities', { add: ['A', 'B'] }, '&Capabilities{Add:[A B],Drop:[],}'],
    [
      'lists of structs',
      'v1.PodDNSConfig',
      { options: [{ name: 'a' }, { value: 'b' }] },
      '&PodDNSConfig{Nameservers:[],Searches:[],Options:[]PodDNSConfigOption{PodDNSConfigOption{Name:a,Value:nil,},PodDNSConfigOption{Name:,Value:*b,},},}',
    ],
    [
      'structs by value',
      'v1.Lifecycle',
      { stopSignal: 'SIGTERM' },
      '&Lifecycle{PostStart:nil,PreStop:nil,StopSignal:*SIGTERM,}',
    ],
    [
      'maps of text',
      'v1.FlexVolumeSource',
      { driver: 'd', options: { b: '2', a: '1' } },
      '&FlexVolumeSource{Driver:d,FSType:,SecretRef:nil,ReadOnly:false,Options:map[string]string{a: 1,b: 2,},}',
    ],
    [
      'quantities in maps, with their insides',
      'v1.ResourceRequirements',
      { limits: { cpu: '100m', memory: 1024, x: '0.5' } },
      '&ResourceRequirements{Limits:ResourceList{cpu: {{100 -3} {<nil>} 100m DecimalSI},memory: {{1024 0} {<nil>} 1024 DecimalSI},x: {{5 -1} {<nil>}  DecimalSI},},Requests:ResourceList{},Claims:[]ResourceClaim{},}',
    ],
    [
      'quantities behind pointers',
      'v1.EmptyDirVolumeSource',
      { sizeLimit: '1Gi' },
      '&EmptyDirVolumeSource{Medium:,SizeLimit:1Gi,}',
    ],
    [
      'quantities by value',
      'v1.ResourceFieldSelector',
      { resource: 'cpu' },
      '&ResourceFieldSelector{ContainerName:,Resource:cpu,Divisor:{{0 0} {<nil>}  },}',
    ],
    [
      'big quantities by value',
      'v1.ResourceFieldSelector',
      { divisor: '0.1n' },
      '&ResourceFieldSelector{ContainerName:,Resource:,Divisor:{{0 0} {0xc000000000}  DecimalSI},}',
    ],
    ['int or string', 'v1.TCPSocketAction', { port: 'http', host: 'h' }, '&TCPSocketAction{Port:{1 0 http},Host:h,}'],
    [
      'times',
      'v1.ContainerStateRunning',
      { startedAt: '2024-01-02T03:04:05Z' },
      '&ContainerStateRunning{StartedAt:2024-01-02 03:04:05 +0000 UTC,}',
    ],
    [
      'selectors of another package',
      'v1.PodAffinityTerm',
      { labelSelector: { matchLabels: { a: 'b' } } },
      '&PodAffinityTerm{LabelSelector:&v1.LabelSelector{MatchLabels:map[string]string{a: b,},MatchExpressions:[]LabelSelectorRequirement{},},Namespaces:[],TopologyKey:,NamespaceSelector:nil,MatchLabelKeys:[],MismatchLabelKeys:[],}',
    ],
    [
      'managed fields',
      'v1.ManagedFieldsEntry',
      { fieldsV1: { a: 1 } },
      '&ManagedFieldsEntry{Manager:,Operation:,APIVersion:,Time:<nil>,FieldsType:,FieldsV1:{"a":1},Subresource:,}',
    ],
    [
      'protobuf order',
      'v1.OwnerReference',
      { apiVersion: 'v1', kind: 'K' },
      '&OwnerReference{Kind:K,Name:,UID:,APIVersion:v1,Controller:nil,BlockOwnerDeletion:nil,}',
    ],
  ])('%s', (_, type, json, want) => {
    expect(goString({ info: typeInfo(type), json, path: '' })).toBe(want);
  });

  it('prints metadata inside a Pod as %v does, pointers to basic values as addresses', () => {
    const json = {
      metadata: { name: 'a', deletionGracePeriodSeconds: 1, labels: { b: 'c' }, ownerReferences: [{ kind: 'K' }] },
    };
    expect(goString({ info: typeInfo('v1.Pod'), json, path: '' })).toContain(
      'ObjectMeta:{a      0 0001-01-01 00:00:00 +0000 UTC <nil> 0xc000000000 map[b:c] map[] [{ K   <nil> <nil>}] [] []},Spec:PodSpec{',
    );
  });
});
