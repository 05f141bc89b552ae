import type { JsonObject } from '../../../lib/json/json-value.ts';
import type { ApiAnswer, ApiClient } from './api-client.ts';
import { type ApiServer, startApiServer } from './api-server.ts';
import { untilLabelsAreObeyed, untilObeyed } from './until-obeyed.ts';

const configurationsPath = '/apis/admissionregistration.k8s.io/v1/mutatingwebhookconfigurations';

/** Labels with which a namespace opts in. */
export const optedIn = { 'sidecar-injection': 'enabled' };

/** Starts one of its own for a suite, with a namespace `selected` that has opted in. Stop it. */
export async function startCluster(): Promise<Cluster> {
  const cluster = new Cluster(await startApiServer());
  await cluster.namespace('selected', optedIn);
  return cluster;
}

/** What a test asks of the cluster, in its own words. */
export class Cluster {
  readonly server: ApiServer;
  readonly #client: ApiClient;

  constructor(server: ApiServer) {
    this.server = server;
    this.#client = server.client;
  }

  stop(): Promise<void> {
    return this.server.stop();
  }

  /** Makes a namespace, or changes its labels, and waits until the API server goes by them. */
  async namespace(name: string, labels: Readonly<Record<string, string>> = {}): Promise<void> {
    const body = { apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } };
    const { status } = await this.#client.call({ method: 'POST', path: '/api/v1/namespaces', body });
    if (status === 409) {
      const path = `/api/v1/namespaces/${name}`;
      const contentType = 'application/merge-patch+json';
      await this.#client.call({ method: 'PATCH', path, contentType, body: { metadata: { labels } } });
      await untilLabelsAreObeyed(this.#client);
    }
  }

  /** Waits until the API server goes by what others wrote: webhook configurations and labels of namespaces. */
  async settled(): Promise<void> {
    await untilObeyed(this.#client, 'webhooks');
    await untilLabelsAreObeyed(this.#client);
  }

  createPod(namespace: string, pod: JsonObject, query = ''): Promise<ApiAnswer> {
    return this.#client.call({ method: 'POST', path: `/api/v1/namespaces/${namespace}/pods${query}`, body: pod });
  }

  async readPod(namespace: string, name: string): Promise<JsonObject> {
    const { body } = await this.#client.call({ method: 'GET', path: `/api/v1/namespaces/${namespace}/pods/${name}` });
    return body;
  }

  patchPod(namespace: string, name: string, body: unknown): Promise<ApiAnswer> {
    const [pod, subresource] = name.split('/');
    const path = `/api/v1/namespaces/${namespace}/pods/${pod}${subresource === undefined ? '' : `/${subresource}`}`;
    return this.#client.call({ method: 'PATCH', path, contentType: 'application/strategic-merge-patch+json', body });
  }

  async listPods(namespace: string): Promise<readonly JsonObject[]> {
    const { body } = await this.#client.call({ method: 'GET', path: `/api/v1/namespaces/${namespace}/pods` });
    return body.items as readonly JsonObject[];
  }

  /** Makes exactly these configurations be in force, and waits until the API server obeys them. */
  async register(...configurations: readonly JsonObject[]): Promise<void> {
    await this.#client.call({ method: 'DELETE', path: configurationsPath });
    for (const body of configurations) {
      const answer = await this.#client.call({ method: 'POST', path: configurationsPath, body });
      if (answer.status !== 201) {
        throw new Error(`the API server refuses the configuration: ${JSON.stringify(answer.body)}`);
      }
    }
    await untilObeyed(this.#client, 'webhooks');
  }
}
