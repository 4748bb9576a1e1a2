import { setFlagsFromString } from 'node:v8';

/**
 * Loaded before all else of the shipper, as it counts from the first WebAssembly on.
 *
 * A shipper lives beside each kernel, mostly to wait, and by itself V8 takes memory for speed that
 * is of no use here: to optimise undici's HTTP parser, which is WebAssembly, 30 MB for a moment;
 * and 60 MB of garbage that it lets lie while a long journal is read. The figures are those of
 * `npm run bench -- shipper-memory`; ship-loaded has the same speed with and without.
 */
for (const flag of [
  // The second and third follow from the first only where it is given on the command line.
  '--liftoff-only',
  '--no-wasm-tier-up',
  '--no-wasm-dynamic-tiering',
  '--semi-space-growth-factor=1',
  '--optimize-for-size',
  // Compiling what is hot takes 5 MB at its highest, and more processor time than it saves.
  '--no-opt'
]) {
  setFlagsFromString(flag);
}
