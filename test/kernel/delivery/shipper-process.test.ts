import assert from 'node:assert/strict';
import fs from 'node:fs';
import path from 'node:path';
import { describe, it } from 'node:test';
import { compiled, ScriptFolder } from '../child-script.js';
import { eventually } from '../eventually.js';

/** A kernel that starts the script `shipper`, and does `until` at each message and each fault. */
function kernel(shipper: string, until: string, before = ''): ScriptFolder {
  return new ScriptFolder({
    'beside/shipper.cjs': shipper,
    // Found by the kernel, and not from the shipper's folder.
    'user.js': '',
    'kernel.js': `
      const { ShipperProcess } = require(${JSON.stringify(compiled('delivery/shipper-process.js'))});
      const { Faults } = require(${JSON.stringify(compiled('patch/faults.js'))});
      const path = require('node:path');
      const faults = new Faults({});
      const heard = [];
      let starts = 0;
      const tell = value => { console.log(JSON.stringify(value)); process.exit(); };
      const enough = () => { ${until} };
      faults.onFault(enough);
      const shipper = new ShipperProcess({
        script: path.join(__dirname, 'beside', 'shipper.cjs'),
        faults,
        started: () => { starts += 1; },
        received: message => { heard.push(message); enough(); }
      });
      void (async () => {
        ${before}
        shipper.start('/journals/j1');
      })();
      const alive = setTimeout(() => {}, 20000);
    `
  });
}

const SAY = `const say = message => process.stdout.write(JSON.stringify(message) + '\\n');`;

