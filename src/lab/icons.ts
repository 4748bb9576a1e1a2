import { LabIcon } from '@jupyterlab/ui-components';

const svg = (body: string): string =>
  `<svg xmlns="http://www.w3.org/2000/svg" width="16" viewBox="0 0 24 24">${body}</svg>`;

/** A falling curve above its axis. */
export const runsIcon = new LabIcon({
  name: 'jupyterlab-autolog:runs',
  svgstr: svg(
    '<path class="jp-icon3" fill="#616161" d="M3 3h2v16h16v2H3zM7.2 6.1l1.7-1.1 3.1 5.4 3.2 3.1 5.4 1.2-.4 2-6-1.4-3.8-3.7z"/>'
  )
});

export const caretLeftIcon = new LabIcon({
  name: 'jupyterlab-autolog:back',
  svgstr: svg(
    '<path class="jp-icon3" fill="#616161" d="M15.4 7.4 14 6l-6 6 6 6 1.4-1.4-4.6-4.6z"/>'
  )
});
