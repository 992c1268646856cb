/** What is known of the clusters, in lines that a person reads in a minute. */

import type { PlatformReport } from '../../plan/describe-platform.ts';
import { count, folderName, oneLine, table } from '../words/words.ts';

const MOST = 12;

export function platformText(report: PlatformReport): string[] {
  const { openShift, variables } = report;
  return [
    ...deployments(report),
    ...section(
      'projects',
      report.projects.map(({ name, at }) => [name, at]),
    ),
    ...(openShift === undefined
      ? []
      : [`openshift   ${count(openShift.roots.length, 'root')}, by ${openShift.at}`]),
    ...section(
      'tools',
      report.tools.map(({ name, role, at }) => [role, name, at]),
    ),
    ...section('namespaces', report.namespaces.map(namespace)),
    ...(variables.known.length + variables.objects === 0
      ? []
      : [
          `variables   ${variables.known.length} of Flux have values in the repository; ${count(variables.objects, 'object')} of the renders wait for some`,
        ]),
  ];
}

function deployments({ deployments: all }: PlatformReport): string[] {
  return section(
    'deployed by',
    all.map(({ by, at, folders, project, namespace, cluster, changes }) => [
      by,
      [
        folders.slice(0, 3).map(folderName).join(', ') || 'no folder that is known',
        ...(folders.length > 3 ? [`and ${folders.length - 3} more`] : []),
        ...(project === undefined ? [] : [`project ${project}`]),
        ...(namespace === undefined ? [] : [`namespace ${namespace}`]),
        ...(cluster === undefined ? [] : [`cluster ${cluster}`]),
        ...(changes ? ['writes over what is built'] : []),
      ].join(', '),
      at,
    ]),
  );
}

function namespace(each: PlatformReport['namespaces'][number]): string[] {
  const { name, owner, roots, environments, workloads, guards } = each;
  const others = roots.length - 1;
  return [
    name,
    count(workloads, 'workload'),
    owner === undefined
      ? count(roots.length, 'root')
      : `${folderName(owner)}${others === 0 ? '' : ` and ${count(others, 'other')}`}`,
    [...environments, ...guards].join(', '),
  ];
}

/** A title, and its rows: those beyond the first are counted. */
function section(title: string, rows: readonly (readonly string[])[]): string[] {
  if (rows.length === 0) return [];
  const shown = table(rows.slice(0, MOST).map(row => ['', ...row.map(oneLine)]));
  const rest = rows.length - MOST;
  return [`${title}:`, ...shown, ...(rest > 0 ? [`  and ${rest} more (--format json)`] : [])];
}
