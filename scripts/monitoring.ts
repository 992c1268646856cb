/**
 * npm run measure -- monitoring: a real Prometheus finds what `monitoring` has written. A tiny exporter stands for the pods, and each
 * port of each Service for an endpoint; the server chooses among them by what is rendered, as the operator has it chosen or as a
 * configuration does that reads annotations. One target, and it is up. Everything is on the loopback device and in temporary folders.
 *
 * usage: monitoring.ts (`apt-get install prometheus`)
 */
import { execFileSync, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { type AddressInfo, createServer as plainServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { parseAllDocuments } from 'yaml';
import { annotated, candidates, monitored, type Rendered } from './monitoring-jobs.ts';

const TOOL = resolve(import.meta.dirname, '../dist/kustomend.cjs');
/** An address of this machine that nobody else uses: pods keep their own ports. */
const POD = '127.77.23.4';

interface Trial {
  readonly name: string;
  readonly options: object;
  readonly containers: string;
  readonly services: readonly string[];
  /** Where the exporter answers, and nowhere else. */
  readonly port: number;
  readonly path: string;
}

const EXPORTER = '{name: exporter, image: "quay.io/prometheuscommunity/postgres-exporter:v0.15.0"}';
const NAMED = EXPORTER.replace('}', ', ports: [{name: metrics, containerPort: 9187}]}');
const OPERATOR = { by: 'monitors', labels: { release: 'kps' } };
const BY_NAME = '{name: metrics, port: 9187}';
const HEADLESS = serviceOf('db-headless', '{name: postgres, port: 5432}', 'clusterIP: None, ');

const TRIALS: readonly Trial[] = [
  {
    name: 'a ServiceMonitor, one of two Services',
    options: OPERATOR,
    containers: EXPORTER,
    services: [serviceOf('db', `{name: postgres, port: 5432}, ${BY_NAME}`), HEADLESS],
    port: 9187,
    path: '/metrics',
  },
  {
    name: 'a ServiceMonitor, a port without a name',
    options: OPERATOR,
    containers: EXPORTER,
    services: [serviceOf('db', '{port: 9187}')],
    port: 9187,
    path: '/metrics',
  },
  {
    name: 'a PodMonitor',
    options: OPERATOR,
    containers: NAMED,
    services: [serviceOf('db', '{port: 5432}')],
    port: 9187,
    path: '/metrics',
  },
  {
    name: 'annotations of a Service',
    options: { by: 'services' },
    containers: NAMED,
    services: [serviceOf('db', '{name: postgres, port: 5432}'), HEADLESS],
    port: 9187,
    path: '/metrics',
  },
  {
    name: 'annotations of pods, a path of their own',
    options: { by: 'pods' },
    containers:
      '{name: web, image: "shop/web:1", args: ["--metrics-port=9102", "--metrics-path=/internal/metrics"]}',
    services: [],
    port: 9102,
    path: '/internal/metrics',
  },
];

function serviceOf(name: string, ports: string, more = ''): string {
  return `apiVersion: v1\nkind: Service\nmetadata: {name: ${name}, labels: {app: db}}\nspec: {${more}selector: {app: db}, ports: [${ports}]}\n`;
}

let failures = 0;
for (const trial of TRIALS) {
  const targets = await targetsOf(trial);
  const isRight = targets.length === 1 && targets[0] === 'up';
  if (!isRight) failures++;
  console.log(
    `${trial.name.padEnd(40)} ${targets.length === 0 ? 'no target' : targets.join(', ')}${isRight ? '' : '  WRONG'}`,
  );
}
process.exitCode = failures === 0 ? 0 : 1;

/** How each target fares that the server chooses. */
async function targetsOf(trial: Trial): Promise<readonly string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'kustomend-monitoring-'));
  try {
    const rendered = fixed(trial, folder);
    const jobs = [...monitored(rendered), ...annotated(rendered)];
    writeFileSync(join(folder, 'targets.json'), JSON.stringify(candidates(rendered, POD)));
    const scrape_configs = jobs.map((job, index) => ({
      job_name: `job-${index}`,
      scrape_interval: '1s',
      scrape_timeout: '1s',
      file_sd_configs: [{ files: [join(folder, 'targets.json')] }],
      ...job,
    }));
    writeFileSync(join(folder, 'prometheus.yml'), JSON.stringify({ scrape_configs }));
    execFileSync('promtool', ['check', 'config', join(folder, 'prometheus.yml')], { stdio: 'ignore' });
    return await fetched(trial, folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** What is rendered once the fixes are made. */
function fixed({ options, containers, services }: Trial, folder: string): readonly Rendered[] {
  const workload = `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: db, labels: {app: db}}\nspec: {selector: {matchLabels: {app: db}}, template: {metadata: {labels: {app: db}}, spec: {containers: [${containers}]}}}\n`;
  writeFileSync(join(folder, 'db.yaml'), [workload, ...services].join('---\n'));
  writeFileSync(join(folder, 'kustomization.yaml'), 'namespace: shop\nresources:\n- db.yaml\n');
  writeFileSync(join(folder, 'kustomend.yaml'), JSON.stringify({ transforms: { monitoring: options } }));
  const args = [TOOL, 'fix', folder, '--only', 'monitoring', '--unsafe'];
  execFileSync(process.execPath, args, { stdio: 'ignore', env: { ...process.env, KUSTOMEND_CACHE: 'off' } });
  const text = execFileSync('kustomize', ['build', folder], { encoding: 'utf8' });
  return parseAllDocuments(text).map(document => document.toJS() as Rendered);
}

async function fetched({ port, path }: Trial, folder: string): Promise<readonly string[]> {
  const exporter = createServer((request, response) => {
    response.statusCode = request.url === path ? 200 : 404;
    response.end('# TYPE shop_up gauge\nshop_up 1\n');
  });
  await new Promise<void>(ready => exporter.listen(port, POD, ready));
  const own = `127.0.0.1:${await freePort()}`;
  const child = spawn(
    'prometheus',
    [
      `--config.file=${join(folder, 'prometheus.yml')}`,
      `--storage.tsdb.path=${join(folder, 'data')}`,
      `--web.listen-address=${own}`,
    ],
    { stdio: 'ignore' },
  );
  const gone = new Promise(ended => child.once('exit', ended));
  try {
    for (let tries = 0; tries < 40 && child.exitCode === null; tries++) {
      await wait(500);
      const states = await statesAt(own);
      if (states !== undefined && states.length > 0 && !states.includes('unknown')) return states;
    }
    return (await statesAt(own)) ?? [];
  } finally {
    child.kill('SIGTERM');
    await gone;
    await new Promise(closed => exporter.close(closed));
  }
}

/** Undefined where it does not answer yet. */
async function statesAt(address: string): Promise<readonly string[] | undefined> {
  try {
    const answer = await fetch(`http://${address}/api/v1/targets?state=active`);
    const { data } = (await answer.json()) as { data: { activeTargets: readonly { health: string }[] } };
    return data.activeTargets.map(({ health }) => health);
  } catch {
    return undefined;
  }
}

async function freePort(): Promise<number> {
  const server = plainServer();
  await new Promise<void>(ready => server.listen(0, '127.0.0.1', ready));
  const { port } = server.address() as AddressInfo;
  await new Promise(closed => server.close(closed));
  return port;
}
