import './setup/node-version.mjs';

// Loaded only now, because an old Node can't even read the rest.
import('./process/main.mjs').then(({ main }) =>
  main(args => import('./faults/faults.mjs').then(({ faults }) => faults(args)))
);
