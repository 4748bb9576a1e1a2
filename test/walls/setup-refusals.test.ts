import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { after, before, describe, it } from 'node:test';

const ROOT = resolve(__dirname, '../../..');

/** A Python as far as the set-up can tell: it says what it was told to say. */
const fakePython = (version: string, venv: boolean): string =>
  `#!/bin/sh\necho '{"executable": "/opt/python", "version": [${version}], "venv": ${String(venv)}}'\n`;

// The fakes are shell scripts.
describe('a machine that lacks something', { skip: process.platform === 'win32' }, () => {
  let checkout: string;
  let programs: string;

  before(() => {
    checkout = mkdtempSync(join(tmpdir(), 'refusals-'));
    programs = join(checkout, 'programs');
    mkdirSync(programs);
    cpSync(join(ROOT, 'scripts'), join(checkout, 'scripts'), { recursive: true });
    cpSync(join(ROOT, 'package.json'), join(checkout, 'package.json'));
  });

  after(() => {
    rmSync(checkout, { recursive: true, force: true });
  });

  const run = async (
    command: string,
    args: readonly string[] = [],
    environment: NodeJS.ProcessEnv = {}
  ): Promise<{ code: unknown; said: string }> => {
    const child = spawn(process.execPath, [join(checkout, 'scripts', `${command}.mjs`), ...args], {
      env: { PATH: programs, ...environment },
      stdio: ['ignore', 'ignore', 'pipe']
    });
    let said = '';
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
    const [code] = (await once(child, 'close')) as [unknown];
    return { code, said };
  };

  const isOneSentence = ({ code, said }: { code: unknown; said: string }, about: RegExp): void => {
    assert.equal(code, 1);
    assert.match(said, about);
    assert.match(said, /^\n[^\n]+\.\n$/, 'one line that is a sentence, no stack trace');
  };

  const withPython = (text: string): void => {
    writeFileSync(join(programs, 'python3'), text);
    chmodSync(join(programs, 'python3'), 0o755);
  };

  it('is told to install Python where there is none', async () => {
    isOneSentence(await run('setup'), /No Python was found: install Python 3\.10/);
  });

  it('is told that its Python is too old', async () => {
    withPython(fakePython('3, 9, 18', true));
    isOneSentence(await run('setup'), /Python 3\.9\.18 .* is too old/);
  });

  it('is told which module its Python lacks', async () => {
    withPython(fakePython('3, 12, 1', false));
    isOneSentence(await run('setup'), /3\.12\.1 .* lacks .* apt install python3-venv/);
  });

  it('is told that AUTOLOG_PYTHON leads nowhere', async () => {
    const environment = { AUTOLOG_PYTHON: '/nowhere/python' };
    isOneSentence(await run('setup', [], environment), /AUTOLOG_PYTHON names \/nowhere\/python/);
  });

  it('is told that the port is taken, and of one that is not', async () => {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const refused = await run('start', ['--port', String(port)]);
    server.close();
    isOneSentence(refused, new RegExp(`Port ${port} is taken .* --port \\d+`));
  });

  it('is told of an option that does not exist', async () => {
    isOneSentence(await run('start', ['--prot', '1']), /Unknown option '--prot'/);
  });

  it('is told to set up before it builds', async () => {
    isOneSentence(await run('build'), /run npm run setup/);
  });
});
