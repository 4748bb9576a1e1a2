/** A cell of a program that knows nothing of us. */
export interface Cell {
  readonly name: string;
  readonly code: string;
  /** Only for the TypeScript kernel. */
  readonly ts?: true;
  /** What its output must hold, so that it does what its name says. */
  readonly shows?: RegExp;
}

/**
 * Cells whose outcome must be the same with us and without. The first one is the first of
 * its kernel; the others build on one another.
 */
export const CELLS: readonly Cell[] = [
  { name: 'a value', code: '1 + 1', shows: /^2\n$/ },
  { name: 'a declaration', code: 'let counter = 1; const list = [1, 2, 3];' },
  { name: 'a name of an earlier cell', code: 'counter += list.length; counter', shows: /4/ },
  { name: 'a typed declaration', code: 'let typed: number = 5; typed', ts: true, shows: /5/ },
  {
    name: 'a type error',
    code: 'const wrong: number = "text";',
    ts: true,
    shows: /not assignable/
  },
  { name: 'a name that is not there', code: 'nowhere + 1', shows: /nowhere/ },
  { name: 'a syntax error', code: 'const = 5', shows: /expected/i },
  { name: 'a thrown error', code: 'throw new RangeError("mine")', shows: /RangeError: mine\n +at/ },
  { name: 'a thrown value', code: 'throw { code: 7 }', shows: /code: 7/ },
  { name: 'a thrown undefined', code: 'throw undefined', shows: /undefined/ },
  {
    name: 'an error deep down',
    code: 'function a() { b() }\nfunction b() { c() }\nfunction c() { throw new Error("deep") }\na()',
    shows: /at c .*\n.*at b /
  },
  {
    name: 'an error after a wait',
    code: 'async function late() { await null; throw new Error("late") }\nawait late()',
    shows: /at async/
  },
  {
    name: 'a stack',
    code: 'await null;\nconsole.log(new Error("here").stack)',
    shows: /Error: here\n +at/
  },
  {
    name: 'a class',
    code: 'class Point { half = 4; get double() { return this.half * 2 } }'
  },
  { name: 'an instance of an earlier cell’s class', code: 'new Point().double', shows: /8/ },
  {
    name: 'output to both streams',
    code: 'console.log("out"); console.error("err"); process.stdout.write("raw\\n")',
    shows: /out\nraw/
  },
  {
    name: 'output from timers of the cell',
    code: 'await new Promise(resolve => setTimeout(() => { console.log("tick"); resolve(null) }, 20))',
    shows: /tick/
  },
  {
    name: 'parallel waits',
    code: 'const waited = await Promise.all([3, 1, 2].map(async n => { await new Promise(r => setTimeout(r, n)); return n })); waited',
    shows: /\[ 3, 1, 2 \]/
  },
  {
    name: 'an unhandled rejection',
    code: 'Promise.reject(new Error("nobody")); await new Promise(r => setTimeout(r, 20))',
    shows: /UnhandledPromiseRejection: Error: nobody/
  },
  {
    name: 'an error thrown by a timer',
    code: 'setTimeout(() => { throw new Error("from a timer") }, 1); await new Promise(r => setTimeout(r, 30))',
    shows: /UncaughtException: Error: from a timer\n +at/
  },
  {
    name: 'displays',
    code: 'import { display } from "tslab"; display.html("<b>1</b>"); display.text("two"); display.jpeg(new Uint8Array([1, 2, 3]))'
  },
  {
    name: 'a display that is updated',
    code: 'const shown = (await import("tslab")).newDisplay("own"); shown.html("<i>1</i>"); shown.html("<i>2</i>")'
  },
  {
    name: 'an import of Node’s',
    code: 'import * as os from "os"; typeof os.cpus()',
    shows: /object/
  },
  {
    name: 'a dynamic import',
    code: 'const { join } = await import("path"); join("a", "b")',
    shows: /a.b/
  },
  {
    name: 'a require that finds nothing',
    code: 'try { require("no-such-" + "package") } catch (error) { console.log(error.code, error.message) }',
    shows: /MODULE_NOT_FOUND/
  },
  {
    name: 'an import that finds nothing',
    code: 'import * as missing from "no-such-package"; missing',
    ts: true,
    shows: /Cannot find module/
  },
  {
    name: 'globals',
    code: 'JSON.stringify([Object.keys(globalThis).sort(), typeof globalThis.mlflow])'
  },
  {
    name: 'the environment',
    code: 'JSON.stringify(Object.keys(process.env).filter(key => !/^(npm_|_$)/.test(key)).sort())'
  },
  {
    name: 'options of the process',
    code: 'JSON.stringify([process.env.NODE_OPTIONS, process.execArgv, process.argv.length])',
    shows: /--max-old-space-size=2000/
  },
  {
    name: 'a child process',
    code: 'import { execFileSync } from "child_process"; execFileSync(process.execPath, ["-p", "JSON.stringify([process.env.NODE_OPTIONS, process.execArgv])"]).toString()',
    shows: /--max-old-space-size=2000/
  },
  {
    name: 'a worker thread',
    code: `import { Worker } from "worker_threads";
const worker = new Worker("require('worker_threads').parentPort.postMessage([process.env.NODE_OPTIONS, typeof mlflow])", { eval: true });
await new Promise(resolve => worker.once("message", message => { console.log(message); resolve(null) }))`,
    shows: /undefined/
  },
  {
    name: 'listeners of the process',
    code: 'process.listenerCount("SIGINT") + process.listenerCount("uncaughtException")'
  },
  { name: 'an own mlflow', code: 'const mlflow = 3; mlflow', shows: /^3\n$/ },
  { name: 'the own mlflow of an earlier cell', code: 'mlflow + 1', shows: /^4\n$/ },
  {
    name: 'a library that is observed',
    code: `import * as tf from '@tensorflow/tfjs';
const model = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [2], kernelInitializer: 'ones' })] });
model.compile({ optimizer: 'sgd', loss: 'meanSquaredError', metrics: ['mae'] });
const x = tf.tensor2d([[1, 2], [3, 4], [5, 6]]), y = tf.tensor2d([[1], [2], [3]]);`
  },
  {
    name: 'a training',
    code: `const seen = [];
await model.fit(x, y, { epochs: 3, shuffle: false, callbacks: { onEpochEnd: (epoch, logs) => { seen.push([epoch, logs.loss]) } } });`,
    shows: /History \{[^]*loss: \[/
  },
  {
    name: 'what a training left',
    code: 'JSON.stringify([seen, tf.memory().numTensors, model.getWeights().map(w => w.arraySync()), (model.evaluate(x, y) as any)[0].arraySync()])',
    ts: true,
    shows: /\[\[0,/
  },
  {
    name: 'a training that throws',
    code: 'await model.fit(x, tf.zeros([2, 1]))',
    shows: /ValueError: Input Tensors should have the same number of samples[^]*\n +at/
  },
  {
    name: 'a training whose callback throws',
    code: 'await model.fit(x, y, { callbacks: { onEpochEnd: () => { throw new RangeError("mine") } } })',
    shows: /RangeError: mine\n +at/
  },
  { name: 'nothing', code: '' },
  { name: 'a comment', code: '// only' },
  { name: 'undefined as the last value', code: 'void 0' },
  { name: 'a long output', code: '"x".repeat(50000)' },
  {
    name: 'a loop',
    code: 'let sum = 0; for (let i = 0; i < 1e6; i += 1) { sum += i } sum',
    shows: /499999500000/
  },
  { name: 'a browser cell', code: '/** @browser */\nlet inBrowser = document' }
];
