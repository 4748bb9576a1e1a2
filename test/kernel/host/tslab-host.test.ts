import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { setImmediate as turn } from 'node:timers/promises';
import { hookCells } from '../../../src/kernel/host/tslab/cells-hook.js';
import { declareGlobal } from '../../../src/kernel/host/tslab/declare-global.js';
import { hookExecutor } from '../../../src/kernel/host/tslab/executor-hook.js';
import {
  isConverterModule,
  isJupyterModule
} from '../../../src/kernel/host/tslab/tslab-modules.js';
import { Faults } from '../../../src/kernel/patch/faults.js';
import { CellExecutions } from '../../../src/kernel/runs/cell-execution.js';
import type { CellExecution } from '../../../src/kernel/runs/cell-execution.js';
import { executeRequest, makeConverterModule, makeJupyterModule } from './tslab-double.js';

interface Hooked extends ReturnType<typeof makeJupyterModule> {
  readonly cells: CellExecutions;
  readonly faults: Faults;
  readonly ended: CellExecution[];
}

function hooked(run: (cells: CellExecutions, code: string) => Promise<boolean>): Hooked {
  const cells = new CellExecutions();
  const faults = new Faults({});
  const ended: CellExecution[] = [];
  const double = makeJupyterModule(code => run(cells, code));
  hookCells(double.module, { cells, faults, ended: cell => ended.push(cell) });
  return { ...double, cells, faults, ended };
}

describe('Cells of tslab', () => {
  it('are told by id, count and source while their code runs, and after', async () => {
    const seen: (CellExecution | null)[] = [];
    const kernel = hooked(async cells => {
      seen.push(cells.current);
      await turn();
      seen.push(cells.current);
      return true;
    });
    await Promise.all([
      kernel.handle(executeRequest('first', 'cell-a')),
      kernel.handle(executeRequest('second', 'cell-b')),
      kernel.handle(executeRequest('third'))
    ]);
    assert.deepEqual(
      seen.map(cell => [cell?.cellId, cell?.executionCount, cell?.source]),
      [
        ['cell-a', 1, 'first'],
        ['cell-a', 1, 'first'],
        ['cell-b', 2, 'second'],
        ['cell-b', 2, 'second'],
        [null, 3, 'third'],
        [null, 3, 'third']
      ]
    );
    assert.equal(kernel.cells.current, null);
    assert.deepEqual(
      kernel.cells.takeHistory({}).map(({ source }) => source),
      ['first', 'second', 'third']
    );
  });

  it('have ended before the front end hears that the kernel is idle, also when they fail', async () => {
    let heard: unknown[] = [];
    const kernel = hooked((_, code) =>
      code === 'bad' ? Promise.reject(new Error('mine')) : Promise.resolve(true)
    );
    const { ended, sent } = kernel;
    ended.push = (...cells: CellExecution[]) => {
      heard = [...sent];
      return Array.prototype.push.apply(ended, cells);
    };
    await kernel.handle(executeRequest('good', 'a'));
    assert.deepEqual([ended.length, heard], [1, ['busy']]);
    await assert.rejects(kernel.handle(executeRequest('bad', 'b')), /mine/);
    assert.deepEqual(
      ended.map(({ cellId }) => cellId),
      ['a', 'b']
    );
  });

  it('show their outputs below themselves, also when they have ended', async () => {
    const kernel = hooked(() => Promise.resolve(true));
    await kernel.handle(executeRequest('code', 'a'));
    const [cell] = kernel.ended;
    cell!.show({ 'text/plain': 'one' }, 'display-1', false);
    cell!.show({ 'text/plain': 'two' }, 'display-1', true);
    const content = (text: string): object => ({
      data: { 'text/plain': text },
      metadata: {},
      transient: { display_id: 'display-1' }
    });
    assert.deepEqual(kernel.sent.slice(2), [
      { content: content('one'), update: false },
      { content: content('two'), update: true }
    ]);
  });

  it('get the result and the stack that they get without us', async () => {
    const run = async (): Promise<boolean> => {
      await turn();
      throw new Error('mine');
    };
    const bare = makeJupyterModule(run);
    const kernel = hooked(run);
    const stackOf = async (handled: Promise<unknown>): Promise<string> => {
      const error = await handled.catch((thrown: unknown) => thrown);
      return (error as Error).stack!.replace(/:\d+:\d+/g, '');
    };
    assert.equal(
      await stackOf(kernel.handle(executeRequest('code'))),
      await stackOf(bare.handle(executeRequest('code')))
    );
  });

  it('run where following them fails', async () => {
    const kernel = hooked(() => Promise.resolve(true));
    kernel.cells.enter = () => {
      throw new Error('no flow');
    };
    const message = executeRequest('code');
    Object.defineProperty(message, 'metadata', {
      get: () => {
        throw new Error('no metadata');
      }
    });
    assert.equal(await kernel.handle(message), true);
    assert.deepEqual(kernel.sent, ['busy', 'idle']);
    assert.deepEqual(kernel.faults.messages, [
      'following a request: Error: no metadata',
      'beginning a cell: Error: no flow'
    ]);
  });

  it('are not made of other requests', async () => {
    const kernel = hooked(() => Promise.resolve(true));
    const { publishStatus } = kernel.module.ZmqServer.prototype;
    publishStatus('busy', { ...executeRequest(''), header: { msg_type: 'kernel_info_request' } });
    publishStatus('idle', { ...executeRequest(''), header: { msg_type: 'kernel_info_request' } });
    assert.deepEqual(kernel.ended, []);
    assert.deepEqual(kernel.sent, ['busy', 'idle']);
  });
});

