/**
 * Hostile repositories by chance: each is run through commands of the bundled program, and nothing may crash, hang,
 * leave the repository, print a secret, write a part, or want something again. What is found is made smaller and kept.
 *
 * usage: fuzz.ts [--minutes N] [--seed S] [--program FILE] [--found DIR]
 */
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { hostileSteps } from './fuzz/hostile.ts';
import { type Random, randomOf } from './fuzz/random.ts';
import { shrink } from './fuzz/shrink.ts';
import { type Failure, makeRepository, type Trial, tryOut } from './fuzz/trial.ts';

const TOP = resolve(import.meta.dirname, '..');

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '20' },
    seed: { type: 'string', default: '1' },
    program: { type: 'string', default: join(TOP, 'dist/kustomend.cjs') },
    found: { type: 'string', default: join(TOP, 'node_modules/.cache/kustomend/found') },
  },
});

const COMMANDS: readonly (readonly string[])[] = [
  ['scan'],
  ['scan', '--format', 'sarif'],
  ['scan', '--format', 'json', '--unsafe', '--preset', 'complete'],
  ['preview'],
  ['preview', '--unsafe', '--preset', 'complete'],
  ['preview', '--format', 'markdown'],
  ['render', 'overlays/production'],
  ['render', 'overlays/staging'],
  ['trace', 'overlays/production', 'Deployment/shop'],
  ['graph'],
  ['graph', '--format', 'svg'],
  ['doctor'],
  ['doctor', '--format', 'json'],
  ['overlay', '--env', 'production'],
  ['scan', 'base'],
  ['init'],
  ['init', 'overlays/production'],
];

function trialOf(random: Random): Trial {
  const fix = random.pick([
    ['fix', '--allow-dirty'],
    ['fix', '--allow-dirty', '--unsafe', '--preset', 'complete'],
    ['fix', '--commits'],
  ]);
  return { steps: hostileSteps(random), runs: [random.pick(COMMANDS), random.pick(COMMANDS), fix] };
}

function keepFound(seed: number, trial: Trial, failure: Failure): string {
  const folder = join(values.found, `${failure.kind.replaceAll(/\W+/g, '-')}-${seed}`);
  if (!existsSync(join(folder, 'trial')))
    makeRepository(join(folder, 'trial'), join(folder, 'trial/repository'), trial.steps);
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'trial.json'), `${JSON.stringify(trial, null, 2)}\n`);
  const run = `kustomend ${failure.run.join(' ')}`;
  writeFileSync(
    join(folder, 'README.md'),
    `# ${failure.kind}\n\nIn \`trial/repository\`, which \`trial.json\` describes:\n\n    ${run}\n\nWhat was seen:\n\n\`\`\`text\n${failure.seen}\n\`\`\`\n`,
  );
  return folder;
}

const end = Date.now() + Number(values.minutes) * 60_000;
let trials = 0;
let failures = 0;
for (let seed = Number(values.seed); Date.now() < end; seed++) {
  const trial = trialOf(randomOf(seed));
  const failure = tryOut(values.program, trial);
  trials++;
  if (failure === null) continue;
  failures++;
  const smallest = shrink(values.program, trial, failure);
  console.log(`seed ${seed}: ${failure.kind}: ${keepFound(seed, smallest.trial, smallest.failure)}`);
}
console.log(`${trials} repositories\n${trials - failures} passed, ${failures} failed`);
process.exitCode = failures > 0 ? 1 : 0;
