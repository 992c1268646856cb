/** npm run record: writes down what the real kustomize makes of our own trees (test/kustomize/recordings.ts). */
import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { RECORDINGS, recordedTrees, saidNow, saidThen } from '../test/kustomize/recordings.ts';
import { isOurs, KUSTOMIZE_VERSION, providedKustomize } from './kustomize.ts';

const kustomize = providedKustomize();
if (!kustomize || !isOurs(kustomize)) throw new Error(`kustomize ${KUSTOMIZE_VERSION} is needed`);

for (const name of recordedTrees()) {
  const [then, now] = [saidThen(name), saidNow(kustomize.path, name)];
  if (then?.file === now.file && then.text === now.text) continue;
  if (then) rmSync(join(RECORDINGS, name, then.file));
  writeFileSync(join(RECORDINGS, name, now.file), now.text);
  console.log(`${name}: ${now.file}`);
}
