import type { Deployment, Target } from './deployment.ts';

/** What reaches a function; everything else gets API Gateway's own 403. */
export interface Route {
  readonly method: 'GET' | 'POST';
  /** As API Gateway writes it: `/inject/{proxy+}`. */
  readonly path: string;
  readonly target: Target['id'];
}

/** The beginnings of an address: without a token, and with one. */
const beginnings = ['', '/t/{token}'] as const;

/** The routes of every deployment, which serverless.yml lists too, for what runs the function locally. */
export const plainRoutes: readonly Route[] = [
  ...beginnings.flatMap((beginning): Route[] => [
    { method: 'POST', path: `${beginning}/inject`, target: 'Inject' },
    { method: 'POST', path: `${beginning}/inject/{proxy+}`, target: 'Inject' },
  ]),
  { method: 'GET', path: '/healthz', target: 'Inject' },
];

/** All routes of a deployment: clusters that are kept apart have routes of their own. */
export function routesOf({ apart }: Pick<Deployment, 'apart'>): readonly Route[] {
  return apart === undefined ? plainRoutes : [...plainRoutes, ...apartRoutes(apart.clusters)];
}

/**
 * `/inject/cluster/{proxy+}` stands beside the named clusters, so that the others do not depend on whether API Gateway
 * goes back to `/inject/{proxy+}` once it has gone into `cluster`.
 */
function apartRoutes(clusters: readonly string[]): readonly Route[] {
  return beginnings.flatMap((beginning): Route[] => [
    { method: 'POST', path: `${beginning}/inject/cluster/{proxy+}`, target: 'Inject' },
    ...clusters.flatMap((cluster): Route[] => [
      { method: 'POST', path: `${beginning}/inject/cluster/${cluster}`, target: 'Apart' },
      { method: 'POST', path: `${beginning}/inject/cluster/${cluster}/{proxy+}`, target: 'Apart' },
    ]),
  ]);
}