describe('The executor of tslab', () => {
  it('has mlflow among its names when the kernel starts, and tells interrupts', () => {
    const kernel = makeJupyterModule(() => Promise.resolve(true));
    const faults = new Faults({});
    const mlflow = {};
    let interrupts = 0;
    hookExecutor(kernel.module, {
      mlflow,
      faults,
      interrupted: () => {
        interrupts += 1;
        throw new Error('nobody must care');
      }
    });
    kernel.start();
    assert.equal(kernel.executor.locals['mlflow'], mlflow);
    kernel.executor.interrupt();
    assert.equal(interrupts, 1);
    assert.deepEqual(kernel.sent, ['interrupted']);
    assert.deepEqual(faults.messages, ['interrupting: Error: nobody must care']);
  });
});

describe('The declaration of mlflow', () => {
  const declaration = (types: string): unknown => {
    const module = makeConverterModule();
    declareGlobal(module, types);
    const converter = module.createConverter({ isJS: false, isBrowser: false });
    return (converter.convert('', 'code') as unknown[])[0];
  };

  it('goes before the first cell only', () => {
    const module = makeConverterModule();
    declareGlobal(module, '/opt/kernel/mlflow.d.ts');
    const converter = module.createConverter({ isJS: true, isBrowser: false });
    const first = 'export declare const mlflow: import("/opt/kernel/mlflow").Mlflow;\n';
    assert.deepEqual(converter.convert('', 'code'), [first, 'code']);
    assert.deepEqual(converter.inspect('', 'code', 2), [first, 'code', 2]);
    assert.deepEqual(converter.complete('', 'code', 2), [first, 'code', 2]);
    assert.deepEqual(converter.convert('let a: number', 'code'), ['let a: number', 'code']);
    assert.deepEqual(converter.inspect('let a', 'code', 2), ['let a', 'code', 2]);
    assert.deepEqual(converter.complete('let a', 'code', 2), ['let a', 'code', 2]);
  });

  it('is not made for code that runs in a browser', () => {
    const module = makeConverterModule();
    declareGlobal(module, '/opt/kernel/mlflow.d.ts');
    const converter = module.createConverter({ isJS: false, isBrowser: true });
    assert.deepEqual(converter.convert('', 'code'), ['', 'code']);
  });

  it('names a path whatever it holds', () => {
    assert.equal(
      declaration(`C:\\Users\\O"Neil\\mlflow.d.ts`),
      'export declare const mlflow: import("C:/Users/O\\"Neil/mlflow").Mlflow;\n'
    );
  });
});

describe('A module of tslab', () => {
  it('is known by the parts that are hooked', () => {
    const { module } = makeJupyterModule(() => Promise.resolve(true));
    assert.equal(isJupyterModule(module), true);
    assert.equal(isConverterModule(makeConverterModule()), true);
    for (const other of [
      undefined,
      null,
      5,
      {},
      { JupyterHandlerImpl: class {}, ZmqServer: class {} }
    ]) {
      assert.equal(isJupyterModule(other), false);
      assert.equal(isConverterModule(other), false);
    }
  });
});