describe('The shipper’s process', () => {
  for (const before of ['', 'shipper.prepare();']) {
    const how = before === '' ? 'started when needed' : 'prepared before';
    it(`is given journal, folder, and the user’s environment without code, ${how}`, async () => {
      await assertGivens(before);
    });
  }

  async function assertGivens(before: string): Promise<void> {
    const folder = kernel(
      `${SAY}
      say({
        argv: process.argv.slice(2),
        cwd: process.cwd(),
        options: process.env.NODE_OPTIONS,
        token: process.env.MLFLOW_TRACKING_TOKEN
      });
      process.stdin.resume();`,
      `if (heard.length === 1) tell(heard[0]);`,
      before
    );
    const heard = await folder.run('kernel.js', {
      NODE_OPTIONS: '--max-old-space-size=300 --require ./user.js',
      MLFLOW_TRACKING_TOKEN: 'secret'
    });
    assert.deepEqual(heard, {
      argv: ['--journal', '/journals/j1'],
      cwd: `${folder.path}/beside`,
      options: '--max-old-space-size=300',
      token: 'secret'
    });
    folder.remove();
  }

  it('that is prepared is the one that is started, hears the kernel’s end, and is started again', async () => {
    const folder = kernel(
      `${SAY}
      process.stdin.on('end', () => require('node:fs').writeFileSync('ended', ''));
      process.stdin.resume();
      say({ pid: process.pid });
      if (!require('node:fs').existsSync('again')) {
        require('node:fs').writeFileSync('again', '');
        setTimeout(() => process.exit(7), 10);
      }`,
      `if (heard.length === 2) tell(heard[0].pid === prepared && heard[1].pid !== prepared);`,
      `shipper.prepare(); globalThis.prepared = shipper._dormant.child.pid;`
    );
    assert.equal(await folder.run('kernel.js'), true);
    await eventually(() => {
      assert.ok(fs.existsSync(path.join(folder.path, 'beside', 'ended')));
    });
    folder.remove();
  });

  it('that is prepared and never needed ends with the kernel', async () => {
    const folder = kernel(
      '',
      '',
      `shipper.prepare(); console.log(JSON.stringify(shipper._dormant.child.pid)); process.exit();`
    );
    const pid = (await folder.run('kernel.js')) as number;
    await eventually(() => {
      assert.throws(() => process.kill(pid, 0), { code: 'ESRCH' });
    });
    folder.remove();
  });

  it('is started all the same when what was prepared has died', async () => {
    const folder = kernel(
      `${SAY} say({ argv: process.argv.slice(2) }); process.stdin.resume();`,
      `if (heard.length === 1) tell(heard[0].argv);`,
      `shipper.prepare();
      process.kill(shipper._dormant.child.pid, 'SIGKILL');
      await require('node:events').once(shipper._dormant.child, 'exit');`
    );
    assert.deepEqual(await folder.run('kernel.js'), ['--journal', '/journals/j1']);
    folder.remove();
  });

  it('that was prepared is not used when MLflow’s variables have changed since', async () => {
    const folder = kernel(
      `${SAY} say({ pid: process.pid, token: process.env.MLFLOW_TRACKING_TOKEN }); process.stdin.resume();`,
      `if (heard.length === 1) tell([heard[0].pid === prepared, heard[0].token]);`,
      `shipper.prepare();
      globalThis.prepared = shipper._dormant.child.pid;
      process.env.MLFLOW_TRACKING_TOKEN = 'of a cell';`
    );
    assert.deepEqual(await folder.run('kernel.js', { MLFLOW_TRACKING_TOKEN: 'of Jupyter' }), [
      false,
      'of a cell'
    ]);
    folder.remove();
  });

  it('is renewed for changed variables of MLflow’s alone, which nobody is told', async () => {
    const folder = kernel(
      `${SAY}
      process.on('SIGTERM', () => { require('node:fs').writeFileSync('left', ''); process.exit(3); });
      say({ pid: process.pid, token: process.env.MLFLOW_TRACKING_TOKEN });
      process.stdin.resume();`,
      `if (faults.messages.length > 0) tell(faults.messages);
      if (heard.length === 1) {
        const { child } = shipper._running;
        process.env.ELSE = 'x';
        shipper.renew();
        process.env.MLFLOW_TRACKING_TOKEN = 'newer';
        shipper.renew();
        globalThis.ended = require('node:events').once(child, 'exit');
        shipper.renew();
      }
      if (heard.length === 2) {
        void ended.then(() => setImmediate(tell, heard.map(({ token }) => token)));
      }`,
      `shipper.renew();`
    );
    assert.deepEqual(await folder.run('kernel.js', { MLFLOW_TRACKING_TOKEN: 'older' }), [
      'older',
      'newer'
    ]);
    assert.ok(fs.existsSync(path.join(folder.path, 'beside', 'left')));
    folder.remove();
  });

  it('that was renewed says nothing of the server any more, but what it has delivered', async () => {
    const folder = kernel(
      `${SAY}
      process.on('SIGTERM', () => {
        say({ type: 'unreachable' });
        say({ type: 'progress', offset: 7 });
        process.exitCode = 3;
        process.stdin.destroy();
      });
      say({ type: 'unreachable', token: process.env.MLFLOW_TRACKING_TOKEN });
      process.stdin.resume();`,
      `if (heard.length === 1) {
        process.env.MLFLOW_TRACKING_TOKEN = 'newer';
        shipper.renew();
      }
      if (heard.length === 3) tell(heard.map(({ type, token }) => token ?? type).sort());`
    );
    const heard = await folder.run('kernel.js', { MLFLOW_TRACKING_TOKEN: 'older' });
    assert.deepEqual(heard, ['newer', 'older', 'progress']);
    folder.remove();
  });

  it('leads a session of its own, and hears of the kernel’s end by the end of its input', async () => {
    const folder = kernel(
      `${SAY}
      const fs = require('node:fs');
      const session = pid => fs.readFileSync('/proc/' + pid + '/stat', 'utf8').split(') ')[1].split(' ')[3];
      process.stdin.on('end', () => fs.writeFileSync('ended', ''));
      process.stdin.resume();
      say(process.platform === 'linux' ? Number(session('self')) === process.pid : true);`,
      `tell(heard[0]);`
    );
    assert.equal(await folder.run('kernel.js'), true);
    await eventually(() => {
      assert.ok(fs.existsSync(path.join(folder.path, 'beside', 'ended')));
    });
    folder.remove();
  });

  it('is started again when it ends before the kernel, which is told', async () => {
    const folder = kernel(
      `${SAY} say({ pid: process.pid }); setTimeout(() => process.exit(7), 10);`,
      `if (heard.length === 2) tell([heard[0].pid !== heard[1].pid, starts, faults.messages]);`
    );
    const [isAnother, starts, [fault]] = (await folder.run('kernel.js')) as [
      boolean,
      number,
      string[]
    ];
    assert.equal(isAnother, true);
    assert.equal(starts, 2);
    assert.match(
      fault ?? '',
      /delivers runs ended \(exit code 7\) and is started again.*safe in the journal/
    );
    folder.remove();
  });

  it('never keeps the kernel alive, and no word of it goes to the kernel’s own output', async () => {
    const folder = kernel(
      `process.stderr.write('secret noise'); process.stdout.write('no message\\n'); process.stdin.resume();`,
      `if (faults.messages.length > 0) { clearTimeout(alive); }`
    );
    const { stdout, stderr } = await folder.start('kernel.js');
    assert.equal(stdout + stderr, '');
    folder.remove();
  });
});
