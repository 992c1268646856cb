/** What is written runs, or does not, against a server that sends what it likes. */
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { downloadsIn } from '../../../transforms/script-download/commands.ts';
import { stepsInstead } from '../../../transforms/script-download/instead.ts';

const SCRIPT = 'echo "it ran with $*"\n';
const CHECKSUM = createHash('sha256').update(SCRIPT).digest('hex');
const hasTools = ['curl', 'sha256sum', 'bash'].every(
  tool => spawnSync(tool, ['--version'], { stdio: 'ignore' }).error === undefined,
);

let server: Server;
let url: string;
let sent = SCRIPT;

beforeAll(async () => {
  server = createServer((request, response) => {
    if (request.url !== '/install.sh') response.statusCode = 404;
    response.end(sent);
  });
  await new Promise<void>(ready => server.listen(0, '127.0.0.1', ready));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/install.sh`;
});

afterAll(() => new Promise(done => server.close(done)));

async function run(
  command: string,
  join: string,
  checksum = CHECKSUM,
): Promise<{ out: string; status: number }> {
  const { steps } = stepsInstead(downloadsIn(command)[0]!, { checksums: { [url]: checksum }, versions: {} })!;
  const folder = mkdtempSync(`${tmpdir()}/kustomend-download-`);
  try {
    const child = spawn('bash', ['-c', `${join === '\n' ? 'set -e\n' : ''}${steps.join(join)}`], {
      cwd: folder,
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    let out = '';
    for await (const chunk of child.stdout) out += String(chunk);
    const status = child.exitCode ?? (await new Promise<number>(done => child.once('close', done)));
    return { out, status };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

describe.each([
  ['lines', '\n'],
  ['a list', ' && '],
])('as %s', (_, between) => {
  beforeEach(() => {
    sent = SCRIPT;
  });

  (hasTools ? test : test.skip)('runs what has the checksum, with its arguments', async () => {
    const { out, status } = await run(`curl -s ${url} | bash -s -- a b`, between);
    expect([out.split('\n').at(-2), status]).toEqual(['it ran with a b', 0]);
  });

  (hasTools ? test : test.skip)('runs nothing that has changed', async () => {
    sent = `${SCRIPT}echo more\n`;
    const { out, status } = await run(`curl -s ${url} | bash`, between);
    expect([out.includes('ran'), status === 0]).toEqual([false, false]);
  });

  (hasTools ? test : test.skip)('runs nothing that is not there', async () => {
    const { out, status } = await run(`curl -s ${url} | bash`, between, '0'.repeat(64));
    expect([out.includes('ran'), status === 0]).toEqual([false, false]);
  });
});
