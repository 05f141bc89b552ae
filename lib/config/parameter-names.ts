import { defaultCluster } from './snapshot.ts';

/** The parameters that fill a snapshot, but for `templates/<name>`, whose names `settings` lists. */
export const snapshotParameters = ['policy', 'template', 'values', 'settings', 'mesh', 'proxyconfigs'] as const;

/** The folder of further templates. */
export const templateFolder = 'templates';

/** The parameter that pins versions of the others. */
export const releaseParameter = 'release';

/** The parameter that says which token is good for which clusters; under `default` only. */
export const tokensParameter = 'tokens';

/**
 * The parameter that turns injection off, for all clusters or one. Read at its newest version, whatever a release pins.
 */
export const switchParameter = 'switch';

/** Whether this is the full name of a switch: `default/switch`, `prod/switch`. */
export function isSwitch(name: string): boolean {
  return /^[^/]+\/switch$/.test(name);
}

const clusterName = /^[a-z0-9-]{1,63}$/;
const templateName = /^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/;

/** Whether an address may name this cluster: `[a-z0-9-]{1,63}`, and not `default`. */
export function isClusterName(name: string): boolean {
  return name !== defaultCluster && clusterName.test(name);
}

/** Whether parameters stand below a folder of this name: `default` or a cluster's. */
export function isParameterFolder(name: string): boolean {
  return name === defaultCluster || isClusterName(name);
}

/** Whether `templates/<name>` may be called so: letters, digits, `.`, `_` and `-`, at most 63. */
export function isTemplateName(name: string): boolean {
  return templateName.test(name);
}

/** The paths at which a parameter of a cluster is looked for; the first that exists wins whole. */
export function lookupPaths(cluster: string, name: string): readonly string[] {
  return cluster === defaultCluster
    ? [`${defaultCluster}/${name}`]
    : [`${cluster}/${name}`, `${defaultCluster}/${name}`];
}

/**
 * Full names of what fills a cluster's snapshot, the cluster's own and the default's (6 or 12), without `release`,
 * `tokens` and named templates (`templateNames`).
 */
export function parameterNames(cluster: string): readonly string[] {
  return snapshotParameters.flatMap((name) => lookupPaths(cluster, name));
}
