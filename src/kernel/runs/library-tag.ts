/** Run tag with the versions that a training was made with, as in `node 20.19.0, @tensorflow/tfjs-layers 4.22.0`. */
const LIBRARIES_TAG = 'autolog.libraries';

/** The tag for a training with `libraries`, versions by package name. */
export function libraryTag(libraries: Readonly<Record<string, string>>): Record<string, string> {
  const versions = Object.entries({ node: process.versions.node, ...libraries });
  return { [LIBRARIES_TAG]: versions.map(([name, version]) => `${name} ${version}`).join(', ') };
}
