import type { Servers } from '../../../src/kernel/api/reading/server.js';
import { MlflowClient } from '../../../src/tracking/index.js';

/** A server that answers every request with the JSON that `answer` gives, by method and path. */
export function fakeServers(answer: (request: string) => object = () => ({})): Servers & {
  readonly requests: string[];
} {
  const requests: string[] = [];
  const client = new MlflowClient({
    trackingUri: 'http://127.0.0.1:9',
    fetch: async (url, { method }) => {
      const request = `${method} ${new URL(url).pathname.replace('/api/2.0/mlflow/', '')}`;
      requests.push(request);
      return new Response(JSON.stringify(answer(request)), {
        headers: { 'content-type': 'application/json' }
      });
    }
  });
  return { requests, client: () => client };
}
