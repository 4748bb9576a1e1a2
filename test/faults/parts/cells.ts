import path from 'node:path';

const ACKNOWLEDGEMENTS = path.join(__dirname, 'acknowledgements.js');

/** The first cell of a notebook: what the others say that their calls have returned with. */
export function acknowledgingCell(file: string): string {
  return `
    const { Acknowledgements } = require(${JSON.stringify(ACKNOWLEDGEMENTS)});
    const acknowledgements = new Acknowledgements(${JSON.stringify(file)});
    function timed(call: () => void): number {
      const begin = process.hrtime();
      call();
      const [seconds, nanoseconds] = process.hrtime(begin);
      return seconds * 1000 + nanoseconds / 1e6;
    }
    function begin(): string {
      let run = '';
      const delay = timed(() => { run = mlflow.startRun().clientRunId; });
      acknowledgements.add('run', run, '', 0, '', delay);
      return run;
    }
    function metric(run: string, key: string, value: number, step: number): void {
      const delay = timed(() => mlflow.logMetric(key, value, step));
      acknowledgements.add('metric', run, key, step, value, delay);
    }`;
}

/** Logs until the kernel ends, and lets other cells in now and then. */
export const STEADY_CELL = `
  {
    const run = begin();
    mlflow.logParam('kind', 'steady');
    acknowledgements.add('param', run, 'kind', 0, 'steady', 0);
    for (let step = 0; ; step += 1) {
      metric(run, 'loss', 1 / (step + 1), step);
      if (step % 3 === 0) await new Promise(resolve => setTimeout(resolve, 10));
    }
  }`;

/** Logs one point a millisecond for so many seconds, and never yields. */
export function neverYieldingCell(seconds: number): string {
  return `
    {
      const run = begin();
      const start = performance.now();
      for (let step = 0, age = 0; age < ${seconds * 1000}; age = performance.now() - start) {
        if (age >= step) { metric(run, 'loss', step / 2, step); step += 1; }
      }
      mlflow.endRun();
      acknowledgements.add('end', run, '', 0, 'FINISHED', 0);
    }`;
}
