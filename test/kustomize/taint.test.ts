/** The leaf that the real kustomize moved a token from is the leaf that we name. KUSTOMEND_TAINT=all takes every root. */
import { join } from 'node:path';
import { realKustomize } from '../harness/kustomize.ts';
import { CORPUS, kustomizationFolders, repositories } from './corpus.ts';
import { Laboratory } from './taint.ts';

const SAMPLE: Readonly<Record<string, readonly string[]>> = {
  'GoogleCloudPlatform__bank-of-anthos': ['src/frontend/k8s/overlays/development'],
  ianlintner__green_field_cluster: ['kustomize/overlays/prod'],
  'Femi-lawal__neobank': ['k8s/overlays/dev'],
  'argoproj__argo-cd': ['manifests/ha/base'],
  gathertown__grapevine: ['kustomize/overlays/staging'],
  'hpi-schul-cloud__jitsi-deployment': ['overlays/development/jitsi-base', 'overlays/production/shard-0'],
  'sourcegraph__deploy-sourcegraph-k8s': ['examples/base/xl', 'examples/gke/default'],
};

const binary = realKustomize?.path ?? null;
const isUsable = binary !== null && repositories().length > 0;
const all = process.env.KUSTOMEND_TAINT === 'all';
const chosen = all
  ? repositories().map(name => [name, kustomizationFolders(join(CORPUS, name))] as const)
  : Object.entries(SAMPLE);
const total = { roots: 0, tokens: 0 };

(isUsable ? test.each(chosen) : test.skip.each(chosen))(
  '%s',
  async (repository, folders) => {
    const laboratory = new Laboratory(binary!, repository);
    try {
      for (const folder of folders) {
        const result = await laboratory.taint(folder);
        if (result === null) continue;
        expect(result.wrong.map(line => `${folder}: ${line}`)).toEqual([]);
        const tokens = Object.values(result.seen).reduce((sum, count) => sum + count, 0);
        if (!all) expect(tokens).toBeGreaterThan(5);
        total.roots += tokens > 0 ? 1 : 0;
        total.tokens += tokens;
      }
    } finally {
      laboratory.close();
    }
  },
  600_000,
);
