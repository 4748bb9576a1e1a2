import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import fs from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { after, before, describe, it } from 'node:test';
import { readGitRevision } from '../../../src/kernel/runs/git-revision.js';

describe('The git revision around a folder', () => {
  let base = '';
  let repository = '';

  function git(...args: string[]): string {
    const settings = ['-c', 'user.name=test', '-c', 'user.email=test@example.org'];
    return execFileSync('git', [...settings, ...args], {
      cwd: repository,
      encoding: 'utf8',
      env: { ...process.env, GIT_CONFIG_GLOBAL: os.devNull, GIT_CONFIG_SYSTEM: os.devNull },
      stdio: ['ignore', 'pipe', 'ignore']
    }).trim();
  }

  before(() => {
    base = fs.realpathSync(fs.mkdtempSync(path.join(os.tmpdir(), 'autolog-git-')));
    repository = path.join(base, 'repository');
    fs.mkdirSync(path.join(repository, 'notebooks', 'deep'), { recursive: true });
    git('init', '--quiet', '--initial-branch=main');
  });

  after(() => {
    fs.rmSync(base, { recursive: true, force: true });
  });

  it('is none outside a repository, and before the first commit', () => {
    assert.equal(readGitRevision(base), null);
    assert.equal(readGitRevision(repository), null);
  });

  it('is what git says, from any folder below, and in one that is not there', () => {
    git('commit', '--quiet', '--allow-empty', '-m', 'first');
    const expected = { commit: git('rev-parse', 'HEAD'), branch: 'main' };
    assert.deepEqual(readGitRevision(repository), expected);
    assert.deepEqual(readGitRevision(path.join(repository, 'notebooks', 'deep')), expected);
    assert.deepEqual(readGitRevision(path.join(repository, 'gone', 'away')), expected);
  });

  it('knows branches with slashes', () => {
    git('checkout', '--quiet', '-b', 'feature/one');
    git('commit', '--quiet', '--allow-empty', '-m', 'second');
    assert.deepEqual(readGitRevision(repository), {
      commit: git('rev-parse', 'HEAD'),
      branch: 'feature/one'
    });
  });

  it('reads packed refs, and a loose one rather than its packed past', () => {
    git('pack-refs', '--all');
    assert.equal(fs.existsSync(path.join(repository, '.git/refs/heads/feature/one')), false);
    assert.equal(readGitRevision(repository)?.commit, git('rev-parse', 'HEAD'));
    git('commit', '--quiet', '--allow-empty', '-m', 'third');
    assert.equal(readGitRevision(repository)?.commit, git('rev-parse', 'HEAD'));
  });

  it('reads worktrees, whose branches lie in the main repository', () => {
    const worktree = path.join(base, 'worktree');
    git('worktree', 'add', '--quiet', '-b', 'beside', worktree, 'main');
    assert.deepEqual(readGitRevision(worktree), {
      commit: git('rev-parse', 'main'),
      branch: 'beside'
    });
    git('pack-refs', '--all');
    assert.equal(readGitRevision(worktree)?.commit, git('rev-parse', 'main'));
  });

  it('has no branch on a detached HEAD', () => {
    git('checkout', '--quiet', '--detach', 'main');
    assert.deepEqual(readGitRevision(repository), {
      commit: git('rev-parse', 'main'),
      branch: null
    });
  });

  it('is none where git’s files are damaged', () => {
    fs.writeFileSync(path.join(repository, '.git', 'HEAD'), 'not a revision');
    assert.equal(readGitRevision(repository), null);
    fs.writeFileSync(path.join(repository, '.git', 'HEAD'), 'ref: refs/heads/none');
    assert.equal(readGitRevision(repository), null);
  });
});
