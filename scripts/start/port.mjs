import net from 'node:net';
import { Problem } from '../problem.mjs';

const FIRST = 8888;
const TRIES = 50;

/** The port that was asked for, when it is free, or else the first free one from 8888 on. */
export async function choosePort(wanted) {
  if (wanted !== null) {
    await requireFree(wanted);
    return wanted;
  }
  for (let port = FIRST; port < FIRST + TRIES; port += 1) {
    if ((await refusal(port)) === null) {
      return port;
    }
  }
  throw new Problem(
    `The ports ${FIRST} to ${FIRST + TRIES - 1} are all taken: name a free one, npm start -- --port N.`
  );
}

async function requireFree(port) {
  const code = await refusal(port);
  if (code !== null) {
    const why = code === 'EACCES' ? 'needs an administrator' : 'is taken by another program';
    const next = await firstFree(port);
    throw new Problem(`Port ${port} ${why}: name another, such as npm start -- --port ${next}.`);
  }
}

async function firstFree(taken) {
  for (let port = Math.max(taken + 1, 1024); port < 65536; port += 1) {
    if ((await refusal(port)) === null) {
      return port;
    }
  }
  return FIRST;
}

/** Why nobody can listen on `port`, as an error code, or null where it is free on both kinds of localhost. */
async function refusal(port) {
  for (const host of ['127.0.0.1', '::1']) {
    const code = await listen(port, host);
    if (code === 'EADDRINUSE' || code === 'EACCES') {
      return code;
    }
  }
  return null;
}

function listen(port, host) {
  return new Promise(resolve => {
    const server = net.createServer();
    server.once('error', error => resolve(error.code));
    server.listen({ port, host, exclusive: true }, () => server.close(() => resolve(null)));
  });
}
