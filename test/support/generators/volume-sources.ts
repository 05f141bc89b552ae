import type { JsonObject } from '../../../lib/json/json-value.ts';

const claim = { spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } } };

/** Sources of volumes that people use today. The last one is none at all, which stands for an `emptyDir`. */
export const usualSources: readonly JsonObject[] = [
  { emptyDir: {} },
  { emptyDir: { medium: 'Memory', sizeLimit: '1Gi' } },
  { configMap: { name: 'c', defaultMode: 420, items: [{ key: 'k', path: 'p' }] } },
  { secret: { secretName: 's', optional: true } },
  { hostPath: { path: '/var/log', type: '' } },
  { persistentVolumeClaim: { claimName: 'c' } },
  { downwardAPI: { items: [{ path: 'l', fieldRef: { fieldPath: 'metadata.labels' } }] } },
  { projected: { sources: [{ serviceAccountToken: { path: 't', audience: 'a' } }, { configMap: { name: 'c' } }] } },
  { csi: { driver: 'secrets.example.com', readOnly: true } },
  { nfs: { server: 's', path: '/x' } },
  { ephemeral: { volumeClaimTemplate: claim } },
  { image: { reference: 'shop/data:1', pullPolicy: 'IfNotPresent' } },
  {},
];

/** All other sources that Kubernetes knows: they still pass its validation. */
export const oldSources: readonly JsonObject[] = [
  { awsElasticBlockStore: { volumeID: 'v' } },
  { azureDisk: { diskName: 'd', diskURI: 'https://store.example.com/d.vhd' } },
  { azureFile: { secretName: 's', shareName: 's' } },
  { cephfs: { monitors: ['m:6789'] } },
  { cinder: { volumeID: 'v' } },
  { fc: { targetWWNs: ['w'], lun: 0 } },
  { flexVolume: { driver: 'example.com/driver' } },
  { flocker: { datasetName: 'd' } },
  { gcePersistentDisk: { pdName: 'd' } },
  { gitRepo: { repository: 'https://git.example.com/r' } },
  { glusterfs: { endpoints: 'e', path: 'p' } },
  { iscsi: { targetPortal: '10.0.0.1:3260', iqn: 'iqn.2001-04.com.example:disk', lun: 0 } },
  { photonPersistentDisk: { pdID: 'p' } },
  { portworxVolume: { volumeID: 'v' } },
  { quobyte: { registry: 'r:7861', volume: 'v' } },
  { rbd: { monitors: ['m:6789'], image: 'i' } },
  { scaleIO: { gateway: 'https://g.example.com', system: 's', secretRef: { name: 's' }, volumeName: 'v' } },
  { storageos: { volumeName: 'v' } },
  { vsphereVolume: { volumePath: '[store] v' } },
];
