/**
 * npm run measure -- rabbitmq: a real server with the configuration that `rabbitmq-tls` writes, and a certificate of the day.
 * Both listeners answer, in the file that is there and in one beside it; the plain one no more where it is switched off.
 * Everything is on the loopback device and in a temporary folder.
 *
 * usage: rabbitmq.ts (`apt-get install rabbitmq-server`, or what brings it elsewhere)
 */
import { execFileSync, spawn, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { type AddressInfo, createServer, connect as plainly, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { connect as byTls } from 'node:tls';
import {
  CERTIFICATES,
  PLAIN_PORT,
  TLS_PORT,
  withListener,
  withoutPlain,
} from '../transforms/rabbitmq-tls/configuration.ts';

const SERVER = '/usr/lib/rabbitmq/bin/rabbitmq-server';
const LOOPBACK = '127.0.0.1';
const MAIN = `listeners.tcp.default = ${PLAIN_PORT}\ndefault_user = shop\n`;

interface Files {
  readonly main: string;
  readonly more: string;
}

/** What is written, and whether the plain listener answers then. */
const FORMS: readonly (readonly [name: string, Files, isPlain: boolean])[] = [
  ['in the file that is there', { main: withListener(MAIN), more: '' }, true],
  ['in a file beside it', { main: MAIN, more: withListener('') }, true],
  ['without plain text', { main: withoutPlain(withListener(MAIN)), more: '' }, false],
  ['without plain text, by two files', { main: withoutPlain(MAIN), more: withListener('') }, false],
];

let failures = 0;
for (const [name, files, isPlain] of FORMS) {
  const answers = await answersWith(files);
  const isRight = answers.tls && answers.plain === isPlain;
  if (!isRight) failures++;
  console.log(
    `${name.padEnd(36)} TLS ${answers.tls ? 'answers' : 'is silent'}, plain ${answers.plain ? 'answers' : 'is silent'}${isRight ? '' : '  WRONG'}`,
  );
}
process.exitCode = failures === 0 ? 0 : 1;

async function answersWith({ main, more }: Files): Promise<{ tls: boolean; plain: boolean }> {
  const folder = mkdtempSync(join(tmpdir(), 'kustomend-rabbitmq-'));
  const [plain, tls, peers, names] = (await freePorts(4)) as [number, number, number, number];
  const placed = (text: string) =>
    text
      .replaceAll(CERTIFICATES, folder)
      .replaceAll(String(PLAIN_PORT), `${LOOPBACK}:${plain}`)
      .replaceAll(String(TLS_PORT), `${LOOPBACK}:${tls}`);
  mkdirSync(join(folder, 'conf.d'));
  writeFileSync(join(folder, 'rabbitmq.conf'), placed(main));
  if (more !== '') writeFileSync(join(folder, 'conf.d/30-tls.conf'), placed(more));
  writeFileSync(join(folder, 'plugins'), '[].\n');
  certificateIn(folder);
  const child = spawn(SERVER, [], {
    detached: true,
    stdio: 'ignore',
    env: {
      PATH: process.env.PATH,
      HOME: folder,
      RABBITMQ_NODENAME: `kustomend-${plain}@localhost`,
      RABBITMQ_MNESIA_BASE: join(folder, 'data'),
      RABBITMQ_LOG_BASE: join(folder, 'log'),
      RABBITMQ_CONFIG_FILE: join(folder, 'rabbitmq.conf'),
      RABBITMQ_CONFIG_FILES: join(folder, 'conf.d'),
      RABBITMQ_ADVANCED_CONFIG_FILE: join(folder, 'advanced.config'),
      RABBITMQ_ENABLED_PLUGINS_FILE: join(folder, 'plugins'),
      RABBITMQ_DIST_PORT: String(peers),
      ERL_EPMD_PORT: String(names),
      ERL_EPMD_ADDRESS: LOOPBACK,
    },
  });
  try {
    const authority = readFileSync(join(folder, 'tls.crt'));
    const isThere = () =>
      isAnswered(() => byTls({ host: LOOPBACK, port: tls, servername: 'localhost', ca: authority }));
    for (let tries = 0; tries < 90 && child.exitCode === null; tries++) {
      if (await isThere()) return { tls: true, plain: await isAnswered(() => plainly(plain, LOOPBACK)) };
      await wait(1000);
    }
    return { tls: false, plain: await isAnswered(() => plainly(plain, LOOPBACK)) };
  } finally {
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGTERM');
    await wait(3000);
    // The names of nodes are kept by a daemon of their own.
    spawnSync('epmd', ['-kill'], {
      env: { PATH: process.env.PATH, ERL_EPMD_PORT: String(names) },
      stdio: 'ignore',
    });
    rmSync(folder, { recursive: true, force: true });
  }
}

function certificateIn(folder: string): void {
  const args = ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '1', '-subj', '/CN=localhost'];
  const files = ['-keyout', join(folder, 'tls.key'), '-out', join(folder, 'tls.crt')];
  execFileSync('openssl', [...args, '-addext', 'subjectAltName=DNS:localhost', ...files], {
    stdio: 'ignore',
  });
}

/** Whether a server greets who speaks AMQP: the first byte of a frame of methods is 1. */
function isAnswered(open: () => Socket): Promise<boolean> {
  return new Promise(done => {
    const socket = open();
    const end = (answer: boolean) => {
      socket.destroy();
      done(answer);
    };
    socket.setTimeout(3000, () => end(false));
    socket.on('error', () => end(false));
    socket.on('close', () => end(false));
    socket.on('data', data => end(data[0] === 1));
    const greeting = Buffer.from([0x41, 0x4d, 0x51, 0x50, 0, 0, 9, 1]);
    socket.once('secureConnect', () => socket.write(greeting));
    socket.once('connect', () => 'encrypted' in socket || socket.write(greeting));
  });
}

/** Free ones at the moment, all different. */
async function freePorts(count: number): Promise<readonly number[]> {
  const servers = Array.from({ length: count }, () => createServer());
  await Promise.all(
    servers.map(server => new Promise<void>(ready => server.listen(0, LOOPBACK, () => ready()))),
  );
  const ports = servers.map(server => (server.address() as AddressInfo).port);
  await Promise.all(servers.map(server => new Promise(closed => server.close(closed))));
  return ports;
}
