import { LIMITS } from '../limits.js';
import { assertName } from '../name-rules.js';
import type { CreateModelVersion, SearchRegistry } from '../requests.js';
import { encodeId, encodeTags } from './encode-entities.js';
import { encodePageSize, type PageSizes } from './page-size.js';
import { cleanText } from './text.js';

/** The query of a search in the registry, without its page token. */
export function encodeSearchRegistry(
  request: SearchRegistry,
  sizes: PageSizes
): { max_results: number; filter?: string; order_by?: string[] } {
  return {
    max_results: encodePageSize(request.maxResults, sizes),
    ...(request.filter === undefined ? {} : { filter: cleanText(request.filter) }),
    ...(request.orderBy === undefined ? {} : { order_by: request.orderBy.map(cleanText) })
  };
}

export function encodeCreateModelVersion(request: CreateModelVersion): object {
  const modelId = request.modelId ?? loggedModelOf(request.source);
  return {
    name: assertName('registeredModel', request.name),
    source: cleanText(request.source),
    ...(modelId === undefined ? {} : { model_id: encodeId(modelId, 'The model id') }),
    ...(request.runId === undefined ? {} : { run_id: encodeId(request.runId, 'The run id') }),
    ...(request.runLink === undefined ? {} : { run_link: cleanText(request.runLink) }),
    tags: encodeTags(request.tags, LIMITS.registryTagValue),
    ...(request.description === undefined ? {} : { description: cleanText(request.description) })
  };
}

/** Servers refuse the address of a logged model without its id beside it. */
function loggedModelOf(source: string): string | undefined {
  return /^models:\/(m-[\w-]+)$/.exec(source)?.[1];
}
