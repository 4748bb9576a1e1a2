import { TAGS } from '../../protocol/index.js';

/** The tag for a training with `libraries`, versions by package name. */
export function libraryTag(libraries: Readonly<Record<string, string>>): Record<string, string> {
  const versions = Object.entries({ node: process.versions.node, ...libraries });
  return { [TAGS.libraries]: versions.map(([name, version]) => `${name} ${version}`).join(', ') };
}
