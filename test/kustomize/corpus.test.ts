/** Every kustomization of some real repositories against the real kustomize: equal, refused by both, or declared. */
import { join } from 'node:path';
import { createEvaluator } from '../../src/kustomize/build/evaluate.ts';
import { diskFiles } from '../../src/kustomize/files/disk.ts';
import { realKustomize } from '../harness/kustomize.ts';
import { CORPUS, inParallel, kustomizationFolders, realBuild, repositories } from './corpus.ts';
import { declared, verdict } from './verdict.ts';

/** Small enough to be built within a minute; `scripts/corpus-render.ts` takes them all. */
const REPOSITORIES = [
  'Azure-Samples__aks-store-demo',
  'Femi-lawal__neobank',
  'GoogleCloudPlatform__bank-of-anthos',
  'GoogleCloudPlatform__microservices-demo',
  'HermesNotifications__hermes',
  'dbca-wa__it-assets',
  'deps-rs__deps.rs',
  'hpi-schul-cloud__jitsi-deployment',
  'ianlintner__green_field_cluster',
  'krixlion__dev_forum',
  'kubernetes-sigs__node-feature-discovery',
  'podkrepi-bg__api',
];

const binary = realKustomize?.path ?? null;
const present = repositories();
const missing = present.length === 0 ? '../shared/corpus is absent' : binary ? null : 'there is no kustomize';

if (missing !== null) {
  // A missing kustomize fails in CI all the same: npm test says so once for all suites.
  test.skip(`corpus: ${missing}`, () => {});
} else {
  test.each(REPOSITORIES)(
    '%s',
    async repository => {
      const root = join(CORPUS, repository);
      const evaluator = createEvaluator(diskFiles(root), { loadRestrictor: 'LoadRestrictionsNone' });
      const different: string[] = [];
      let compared = 0;
      await inParallel(kustomizationFolders(root), 4, async folder => {
        const outcome = evaluator.evaluate(folder);
        if (declared(outcome) !== null) return;
        compared++;
        const found = verdict(outcome, await realBuild(binary!, root, folder, repository));
        if (found.kind === 'different') different.push(`${folder}: ${found.reason}`);
      });
      expect(different).toEqual([]);
      expect(compared).toBeGreaterThan(0);
    },
    60_000,
  );
}
