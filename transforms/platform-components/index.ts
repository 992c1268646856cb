/** What programs would use is there (catalogue M24). */

import { defineTransform, REPOSITORY } from '../../src/transform.ts';
import { COMPONENTS } from './components.ts';
import { chartIn, installationOf, isForAnother, isInstalled } from './installed.ts';
import { isOfPlatform } from './platforms.ts';

export default defineTransform({
  id: 'platform-components',
  title: 'A platform has what its programs would use',
  severity: 'medium',
  group: 'availability',
  order: 1780,
  preset: 'report',
  each: 'root',
  options: {
    install: {
      type: 'object',
      default: {},
      description: `Charts to install, by component (${COMPONENTS.map(({ id }) => `\`${id}\``).join(', ')}): each with \`repo\`, \`chart\`, \`version\`, \`namespace\` and perhaps \`values\`. Written beside a chart that Argo CD or Flux installs; where none is, the component stays reported.`,
    },
    elsewhere: {
      type: 'array',
      items: { type: 'string' },
      default: [],
      description: 'Components that somebody else brings into the clusters.',
    },
  },
  placement: { field: 'source', resource: 'beside' },
  messages: {
    missing: 'nothing here installs {component}, which {use}',
    install: 'nothing here installs {component}, which {use}. Chart {chart} {version} does',
  },
  briefs: { missing: 'nothing installs {component}', install: 'nothing installs {component}' },
  docs: {
    why: 'Metrics that nobody reads warn of nothing, and data that nobody copies is lost with its volume. Only repositories of platforms are told: those that install software of others, or run several programs together with objects of the cluster as a whole in an environment that has a name.',
    risk: 'Nothing is written unless `install` names a chart. What a chart brings is not seen here: who installs it reads its values first. Commands such as `helm install` are never run.',
    links: [
      'https://github.com/prometheus-community/helm-charts/tree/main/charts/kube-prometheus-stack',
      'https://velero.io/docs/',
      'https://kubernetes.io/docs/concepts/cluster-administration/node-autoscaling/',
    ],
    sameAs: [],
  },
  *plan(root, { options, configured }) {
    if (!isOfPlatform(root)) return;
    for (const { id, name, use, words, wantedBy } of COMPONENTS) {
      if (options.elsewhere.includes(id)) continue;
      const finding = {
        data: { component: name, use, chart: '', version: '' },
        changes: [],
        evidence: [],
      } as const;
      const chart = chartIn(options.install[id]);
      const stated = configured('install', `the team names the chart of ${name}`);
      if (chart !== undefined && stated !== undefined) {
        if (isInstalled(chart, root)) continue;
        const installation = installationOf(chart, root);
        if (installation !== undefined) {
          yield {
            ...finding,
            message: 'install',
            data: { ...finding.data, chart: chart.chart, version: chart.version },
            at: { on: installation.like.key, path: [id] },
            changes: installation.changes,
            evidence: [stated],
            doubts: ['what the chart brings is not seen here'],
          };
          continue;
        }
        if (isForAnother(root)) continue;
      }
      const sign = wantedBy(root);
      if (sign === undefined || root.platform.mentions(words) !== undefined) continue;
      const instead =
        chart === undefined
          ? `Where somebody else brings it: transforms: {platform-components: {elsewhere: [${id}]}}`
          : `Chart ${chart.chart} is named for it, and no HelmRelease or Application is here beside which it could be written`;
      yield {
        ...finding,
        message: 'missing',
        at: { on: REPOSITORY, path: [id] },
        known: `${sign.says} (${sign.at}). ${instead}`,
      };
    }
  },
});
