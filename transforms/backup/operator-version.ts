/** Whether the operator of CloudNativePG is one that its plugin for backups works with. */

import type { Root } from '../../src/transform.ts';

const CHART = 'cloudnative-pg';
/** With 1.26 of the operator, the first that the plugin works with. */
const FIRST_CHART = 24;
/** Images and manifests of releases, of earlier ones. */
const EARLIER = /cloudnative-pg\/cloudnative-pg:v?1\.(?:1?\d|2[0-5])\b|cnpg-1\.(?:1?\d|2[0-5])\.\d+\.yaml/;

/**
 * Why it has to be a later one first; undefined where nothing shows an earlier one.
 *
 * @see https://cloudnative-pg.io/plugin-barman-cloud/docs/intro
 */
export function tooOld({ platform }: Root): string | undefined {
  const chart = platform.chartsCalled(CHART).find(({ version }) => {
    const [, minor] = /^[v~=\s]*0\.(\d+)(?:\.|$)/.exec(version) ?? [];
    return minor !== undefined && Number(minor) < FIRST_CHART;
  });
  const seen = chart?.at ?? platform.mentions(EARLIER);
  return (
    seen &&
    `its plugin wants CloudNativePG 1.26 or later, and an earlier one is installed (${seen}): upgrade it first`
  );
}
