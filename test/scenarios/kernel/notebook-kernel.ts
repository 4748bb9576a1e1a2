import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { KernelConfig } from '../../../src/kernel/config/kernel-config.js';
import type { JournalRecord } from '../../../src/kernel/journal/records.js';
import { isRunCard, RUN_CARD_MIME_TYPE } from '../../../src/protocol/index.js';
import type { RunCard } from '../../../src/protocol/index.js';
import { eventually } from '../../kernel/eventually.js';
import { linkModules } from './node-modules.js';
import type { Execution } from './tslab-kernel.js';
import { TslabKernel } from './tslab-kernel.js';

const ROOT = path.resolve(__dirname, '..', '..', '..', '..');
const PRELUDE = path.join(ROOT, 'jupyterlab_autolog', 'kernel', 'prelude.cjs');

/** No server answers there, so everything stays in the journal. */
const NOWHERE: KernelConfig['tracking'] = { kind: 'uri', uri: 'http://127.0.0.1:9' };

export interface NotebookKernelOptions {
  /** False starts the kernel as Jupyter does without us. Default: true. */
  readonly autolog?: boolean;
  /** The JavaScript kernel. */
  readonly js?: boolean;
  readonly config?: Partial<KernelConfig>;
  readonly env?: NodeJS.ProcessEnv;
}

/** A folder of notebooks that finds packages of this project. */
export class NotebookFolder {
  readonly path = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'autolog-notebooks-')));
  /** The folder of journals. */
  readonly home = path.join(this.path, 'home');

  private readonly _kernels: TslabKernel[] = [];

  /** @param packages Default: all. */
  constructor(packages?: readonly string[]) {
    linkModules(this.path, packages);
  }

  /** Starts a kernel in the environment that the provisioner makes. */
  async start(options: NotebookKernelOptions = {}): Promise<NotebookKernel> {
    if (!fs.existsSync(PRELUDE)) {
      throw new Error(`There is no ${PRELUDE}. Run "npm run build".`);
    }
    const config: KernelConfig = {
      version: 1,
      kernelId: 'kernel-1',
      tracking: NOWHERE,
      notebookPath: 'flowers/iris.ipynb',
      root: this.path,
      home: this.home,
      snapshotFile: null,
      headless: false,
      ...options.config
    };
    const env: NodeJS.ProcessEnv = { ...cleanEnvironment(), ...options.env };
    if (options.autolog !== false) {
      const own = env['NODE_OPTIONS'];
      env['NODE_OPTIONS'] = `${own === undefined ? '' : `${own} `}--require ${PRELUDE}`;
      env['AUTOLOG_KERNEL_CONFIG'] = JSON.stringify(config);
    }
    const kernel = await TslabKernel.start({ folder: this.path, env, js: options.js === true });
    this._kernels.push(kernel);
    return new NotebookKernel(kernel, config);
  }

  /** Ends the kernels that are left and the processes that still deliver, and removes everything. */
  async remove(): Promise<void> {
    await Promise.all(this._kernels.map(kernel => kernel.kill()));
    for (const owner of ownersBelow(this.home)) {
      try {
        process.kill(owner, 'SIGTERM');
      } catch {
        // It has ended.
      }
    }
    await eventually(() => {
      fs.rmSync(this.path, { recursive: true, force: true });
    });
  }
}

/** A kernel of a notebook, with what autologging makes of its cells. */
export class NotebookKernel {
  constructor(
    readonly kernel: TslabKernel,
    readonly config: KernelConfig
  ) {}

  async execute(code: string, cellId?: string): Promise<Execution> {
    return this.kernel.executeWhenReady(code, cellId);
  }

  /** The records of this kernel's journal, by type; none where there is no journal. */
  records<T extends JournalRecord['type']>(type: T): Extract<JournalRecord, { type: T }>[] {
    return this.journalLines()
      .map(line => JSON.parse(line) as JournalRecord)
      .filter((record): record is Extract<JournalRecord, { type: T }> => record.type === type);
  }

  /** The whole lines of the kernel's only journal. */
  journalLines(): string[] {
    const journals = path.join(this.config.home, 'journals');
    if (!fs.existsSync(journals)) {
      return [];
    }
    return fs.readdirSync(journals).flatMap(name => {
      const file = path.join(journals, name, 'journal.jsonl');
      const lines = fs.existsSync(file)
        ? fs.readFileSync(file, 'utf8').split('\n').slice(0, -1)
        : [];
      const [open] = lines;
      const pid = open === undefined ? 0 : (JSON.parse(open) as { pid: number }).pid;
      return pid === this.kernel.process.pid ? lines : [];
    });
  }

  /** The newest card of an execution, whose messages may have come later, once `is` says that it is there. */
  async card(
    { id }: { readonly id: string },
    is: (card: RunCard) => boolean = () => true
  ): Promise<RunCard> {
    return eventually(() => {
      const cards = cardsOf(this.kernel.executionOf(id, '', 0));
      const card = cards.at(-1);
      if (card === undefined || !is(card)) {
        throw new Error(`There is no such card yet: ${JSON.stringify(card)}`);
      }
      return card;
    });
  }
}

/** The cards that were displayed, and what else was. */
export function cardsOf({ messages }: Execution): RunCard[] {
  return messages.flatMap(({ content }) => {
    const data = content['data'] as Readonly<Record<string, unknown>> | undefined;
    const card = data?.[RUN_CARD_MIME_TYPE];
    if (card === undefined) {
      return [];
    }
    if (!isRunCard(card)) {
      throw new Error(`No front end knows this card: ${JSON.stringify(card)}`);
    }
    return [card];
  });
}

/** The processes that own journals below `home`. */
function ownersBelow(home: string): number[] {
  const journals = path.join(home, 'journals');
  if (!fs.existsSync(journals)) {
    return [];
  }
  return fs
    .readdirSync(journals, { recursive: true, encoding: 'utf8' })
    .filter(name => /owner-\d+\.json$/.test(name))
    .map(name => fs.readFileSync(path.join(journals, name), 'utf8'))
    .map(text => (JSON.parse(text) as { pid: number }).pid);
}

/** Our environment without what would lead a kernel elsewhere. */
function cleanEnvironment(): NodeJS.ProcessEnv {
  const kept = Object.entries(process.env).filter(
    ([name]) => !/^(MLFLOW_|AUTOLOG_|NODE_OPTIONS$|NODE_TEST_CONTEXT$)/.test(name)
  );
  return Object.fromEntries(kept);
}
