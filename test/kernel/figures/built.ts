import path from 'node:path';

const FOLDER = path.resolve(__dirname, '../../../../jupyterlab_autolog/kernel');

/** What `npm run build` makes for drawing figures. */
export const BUILT = {
  script: path.join(FOLDER, 'figures.cjs'),
  plotly: path.join(FOLDER, 'plotly-cartesian.min.js')
} as const;
